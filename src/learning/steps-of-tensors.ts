import { intSetting, tensorSetting } from './onnx-attributes.ts';
import { ONNX_TYPES_BY_CODE } from './onnx-document.ts';
import { OnnxFault } from './onnx-refusal.ts';
import type { RunStep, StepBuilder } from './run-step.ts';
import {
  asNumbers,
  axisOf,
  constantValue,
  elementCount,
  emptyNumbers,
  type NumbersValue,
  type TensorValue,
} from './tensor-value.ts';

/** Steps that change shapes and types (ONNX operators of the same names). */
export const TENSOR_STEPS: Readonly<Record<string, StepBuilder>> = {
  Constant(node) {
    const value = tensorSetting(node, 'value', null);
    if (value === null) throw new OnnxFault('A constant of the model is kept in a form that is not read here.');
    const constant = constantValue(value);
    return () => [constant];
  },
  Identity: () => (inputs) => inputs,
  Cast(node) {
    const type = ONNX_TYPES_BY_CODE.get(intSetting(node, 'to', 0));
    if (type === undefined) throw new OnnxFault('A step of the model makes a type of numbers that is not read here.');
    return ([value]) => [castTo(type, value)];
  },
  Concat(node) {
    const axis = intSetting(node, 'axis', 1);
    return (inputs) => [concatenate(inputs, axis)];
  },
  Reshape(node) {
    if (intSetting(node, 'allowzero', 0) !== 0) throw new OnnxFault('A step of the model reshapes to nothing.');
    return ([value, shape]) => [reshape(value, [...asNumbers(shape).data])];
  },
  Flatten(node) {
    if (intSetting(node, 'axis', 1) !== 1) throw new OnnxFault('A step of the model flattens rows into one.');
    return ([value]) => [reshape(value, [0, -1])];
  },
  ArgMax(node) {
    const axis = intSetting(node, 'axis', 0);
    const keeps = intSetting(node, 'keepdims', 1) !== 0;
    const takesLast = intSetting(node, 'select_last_index', 0) !== 0;
    return ([value]) => [argMax(asNumbers(value), axis, keeps, takesLast)];
  },
};

function castTo(type: NumbersValue['type'] | 'text', value: TensorValue | undefined): TensorValue {
  if (value === undefined) throw new OnnxFault('A step of the model misses a value.');
  if (type === 'text') {
    if (value.kind === 'texts') return value;
    if (value.type === 'float' || value.type === 'double') {
      throw new OnnxFault('The model turns fractions into texts, which every runtime spells in its own way.');
    }
    return { kind: 'texts', dims: value.dims, data: Array.from(value.data, String) };
  }
  const cast = emptyNumbers(type, value.dims);
  if (value.kind === 'texts') {
    for (const [at, text] of value.data.entries()) cast.data[at] = text.trim() === '' ? Number.NaN : Number(text);
  } else if (type === 'bool') {
    for (const [at, number] of value.data.entries()) cast.data[at] = number === 0 ? 0 : 1;
  } else if (type === 'int64' || type === 'int32') {
    for (const [at, number] of value.data.entries()) cast.data[at] = Math.trunc(number);
  } else {
    cast.data.set(value.data);
  }
  return cast;
}

function concatenate(inputs: readonly TensorValue[], axis: number): TensorValue {
  const [first] = inputs;
  if (first === undefined) throw new OnnxFault('A step of the model joins nothing.');
  const along = axisOf(axis, first.dims.length);
  if (along === 0 && first.dims.length > 1)
    throw new OnnxFault('A step of the model joins rows, which are scored one by one here.');
  const dims = first.dims.map((size, at) =>
    at === along ? inputs.reduce((sum, { dims: own }) => sum + (own[at] ?? 0), 0) : size,
  );
  for (const { kind, dims: own } of inputs) {
    if (
      kind !== first.kind ||
      own.length !== dims.length ||
      own.some((size, at) => at !== along && size !== dims[at])
    ) {
      throw new OnnxFault('A step of the model joins values of different kinds or shapes.');
    }
  }
  const outer = dims.slice(0, along).reduce((product, size) => product * size, 1);
  const pieces = Array.from({ length: outer }, (_, position) =>
    inputs.map((input) => ({ input, length: input.data.length / outer, position })),
  ).flat();
  if (first.kind === 'texts') {
    const data = pieces.flatMap(({ input, length, position }) =>
      input.kind === 'texts' ? input.data.slice(position * length, (position + 1) * length) : [],
    );
    return { kind: 'texts', dims, data };
  }
  const joined = emptyNumbers(first.type, dims);
  let at = 0;
  for (const { input, length, position } of pieces) {
    const { data } = asNumbers(input);
    joined.data.set(data.subarray(position * length, (position + 1) * length), at);
    at += length;
  }
  return joined;
}

function reshape(value: TensorValue | undefined, wanted: readonly number[]): TensorValue {
  if (value === undefined) throw new OnnxFault('A step of the model misses a value.');
  const kept = wanted.map((size, at) => (size === 0 ? (value.dims[at] ?? 0) : size));
  const known = kept.reduce((product, size) => (size === -1 ? product : product * size), 1);
  const rest = value.data.length / known;
  const dims = kept.map((size) => (size === -1 ? rest : size));
  const fits =
    wanted.filter((size) => size === -1).length <= 1 && dims.every((size) => Number.isInteger(size) && size >= 0);
  if (!fits || elementCount(dims) !== value.data.length)
    throw new OnnxFault('A step of the model reshapes values into a shape that they do not fill.');
  return { ...value, dims };
}

function argMax({ dims, data }: NumbersValue, axis: number, keeps: boolean, takesLast: boolean): TensorValue {
  const along = axisOf(axis, dims.length);
  if (dims.length !== 2 || along !== 1) throw new OnnxFault('A step of the model picks the best across rows.');
  const [rows = 0, width = 0] = dims;
  const best = emptyNumbers('int64', keeps ? [rows, 1] : [rows]);
  for (let row = 0; row < rows; row++) {
    let most = 0;
    for (let at = 1; at < width; at++) {
      const value = data[row * width + at] as number;
      const leader = data[row * width + most] as number;
      if (value > leader || (takesLast && value === leader)) most = at;
    }
    best.data[row] = most;
  }
  return best;
}

/** A step that needs one table of numbers and makes one of the same shape. */
export function elementwise(type: (own: NumbersValue) => NumbersValue['type'], of: (value: number) => number): RunStep {
  return ([value]) => {
    const own = asNumbers(value);
    const made = emptyNumbers(type(own), own.dims);
    for (const [at, number] of own.data.entries()) made.data[at] = of(number);
    return [made];
  };
}
