import { encodeOnnx } from './encode-onnx.ts';
import type { Model } from './model.ts';
import type { OnnxDocument, OnnxNode, OnnxPort, OnnxTensor } from './onnx-document.ts';
import { freeNames, onnxOf } from './write-onnx.ts';

/**
 * Writes a model as an ONNX file for programs that hand a table over column by column: one input a column, `[rows]` of
 * float or text, and outputs that each have one value a row (`label` and `probability_<class>` for every class, or
 * `prediction`). A single column stays `[rows, 1]`. The general reader of the MLflow client passes and expects just that, while the common form of a classifier,
 * as `writeOnnx` writes it, has lines of inputs and lines of probabilities. Scores are the same to the bit.
 *
 * @throws RangeError as `writeOnnx`.
 */
export function writeOnnxForTables(model: Model): Uint8Array {
  return encodeOnnx(columnByColumn(onnxOf(model), model.target.kind === 'number' ? [] : model.target.classes));
}

/** The document with each input as a plain list that is stood up inside, and each list of outputs taken apart. */
function columnByColumn(document: OnnxDocument, classes: readonly string[]): OnnxDocument {
  const ports = [...document.inputs, ...document.outputs].map(({ name }) => name);
  const free = freeNames([...ports, ...document.nodes.flatMap(({ outputs }) => outputs)]);
  const axis = free('axis');
  // That reader hands a table of one column over as lines of one value.
  const isOne = document.inputs.length === 1;
  const stoodUp = new Map(isOne ? [] : document.inputs.map(({ name }, at) => [name, free(`column_${at}`)]));
  const body = document.nodes.map((node) => ({
    ...node,
    inputs: node.inputs.map((name) => stoodUp.get(name) ?? name),
  }));
  const taken = document.outputs.map((port) => takenApart(port, classes, free));
  return {
    ...document,
    nodes: [
      ...[...stoodUp].map(([name, column]) => node('Unsqueeze', [name, axis], column)),
      ...body,
      ...taken.flatMap(({ nodes }) => nodes),
    ],
    constants: [...document.constants, whole(axis, [1], 1), ...taken.flatMap(({ constants }) => constants)],
    inputs: isOne ? document.inputs : document.inputs.map((port) => ({ ...port, dims: [null] })),
    outputs: taken.flatMap(({ outputs }) => outputs),
  };
}

interface TakenApart {
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly OnnxTensor[];
  readonly outputs: readonly OnnxPort[];
}

/** One output a place of the line that each row has in an output; a plain list is left as it is. */
function takenApart(port: OnnxPort, classes: readonly string[], free: (wanted: string) => string): TakenApart {
  const [, width] = port.dims;
  if (width === undefined || width === null) return { nodes: [], constants: [], outputs: [port] };
  const places = Array.from({ length: width }, (_, place) => {
    const name = classes.length === 0 ? 'prediction' : `probability_${classes[place]}`;
    return { name: free(name), index: free(`place_${place}`), place };
  });
  return {
    nodes: places.map(({ name, index }) => node('Gather', [port.name, index], name, 1)),
    constants: places.map(({ index, place }) => whole(index, [], place)),
    outputs: places.map(({ name }) => ({ name, type: port.type, dims: [null] })),
  };
}

function node(operator: string, inputs: readonly string[], output: string, axis: number | null = null): OnnxNode {
  const attributes = axis === null ? [] : [['axis', { kind: 'int', value: axis }] as const];
  return { operator, domain: '', inputs, outputs: [output], attributes: new Map(attributes) };
}

function whole(name: string, dims: readonly number[], value: number): OnnxTensor {
  return { name, type: 'int64', dims, numbers: Float64Array.of(value), texts: [] };
}
