import type { OnnxTensor } from './onnx-document.ts';
import { OnnxFault } from './onnx-refusal.ts';

/** Types of numbers that steps compute with; a flag is 0 or 1. */
export type NumberType = 'float' | 'double' | 'int64' | 'int32' | 'bool';

/** Numbers in row-major order. Float values live in a Float32Array, so that each step rounds as ONNX does. */
export interface NumbersValue {
  readonly kind: 'numbers';
  readonly type: NumberType;
  readonly dims: readonly number[];
  readonly data: Float32Array | Float64Array;
}

/** Texts in row-major order. */
export interface TextsValue {
  readonly kind: 'texts';
  readonly dims: readonly number[];
  readonly data: readonly string[];
}

/** What flows between the steps of a model. */
export type TensorValue = NumbersValue | TextsValue;

/** Elements that one step may make at once; a step that wants more is of no model for tables. */
const MOST_ELEMENTS = 2 ** 24;

/** Elements in a shape. A fault where they are more than a step may make. */
export function elementCount(dims: readonly number[]): number {
  const count = dims.reduce((product, size) => product * size, 1);
  if (!(count <= MOST_ELEMENTS)) throw new OnnxFault('A step of the model makes more values than are kept here.');
  return count;
}

/** Zeros of a type and shape, to be filled. */
export function emptyNumbers(type: NumberType, dims: readonly number[]): NumbersValue {
  const count = elementCount(dims);
  return { kind: 'numbers', type, dims, data: type === 'float' ? new Float32Array(count) : new Float64Array(count) };
}

/** A constant of the file. */
export function constantValue({ type, dims, numbers, texts }: OnnxTensor): TensorValue {
  if (type === 'text') return { kind: 'texts', dims, data: texts };
  return { kind: 'numbers', type, dims, data: type === 'float' ? Float32Array.from(numbers) : numbers };
}

/** The value as numbers; a fault where it holds texts. */
export function asNumbers(value: TensorValue | undefined): NumbersValue {
  if (value?.kind !== 'numbers') throw new OnnxFault('A step of the model computes with texts where it needs numbers.');
  return value;
}

/** Rows and width of a value of at most two dimensions; a single list is one value a row. */
export function tableShape({ dims }: TensorValue): { readonly rows: number; readonly width: number } {
  const [rows, width = 1] = dims;
  if (rows === undefined || dims.length > 2)
    throw new OnnxFault('A step of the model needs a table and gets another shape.');
  return { rows, width };
}

/** The dimension that `axis` names, counted from the end where it is negative. */
export function axisOf(axis: number, rank: number): number {
  const own = axis < 0 ? axis + rank : axis;
  if (own < 0 || own >= rank) throw new OnnxFault('A step of the model names a dimension that its values do not have.');
  return own;
}
