import type { Column } from './model.ts';
import type { OnnxPort } from './onnx-document.ts';
import { emptyNumbers, type NumberType, type TensorValue } from './tensor-value.ts';

/** A column that a foreign model asks for: an input of one column by its name, of several as `name[0]`, `name[1]`, ... */
export interface ForeignColumn {
  readonly kind: 'number' | 'category';
  readonly name: string;
}

/** The columns of all inputs, in order. */
export function columnsOfInputs(ports: readonly OnnxPort[]): ForeignColumn[] {
  return ports.flatMap((port) => {
    const kind = port.type === 'text' ? 'category' : 'number';
    const width = widthOf(port);
    return Array.from(
      { length: width },
      (_, at): ForeignColumn => ({ kind, name: width === 1 ? port.name : `${port.name}[${at}]` }),
    );
  });
}

/**
 * The values of the inputs for `count` rows from `start` on. A missing category is the empty text. A model that was `tried`
 * only takes 0 for a missing whole number, which when `scored` cannot be given.
 *
 * @throws RangeError when a column is missing, of the wrong kind, too short, or misses a whole number.
 */
export function inputValues(
  ports: readonly OnnxPort[],
  columns: readonly Column[],
  start: number,
  count: number,
  purpose: 'tried' | 'scored',
): Map<string, TensorValue> {
  const values = new Map<string, TensorValue>();
  let next = 0;
  for (const port of ports) {
    const own = columns.slice(next, next + widthOf(port));
    next += widthOf(port);
    values.set(
      port.name,
      port.type === 'text' ? textsOf(port, own, start, count) : numbersOf(port, own, start, count, purpose),
    );
  }
  if (next !== columns.length) throw new RangeError(`the model asks for ${next} columns, not ${columns.length}`);
  return values;
}

function widthOf({ dims }: OnnxPort): number {
  return dims[1] ?? 1;
}

function textsOf(port: OnnxPort, columns: readonly Column[], start: number, count: number): TensorValue {
  const data: string[] = [];
  for (let row = start; row < start + count; row++) {
    for (const column of columns) {
      const code = column.kind === 'category' ? column.codes[row] : undefined;
      if (column.kind !== 'category' || code === undefined)
        throw new RangeError(`the model asks for categories in ${column.name}`);
      data.push(code < 0 ? '' : (column.levels[code] ?? ''));
    }
  }
  return { kind: 'texts', dims: [count, widthOf(port)], data };
}

function numbersOf(
  port: OnnxPort,
  columns: readonly Column[],
  start: number,
  count: number,
  purpose: 'tried' | 'scored',
): TensorValue {
  const type: NumberType = port.type === null || port.type === 'text' ? 'float' : port.type;
  const width = widthOf(port);
  const made = emptyNumbers(type, [count, width]);
  const isWhole = type !== 'float' && type !== 'double';
  for (const [at, column] of columns.entries()) {
    for (let row = 0; row < count; row++) {
      const value = column.kind === 'number' ? column.values[start + row] : undefined;
      if (value === undefined) throw new RangeError(`the model asks for numbers in ${column.name}`);
      if (isWhole && !Number.isInteger(value) && purpose === 'scored') {
        throw new RangeError(`the model asks for whole numbers in ${column.name}, none missing`);
      }
      made.data[row * width + at] = isWhole && Number.isNaN(value) ? 0 : value;
    }
  }
  return made;
}
