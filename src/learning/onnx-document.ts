/**
 * What stands in an ONNX file, as far as models of trees and weighted sums need it
 * (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto; names as there, in our spelling).
 */
export interface OnnxDocument {
  readonly irVersion: number;
  readonly producer: string;
  /** Version of each set of operators by domain; the empty domain is ONNX's own. */
  readonly operatorSets: ReadonlyMap<string, number>;
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly OnnxTensor[];
  readonly inputs: readonly OnnxPort[];
  readonly outputs: readonly OnnxPort[];
}

/** One step of computation: named values in, named values out. */
export interface OnnxNode {
  readonly operator: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, OnnxAttribute>;
}

/** A setting of a node. Whole numbers are those that a JavaScript number holds exactly. */
export type OnnxAttribute =
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'floats'; readonly values: readonly number[] }
  | { readonly kind: 'ints'; readonly values: readonly number[] }
  | { readonly kind: 'texts'; readonly values: readonly string[] }
  | { readonly kind: 'tensor'; readonly value: OnnxTensor };

/** Types of values that are read. */
export type OnnxType = 'float' | 'double' | 'int64' | 'int32' | 'bool' | 'text';

/** Values in row-major order. */
export interface OnnxTensor {
  readonly name: string;
  readonly type: OnnxType;
  readonly dims: readonly number[];
  /** Empty where the tensor holds texts. */
  readonly numbers: Float64Array;
  /** Empty where the tensor holds numbers. */
  readonly texts: readonly string[];
}

/** An input or output of the whole; `type` is null where it is no plain tensor (the maps that ZipMap makes). */
export interface OnnxPort {
  readonly name: string;
  readonly type: OnnxType | null;
  /** Null where the size is free, as the number of rows is. */
  readonly dims: readonly (number | null)[];
}

/** Types of values by their code; others (halves, complex numbers) are not read. */
export const ONNX_TYPES_BY_CODE: ReadonlyMap<number, OnnxType> = new Map([
  [1, 'float'],
  [6, 'int32'],
  [7, 'int64'],
  [8, 'text'],
  [9, 'bool'],
  [11, 'double'],
]);

/** Codes of the kinds of attributes (`AttributeProto.AttributeType`). */
export const ONNX_ATTRIBUTE_CODES: Readonly<Record<OnnxAttribute['kind'], number>> = {
  float: 1,
  int: 2,
  text: 3,
  tensor: 4,
  floats: 6,
  ints: 7,
  texts: 8,
};

/** The domain of the operators for trees and weighted sums. */
export const ML_DOMAIN = 'ai.onnx.ml';
