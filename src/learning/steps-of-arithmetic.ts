import { floatSetting, intSetting } from './onnx-attributes.ts';
import { OnnxFault } from './onnx-refusal.ts';
import type { RunStep, StepBuilder } from './run-step.ts';
import { logistic, softmaxRows } from './score-model.ts';
import { elementwise } from './steps-of-tensors.ts';
import { asNumbers, axisOf, emptyNumbers, type NumbersValue, type TensorValue } from './tensor-value.ts';

/** Steps that compute with numbers (ONNX operators of the same names). */
export const ARITHMETIC_STEPS: Readonly<Record<string, StepBuilder>> = {
  Add: () => broadcasting((left, right) => left + right),
  Sub: () => broadcasting((left, right) => left - right),
  Mul: () => broadcasting((left, right) => left * right),
  Div: () => broadcasting((left, right) => left / right, true),
  Neg: () =>
    elementwise(
      ({ type }) => type,
      (value) => -value,
    ),
  Not: () =>
    elementwise(
      () => 'bool',
      (value) => (value === 0 ? 1 : 0),
    ),
  IsNaN: () =>
    elementwise(
      () => 'bool',
      (value) => (Number.isNaN(value) ? 1 : 0),
    ),
  Sigmoid: () => elementwise(({ type }) => type, logistic),
  Softmax(node) {
    const axis = intSetting(node, 'axis', -1);
    return ([value]) => {
      const own = asNumbers(value);
      const [, width = 0] = own.dims;
      if (own.dims.length !== 2 || axisOf(axis, 2) !== 1)
        throw new OnnxFault('A step of the model compares rows with each other.');
      const made = emptyNumbers(own.type, own.dims);
      made.data.set(softmaxRows(Float64Array.from(own.data), width));
      return [made];
    };
  },
  MatMul:
    () =>
    ([left, right]) => [multiply(asNumbers(left), asNumbers(right), false)],
  Gemm(node) {
    const alpha = floatSetting(node, 'alpha', 1);
    const beta = floatSetting(node, 'beta', 1);
    const turned = intSetting(node, 'transB', 0) !== 0;
    if (intSetting(node, 'transA', 0) !== 0) throw new OnnxFault('A step of the model turns rows into columns.');
    const add = broadcasting((product, other) => alpha * product + beta * other);
    const scale = elementwise(
      ({ type }) => type,
      (product) => alpha * product,
    );
    return ([left, right, other]) => {
      const product = multiply(asNumbers(left), asNumbers(right), turned);
      return other === undefined ? scale([product]) : add([product, other]);
    };
  },
  Where:
    () =>
    ([condition, yes, no]) => [choose(asNumbers(condition), asNumbers(yes), asNumbers(no))],
};

/** Two values of numbers, the smaller one repeated as NumPy does, and a number of each pair. */
function broadcasting(of: (left: number, right: number) => number, truncates = false): RunStep {
  return ([leftValue, rightValue]) => {
    const left = asNumbers(leftValue);
    const right = asNumbers(rightValue);
    const dims = commonDims(left.dims, right.dims);
    const made = emptyNumbers(left.type, dims);
    const whole = truncates && (left.type === 'int64' || left.type === 'int32');
    const atLeft = positions(left.dims, dims);
    const atRight = positions(right.dims, dims);
    for (let at = 0; at < made.data.length; at++) {
      const value = of(left.data[atLeft(at)] as number, right.data[atRight(at)] as number);
      made.data[at] = whole ? Math.trunc(value) : value;
    }
    return [made];
  };
}

function choose(condition: NumbersValue, yes: NumbersValue, no: NumbersValue): TensorValue {
  const dims = commonDims(commonDims(condition.dims, yes.dims), no.dims);
  const made = emptyNumbers(yes.type, dims);
  const [atCondition, atYes, atNo] = [
    positions(condition.dims, dims),
    positions(yes.dims, dims),
    positions(no.dims, dims),
  ];
  for (let at = 0; at < made.data.length; at++) {
    const own = condition.data[atCondition(at)] === 0 ? no.data[atNo(at)] : yes.data[atYes(at)];
    made.data[at] = own as number;
  }
  return made;
}

function commonDims(left: readonly number[], right: readonly number[]): number[] {
  const rank = Math.max(left.length, right.length);
  return Array.from({ length: rank }, (_, at) => {
    const one = left[at - rank + left.length] ?? 1;
    const other = right[at - rank + right.length] ?? 1;
    if (one !== other && one !== 1 && other !== 1)
      throw new OnnxFault('A step of the model combines values of shapes that do not fit.');
    return one === 1 ? other : one;
  });
}

/** Where the element of the common shape stands in a value of its own shape. */
function positions(own: readonly number[], common: readonly number[]): (at: number) => number {
  if (own.length === common.length && own.every((size, at) => size === common[at])) return (at) => at;
  const offset = common.length - own.length;
  return (at) => {
    let rest = at;
    let position = 0;
    let stride = 1;
    for (let dim = common.length - 1; dim >= offset; dim--) {
      const size = common[dim] as number;
      const ownSize = own[dim - offset] as number;
      if (ownSize !== 1) position += (rest % size) * stride;
      stride *= ownSize;
      rest = Math.floor(rest / size);
    }
    return position;
  };
}

function multiply(left: NumbersValue, right: NumbersValue, turned: boolean): NumbersValue {
  const [rows = 0, inner = 0] = left.dims;
  const [first = 0, second = 0] = right.dims;
  const [depth, width] = turned ? [second, first] : [first, second];
  if (left.dims.length !== 2 || right.dims.length !== 2 || depth !== inner) {
    throw new OnnxFault('A step of the model multiplies tables that do not fit.');
  }
  const made = emptyNumbers(left.type, [rows, width]);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < width; column++) {
      let sum = 0;
      for (let at = 0; at < inner; at++) {
        const weight = right.data[turned ? column * inner + at : at * width + column] as number;
        sum += (left.data[row * inner + at] as number) * weight;
      }
      made.data[row * width + column] = sum;
    }
  }
  return made;
}
