import { floatSetting, floatsSetting, intSetting, intsSetting, textSetting, textsSetting } from './onnx-attributes.ts';
import type { OnnxNode } from './onnx-document.ts';
import { OnnxFault } from './onnx-refusal.ts';
import type { RunStep, StepBuilder } from './run-step.ts';
import { asNumbers, emptyNumbers, type NumbersValue, type TensorValue, tableShape } from './tensor-value.ts';

/** Steps that prepare columns (operators of ai.onnx.ml of the same names). */
export const COLUMN_STEPS: Readonly<Record<string, StepBuilder>> = {
  Scaler(node) {
    const offset = floatsSetting(node, 'offset') ?? [0];
    const scale = floatsSetting(node, 'scale') ?? [1];
    return columnwise('float', [offset.length, scale.length], (value, column) =>
      Math.fround(Math.fround(value - at(offset, column)) * at(scale, column)),
    );
  },
  Imputer(node) {
    const floats = floatsSetting(node, 'imputed_value_floats');
    const instead = floats ?? intsSetting(node, 'imputed_value_int64s') ?? [];
    const replaced =
      floats === null ? intSetting(node, 'replaced_value_int64', 0) : floatSetting(node, 'replaced_value_float', 0);
    return columnwise(null, [instead.length], (value, column) =>
      value === replaced || (Number.isNaN(replaced) && Number.isNaN(value)) ? at(instead, column) : value,
    );
  },
  LabelEncoder: labelEncoder,
  OneHotEncoder: oneHotEncoder,
  Normalizer(node) {
    const norm = textSetting(node, 'norm', 'MAX');
    if (norm !== 'MAX' && norm !== 'L1' && norm !== 'L2')
      throw new OnnxFault('A step of the model has a norm that is not known here.');
    return ([value]) => [normalise(asNumbers(value), norm)];
  },
  ArrayFeatureExtractor:
    () =>
    ([values, wanted]) => [pickColumns(values, asNumbers(wanted))],
  // Pairs each probability with its class; here the classes are known beside the numbers.
  ZipMap: () => (inputs) => inputs,
};

/** A number of each number and its column; the settings must have one entry, or one a column. */
function columnwise(
  type: NumbersValue['type'] | null,
  lengths: readonly number[],
  of: (value: number, column: number) => number,
): RunStep {
  return ([value]) => {
    const own = asNumbers(value);
    const { width } = tableShape(own);
    if (lengths.some((length) => length !== 1 && length !== width)) {
      throw new OnnxFault('A step of the model is set for another number of columns than it gets.');
    }
    const made = emptyNumbers(type ?? own.type, own.dims);
    for (let position = 0; position < own.data.length; position++) {
      made.data[position] = of(own.data[position] as number, position % width);
    }
    return [made];
  };
}

function at(list: readonly number[], column: number): number {
  return list[list.length === 1 ? 0 : column] as number;
}

type Encoded =
  | { readonly kind: 'texts'; readonly of: readonly string[]; readonly otherwise: string }
  | {
      readonly kind: 'numbers';
      readonly type: 'float' | 'int64';
      readonly of: readonly number[];
      readonly otherwise: number;
    };

/** LabelEncoder of ai.onnx.ml 2 and later: two lists, from and to. */
function labelEncoder(node: OnnxNode): RunStep {
  const texts = textsSetting(node, 'keys_strings');
  const numbers = intsSetting(node, 'keys_int64s') ?? floatsSetting(node, 'keys_floats');
  const encoded = encodedValues(node);
  const keys = texts ?? numbers ?? [];
  if (keys.length === 0 || keys.length !== encoded.of.length) {
    throw new OnnxFault('A step of the model translates levels with two lists of different length.');
  }
  // A Map finds NaN as well, as the operator does.
  const byText = new Map((texts ?? []).map((key, position) => [key, position]));
  const byNumber = new Map((numbers ?? []).map((key, position) => [key, position]));
  return ([value]) => {
    if (value === undefined || (value.kind === 'texts') !== (texts !== null)) {
      throw new OnnxFault('A step of the model translates levels of another type than it gets.');
    }
    const found =
      value.kind === 'texts'
        ? value.data.map((text) => byText.get(text))
        : Array.from(value.data, (own) => byNumber.get(own));
    if (encoded.kind === 'texts') {
      const data = found.map((position) => (position === undefined ? encoded.otherwise : (encoded.of[position] ?? '')));
      return [{ kind: 'texts', dims: value.dims, data }];
    }
    const made = emptyNumbers(encoded.type, value.dims);
    for (const [position, own] of found.entries()) {
      made.data[position] = own === undefined ? encoded.otherwise : (encoded.of[own] ?? encoded.otherwise);
    }
    return [made];
  };
}

function encodedValues(node: OnnxNode): Encoded {
  const floats = floatsSetting(node, 'values_floats');
  if (floats !== null)
    return { kind: 'numbers', type: 'float', of: floats, otherwise: floatSetting(node, 'default_float', -0) };
  const ints = intsSetting(node, 'values_int64s');
  if (ints !== null)
    return { kind: 'numbers', type: 'int64', of: ints, otherwise: intSetting(node, 'default_int64', -1) };
  const texts = textsSetting(node, 'values_strings');
  if (texts === null) throw new OnnxFault('A step of the model translates levels in a form that is not read here.');
  return { kind: 'texts', of: texts, otherwise: textSetting(node, 'default_string', '_Unused') };
}

function oneHotEncoder(node: OnnxNode): RunStep {
  const texts = textsSetting(node, 'cats_strings');
  const numbers = intsSetting(node, 'cats_int64s');
  const leavesOut = intSetting(node, 'zeros', 1) !== 0;
  const count = (texts ?? numbers ?? []).length;
  if (count === 0) throw new OnnxFault('A step of the model knows no levels.');
  const byText = new Map((texts ?? []).map((level, position) => [level, position]));
  const byNumber = new Map((numbers ?? []).map((level, position) => [level, position]));
  return ([value]) => {
    if (value === undefined || (value.kind === 'texts') !== (texts !== null)) {
      throw new OnnxFault('A step of the model knows levels of another type than it gets.');
    }
    const made = emptyNumbers('float', [...value.dims, count]);
    const found =
      value.kind === 'texts'
        ? value.data.map((text) => byText.get(text))
        : Array.from(value.data, (own) => byNumber.get(Math.trunc(own)));
    for (const [position, level] of found.entries()) {
      if (level !== undefined) made.data[position * count + level] = 1;
      else if (!leavesOut) throw new OnnxFault('The model does not score levels that its training never saw.');
    }
    return [made];
  };
}

/** Each row divided by its greatest value, the sum of its sizes, or its length. A row of zeros stays. */
function normalise(value: NumbersValue, norm: 'MAX' | 'L1' | 'L2'): TensorValue {
  const { rows, width } = tableShape(value);
  const made = emptyNumbers('float', value.dims);
  for (let row = 0; row < rows; row++) {
    const own = value.data.subarray(row * width, (row + 1) * width);
    let size = norm === 'MAX' ? Number.NEGATIVE_INFINITY : 0;
    for (const number of own) {
      size = norm === 'MAX' ? Math.max(size, number) : size + (norm === 'L1' ? Math.abs(number) : number * number);
    }
    const divisor = norm === 'L2' ? Math.sqrt(size) : size;
    for (const [position, number] of own.entries()) {
      made.data[row * width + position] = divisor === 0 ? number : number / divisor;
    }
  }
  return made;
}

/** The wanted positions of the last dimension, for every row. */
function pickColumns(values: TensorValue | undefined, { data: wanted }: NumbersValue): TensorValue {
  if (values === undefined) throw new OnnxFault('A step of the model misses a value.');
  const width = values.dims.at(-1) ?? 0;
  if (wanted.some((position) => !Number.isInteger(position) || position < 0 || position >= width)) {
    throw new OnnxFault('A step of the model picks a column that is not there.');
  }
  const rows = values.data.length / width;
  const dims = [...(values.dims.length < 2 ? [1] : values.dims.slice(0, -1)), wanted.length];
  const from = Array.from({ length: rows }, (_, row) =>
    Array.from(wanted, (position) => row * width + position),
  ).flat();
  if (values.kind === 'texts')
    return { kind: 'texts', dims, data: from.map((position) => values.data[position] ?? '') };
  const made = emptyNumbers(values.type, dims);
  for (const [position, own] of from.entries()) made.data[position] = values.data[own] as number;
  return made;
}
