import { ONNX_TYPES_BY_CODE, type OnnxAttribute, type OnnxTensor, type OnnxType } from './onnx-document.ts';
import { OnnxFault } from './onnx-refusal.ts';
import {
  addFloats,
  addInts,
  addText,
  floatsOf,
  messageOf,
  spend,
  textOf,
  type ValueBudget,
  type WireField,
} from './protobuf-reader.ts';

/** A setting of a step. Graphs, references and sparse tensors in settings are faults. */
export function decodeAttribute(
  fields: Iterable<WireField>,
  budget: ValueBudget,
): { readonly name: string; readonly attribute: OnnxAttribute } {
  let name = '';
  let kind = 0;
  let single: OnnxAttribute | null = null;
  const floats: number[] = [];
  const ints: number[] = [];
  const texts: string[] = [];
  for (const field of fields) {
    if (field.number === 1) name = textOf(field);
    else if (field.number === 20) kind = field.value;
    else if (field.number === 2) single = { kind: 'float', value: floatsOf(field.bytes, 4)[0] ?? 0 };
    else if (field.number === 3) single = { kind: 'int', value: field.value };
    else if (field.number === 4) single = { kind: 'text', value: textOf(field) };
    else if (field.number === 5) single = { kind: 'tensor', value: decodeTensor(messageOf(field), budget) };
    else if (field.number === 7) addFloats(field, 4, floats, budget);
    else if (field.number === 8) addInts(field, ints, budget);
    else if (field.number === 9) addText(field, texts, budget);
    else if (field.number === 6 || field.number === 11) {
      throw new OnnxFault('The model holds models inside (a loop or a branch), which are not run here.');
    } else if (field.number !== 13) {
      throw new OnnxFault(`The setting ${name} of a step is of a kind that is not read here.`);
    }
  }
  if (floats.length > 0 || kind === 6) return { name, attribute: { kind: 'floats', values: floats } };
  if (ints.length > 0 || kind === 7) return { name, attribute: { kind: 'ints', values: ints } };
  if (texts.length > 0 || kind === 8) return { name, attribute: { kind: 'texts', values: texts } };
  return { name, attribute: single ?? emptyAttribute(name, kind) };
}

/** A setting whose value is the one that protobuf leaves out. */
function emptyAttribute(name: string, kind: number): OnnxAttribute {
  if (kind === 1) return { kind: 'float', value: 0 };
  if (kind === 2) return { kind: 'int', value: 0 };
  if (kind === 3) return { kind: 'text', value: '' };
  throw new OnnxFault(`The setting ${name} of a step has no value.`);
}

/** A constant. Values kept in another file are a fault, and so is a shape that the values do not fill. */
export function decodeTensor(fields: Iterable<WireField>, budget: ValueBudget): OnnxTensor {
  let name = '';
  let code = 0;
  let raw: Uint8Array | null = null;
  const dims: number[] = [];
  const listed: number[] = [];
  const texts: string[] = [];
  for (const field of fields) {
    if (field.number === 1) addInts(field, dims, budget);
    else if (field.number === 2) code = field.value;
    else if (field.number === 4) addFloats(field, 4, listed, budget);
    else if (field.number === 5 || field.number === 7) addInts(field, listed, budget);
    else if (field.number === 6) addText(field, texts, budget);
    else if (field.number === 8) name = textOf(field);
    else if (field.number === 9) {
      raw = field.bytes;
      spend(budget, raw.length / 4);
    } else if (field.number === 10) addFloats(field, 8, listed, budget);
    else if (field.number === 13 || (field.number === 14 && field.value !== 0)) {
      throw new OnnxFault(
        'The model keeps constants in another file, which is not read here. Save it with everything in one file.',
      );
    }
  }
  const type = ONNX_TYPES_BY_CODE.get(code);
  if (type === undefined) throw new OnnxFault(`The constant ${name} is of a type that is not read here.`);
  const numbers = raw === null || type === 'text' ? Float64Array.from(listed) : rawNumbers(type, raw);
  const size = elements(dims, name);
  if ((type === 'text' ? texts.length : numbers.length) !== size) {
    throw new OnnxFault(`The constant ${name} has not as many values as its shape says.`);
  }
  return { name, type, dims, numbers: type === 'text' ? new Float64Array(0) : numbers, texts };
}

function elements(dims: readonly number[], name: string): number {
  if (dims.length > 4 || dims.some((size) => size < 0)) {
    throw new OnnxFault(`The constant ${name} has a shape that no table has.`);
  }
  return dims.reduce((product, size) => product * size, 1);
}

function rawNumbers(type: Exclude<OnnxType, 'text'>, raw: Uint8Array): Float64Array {
  if (type === 'float') return floatsOf(raw, 4);
  if (type === 'double') return floatsOf(raw, 8);
  if (type === 'bool') return Float64Array.from(raw);
  const size = type === 'int32' ? 4 : 8;
  if (raw.length % size !== 0) throw new OnnxFault('A constant of the model is cut off. Export the model again.');
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  return Float64Array.from({ length: raw.length / size }, (_, at) => {
    if (size === 4) return view.getInt32(at * 4, true);
    const value = Number(view.getBigInt64(at * 8, true));
    if (!Number.isSafeInteger(value))
      throw new OnnxFault('A whole number in the file is too large to be kept exactly.');
    return value;
  });
}
