import { decodeOnnx } from './decode-onnx.ts';
import { ML_DOMAIN, type OnnxDocument, type OnnxNode } from './onnx-document.ts';
import { stepBuilder } from './onnx-operators.ts';
import { ONNX_LIMITS, OnnxFault, type OnnxLimits, type OnnxRefused, refusingFaults } from './onnx-refusal.ts';

/** A file that may be read further, or by a native runtime. */
export interface OnnxAccepted {
  readonly kind: 'accepted';
  readonly document: OnnxDocument;
}

/**
 * The check in front of every ONNX file, before anything else looks at it: size, number of steps and values, operators that
 * are known and harmless, no values from other files, no graphs or functions inside, every value made before it is used and
 * only once. What native runtimes do with files that this refuses: read the server's own files, never end, fall over.
 */
export function checkOnnx(bytes: Uint8Array, limits: OnnxLimits = ONNX_LIMITS): OnnxAccepted | OnnxRefused {
  return refusingFaults(() => {
    if (bytes.length > limits.bytes) {
      throw new OnnxFault(`The file is larger than ${Math.floor(limits.bytes / 1024 / 1024)} MB.`);
    }
    const document = decodeOnnx(bytes, limits);
    checkOperators(document);
    checkNames(document);
    checkPorts(document, limits);
    checkReads(document, limits);
    return { kind: 'accepted', document };
  });
}

/** The newest sets of operators whose meaning is known here; the meaning of later ones may differ. */
const NEWEST_SETS: ReadonlyMap<string, number> = new Map([
  ['', 26],
  [ML_DOMAIN, 5],
]);

function checkOperators({ nodes, operatorSets }: OnnxDocument): void {
  if (nodes.length === 0) throw new OnnxFault('The model has no steps.');
  for (const node of nodes) {
    const { operator, domain } = node;
    if (stepBuilder(node) === undefined) {
      throw new OnnxFault(
        `The model uses ${printable(domain === '' ? operator : `${domain}.${operator}`)}, which is not run here. Models of ` +
          'trees and weighted sums from scikit-learn, XGBoost and LightGBM are.',
      );
    }
  }
  for (const [domain, newest] of NEWEST_SETS) {
    const version = operatorSets.get(domain);
    if (version === undefined ? nodes.some((node) => node.domain === domain) : version < 1 || version > newest) {
      throw new OnnxFault(
        `The model is written in a version of ONNX that is not read here. Export it for version ${domain === '' ? 15 : 3} of ${domain === '' ? 'ONNX' : domain}.`,
      );
    }
  }
}

/** Names come from the file: only what can be shown, and not much of it. */
function printable(name: string): string {
  return name.replace(/[^\w. -]/g, '?').slice(0, 80);
}

/** Every value has one maker, which comes before its users: so the steps end, and in one pass. */
function checkNames({ nodes, constants, inputs, outputs }: OnnxDocument): void {
  const made = new Set<string>();
  const constantNames = new Set(constants.map(({ name }) => name));
  const make = (name: string): void => {
    if (name === '' || made.has(name))
      throw new OnnxFault('Two values of the model have the same name. Export it again.');
    made.add(name);
  };
  for (const { name } of constants) make(name);
  // Files of old versions list constants among the inputs too.
  for (const { name } of inputs) if (!constantNames.has(name)) make(name);
  for (const node of nodes) {
    for (const name of node.inputs) {
      if (!made.has(name)) throw new OnnxFault('A step of the model uses a value before any step makes it.');
    }
    for (const name of node.outputs) make(name);
  }
  for (const { name } of outputs) {
    if (!made.has(name)) throw new OnnxFault('The model promises a result that no step makes.');
  }
  if (outputs.length === 0) throw new OnnxFault('The model promises no result.');
}

function checkPorts({ inputs, constants }: OnnxDocument, limits: OnnxLimits): void {
  const constantNames = new Set(constants.map(({ name }) => name));
  let width = 0;
  for (const { name, type, dims } of inputs) {
    if (constantNames.has(name)) continue;
    const [rows, columns] = dims;
    if (type === null || dims.length !== 2 || (rows !== null && rows !== 1) || typeof columns !== 'number') {
      throw new OnnxFault(
        `The input ${printable(name)} is no table with a free number of rows and a stated number of columns. Export the ` +
          'model with the shape [None, number of columns].',
      );
    }
    width += columns;
    if (columns < 1 || width > limits.width)
      throw new OnnxFault(`The model asks for more than ${limits.width} columns, or for none.`);
  }
  if (width === 0) throw new OnnxFault('The model asks for no column.');
}

/** Bounds the work a row: a small file could let a thousand steps read the same large constant. */
function checkReads({ nodes, constants }: OnnxDocument, limits: OnnxLimits): void {
  const sizes = new Map(constants.map(({ name, numbers, texts }) => [name, numbers.length + texts.length]));
  for (const node of nodes) for (const [name, size] of constantOutput(node)) sizes.set(name, size);
  let reads = 0;
  for (const node of nodes) for (const name of node.inputs) reads += sizes.get(name) ?? 0;
  if (reads > limits.reads) throw new OnnxFault('The model does more work for each row than is done here.');
}

function constantOutput({ operator, outputs, attributes }: OnnxNode): [string, number][] {
  const value = attributes.get('value');
  if (operator !== 'Constant' || value?.kind !== 'tensor') return [];
  return outputs.map((name) => [name, value.value.numbers.length + value.value.texts.length]);
}
