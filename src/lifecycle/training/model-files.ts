import { type Model, writeOnnx, writeOnnxForTables } from '../../learning/index.ts';
import { usualValue } from './column-facts.ts';
import type { TrainingResult } from './training-result.schema.ts';

/** Where a model stands among runs, as its description says. */
export interface ModelPlace {
  readonly modelId: string;
  readonly runId: string;
  readonly artifactUri: string;
  readonly madeAt: Date;
}

/** One file of a model. */
export interface ModelFile {
  readonly name: string;
  readonly content: Uint8Array;
  /** Whether it holds what was read from rows: words, the numbers between which the model decides, values of an example. */
  readonly tellsOfRows: boolean;
}

/** ONNX 1.10 is the first that knows what the file is written in: operator set 15, ai.onnx.ml 3. */
const ONNX_VERSION = '1.10.0';
/** The same model for readers that hand over columns. */
const FOR_TABLES = 'for-tables.onnx';
/** The client whose description of models this follows. */
const DESCRIBED_AS = '3.1.0';

/**
 * The files of a model as the stock MLflow client reads them: the standard ONNX file, our own document beside it, the
 * description with the signature, and an example of what goes in. Words are text in the ONNX file, where the empty text is
 * a missing one; numbers are float32 there.
 *
 * The flavour `onnx` names the common form. The client's general flavour hands each column of a table over as a plain list
 * and expects plain lists back, so it is pointed at a second file of the same model in that form.
 *
 * @throws RangeError when ONNX cannot tell two columns or two values apart.
 */
export function modelFiles(
  model: Model,
  document: string,
  { columns }: Pick<TrainingResult, 'columns'>,
  place: ModelPlace,
): readonly ModelFile[] {
  const text = (value: string): Uint8Array => new TextEncoder().encode(value);
  const names = columns.map(({ name }) => name);
  const row = columns.map((facts) => exampleValue(usualValue(facts)));
  const example = `{"columns":${JSON.stringify(names)},"data":[[${row.join(',')}]]}`;
  return [
    { name: 'model.onnx', content: writeOnnx(model), tellsOfRows: true },
    { name: FOR_TABLES, content: writeOnnxForTables(model), tellsOfRows: true },
    { name: 'model.json', content: text(document), tellsOfRows: true },
    { name: 'input_example.json', content: text(example), tellsOfRows: true },
    // JSON is YAML as well, and needs no second way to write it. It names the columns and nothing that stands in them.
    { name: 'MLmodel', content: text(JSON.stringify(description(model, place), null, 2)), tellsOfRows: false },
    { name: 'requirements.txt', content: text('mlflow\nonnx\nonnxruntime\n'), tellsOfRows: false },
  ];
}

/** Numbers always with a point: the client reads others as whole numbers and refuses those where the model asks for doubles. */
function exampleValue(value: number | string): string {
  return typeof value === 'number' && Number.isInteger(value) ? `${value}.0` : JSON.stringify(value);
}

function description(model: Model, { modelId, runId, artifactUri, madeAt }: ModelPlace) {
  const inputs = model.inputs.map(({ name, kind }) => ({
    name,
    type: kind === 'number' ? 'double' : 'string',
    required: true,
  }));
  return {
    artifact_path: artifactUri,
    flavors: {
      onnx: { code: null, data: 'model.onnx', onnx_version: ONNX_VERSION, providers: ['CPUExecutionProvider'] },
      python_function: { data: FOR_TABLES, loader_module: 'mlflow.onnx' },
    },
    mlflow_version: DESCRIBED_AS,
    model_id: modelId,
    model_uuid: modelId.replace(/^m-/, ''),
    run_id: runId,
    saved_input_example_info: {
      artifact_path: 'input_example.json',
      pandas_orient: 'split',
      type: 'dataframe',
    },
    signature: { inputs: JSON.stringify(inputs), outputs: null, params: null },
    utc_time_created: madeAt.toISOString().replace('T', ' ').replace('Z', ''),
  };
}
