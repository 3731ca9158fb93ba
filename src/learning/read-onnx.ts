import { checkOnnx } from './check-onnx.ts';
import { columnLength } from './feature-matrix.ts';
import type { Column } from './model.ts';
import type { OnnxDocument, OnnxPort } from './onnx-document.ts';
import { columnsOfInputs, type ForeignColumn, inputValues } from './onnx-inputs.ts';
import { ONNX_LIMITS, OnnxFault, type OnnxLimits, type OnnxRefused, refusingFaults } from './onnx-refusal.ts';
import { prepareSteps, type RunSteps } from './run-onnx.ts';
import { classesOf } from './steps-of-models.ts';
import { type TensorValue, tableShape } from './tensor-value.ts';

/**
 * A model of another library, ready for scoring: its steps are kept as they are written and computed one after the other,
 * rounding as ONNX rounds, so that whatever a converter made of scalers, encoders and ensembles scores as it does there.
 */
export interface ForeignModel {
  readonly kind: 'read';
  /** Library that wrote the file, as the file says. */
  readonly producer: string;
  /** The columns that the model asks for, in order. */
  readonly columns: readonly ForeignColumn[];
  /** Classes of a classifier, in the order of the scores; null where a number is predicted. */
  readonly classes: readonly string[] | null;
  /** Every word that stands in the file: categories that an encoder knows, classes. */
  readonly words: readonly string[];
  /**
   * Scores row by row: one a class, or the number. Columns stand in the order of `columns`; NaN and -1 mean missing.
   * Throws a RangeError when a column is missing, of the wrong kind or length, or cannot be given to the model.
   */
  score(columns: readonly Column[]): Float64Array;
}

/** Rows that go through the steps at once: what a step makes stays small whatever the number of rows. */
const ROWS_AT_ONCE = 256;

/** Reads an ONNX file of trees or weighted sums, behind the check of `checkOnnx`; otherwise says in a sentence why not. */
export function readOnnx(bytes: Uint8Array, limits: OnnxLimits = ONNX_LIMITS): ForeignModel | OnnxRefused {
  const checked = checkOnnx(bytes, limits);
  if (checked.kind === 'refused') return checked;
  const { document } = checked;
  return refusingFaults(() => {
    const ports = inputPorts(document);
    const steps = prepareSteps(document, limits);
    const result = resultPort(document);
    const width = triedWidth(ports, steps, result, limits);
    const classes = resultClasses(document, width);
    if (classes === null && width !== 1)
      throw new OnnxFault('The model predicts several numbers for each row, which is not read here.');
    return {
      kind: 'read',
      producer: document.producer,
      columns: columnsOfInputs(ports),
      classes,
      words: wordsOf(document),
      score: (columns) => scoreInPieces(ports, steps, result, width, columns),
    };
  });
}

function wordsOf({ nodes, constants }: OnnxDocument): readonly string[] {
  const settings = nodes.flatMap(({ attributes }) => [...attributes.values()]);
  const listed = settings.flatMap((setting) => {
    if (setting.kind === 'texts') return setting.values;
    return setting.kind === 'tensor' ? setting.value.texts : [];
  });
  return [...new Set([...listed, ...constants.flatMap(({ texts }) => texts)])];
}

function inputPorts({ inputs, constants }: OnnxDocument): OnnxPort[] {
  return inputs.filter(({ name }) => constants.every((constant) => constant.name !== name));
}

/** The output with the scores: the only one, or the one behind the label. */
function resultPort({ outputs }: OnnxDocument): string {
  const [first, second] = outputs;
  if (first === undefined || outputs.length > 2) {
    throw new OnnxFault('The model has more results than a label and its scores. Export it without the others.');
  }
  return second === undefined ? first.name : second.name;
}

function resultClasses(document: OnnxDocument, width: number): readonly string[] | null {
  if (document.outputs.length < 2) return null;
  const named = document.nodes.map(classesOf).filter((classes) => classes?.length === width);
  return named.at(-1) ?? labelConstants(document, width) ?? Array.from({ length: width }, (_, at) => String(at));
}

/** Some pipelines pick the label out of a constant that lists the classes. */
function labelConstants({ nodes, constants }: OnnxDocument, width: number): readonly string[] | null {
  for (const { operator, inputs } of nodes) {
    if (operator !== 'ArrayFeatureExtractor') continue;
    const list = constants.find(({ name }) => name === inputs[0]);
    if (list === undefined || list.dims.reduce((product, size) => product * size, 1) !== width) continue;
    return list.type === 'text' ? list.texts : Array.from(list.numbers, String);
  }
  return null;
}

/**
 * Tries the steps with one and with three rows of missing values, which finds every shape that does not fit (no shape
 * depends on what the values are), and returns how many scores a row has.
 */
function triedWidth(ports: readonly OnnxPort[], steps: RunSteps, result: string, limits: OnnxLimits): number {
  const widths = [1, 3].map((rows) => {
    const missing = columnsOfInputs(ports).map(({ kind, name }) => missingColumn(kind, name, rows));
    return resultShape(steps(inputValues(ports, missing, 0, rows, 'tried'), rows).get(result), rows).width;
  });
  const [width = 0] = widths;
  if (widths[1] !== width || width < 1 || width > limits.width)
    throw new OnnxFault('The model does not score each row by itself.');
  return width;
}

function missingColumn(kind: 'number' | 'category', name: string, rows: number): Column {
  if (kind === 'number') return { kind, name, values: new Float32Array(rows).fill(Number.NaN) };
  return { kind, name, levels: [], codes: new Int32Array(rows).fill(-1) };
}

function resultShape(
  value: TensorValue | undefined,
  rows: number,
): { data: Float32Array | Float64Array; width: number } {
  if (value?.kind !== 'numbers')
    throw new OnnxFault('The model gives labels but no scores. Export it with probabilities.');
  const shape = tableShape(value);
  if (shape.rows !== rows) throw new OnnxFault('The model does not give one result for each row.');
  return { data: value.data, width: shape.width };
}

function scoreInPieces(
  ports: readonly OnnxPort[],
  steps: RunSteps,
  result: string,
  width: number,
  columns: readonly Column[],
): Float64Array {
  const [first] = columns;
  const rows = first === undefined ? 0 : columnLength(first);
  const scores = new Float64Array(rows * width);
  for (let start = 0; start < rows; start += ROWS_AT_ONCE) {
    const count = Math.min(ROWS_AT_ONCE, rows - start);
    const values = steps(inputValues(ports, columns, start, count, 'scored'), count);
    scores.set(resultShape(values.get(result), count).data, start * width);
  }
  return scores;
}
