import { describe, expect, it } from 'vitest';
import { columnFacts, usualValue } from './column-facts.ts';
import type { SourceRows, SourceValues } from './columns-source.ts';
import { makeTable, type TableWish } from './make-table.ts';

const numbers = (name: string, values: readonly number[]): SourceValues => ({
  kind: 'number',
  name,
  values: Float32Array.from(values),
});
const words = (name: string, levels: readonly string[], codes: readonly number[]): SourceValues => ({
  kind: 'category',
  name,
  levels,
  codes: Int32Array.from(codes),
});
const source = (...columns: readonly SourceValues[]): SourceRows => {
  const [first] = columns;
  const rows = first?.kind === 'category' ? first.codes.length : (first?.values.length ?? 0);
  return { tableRows: rows, rows, columns };
};
const wish = (wishes: Partial<TableWish> = {}): TableWish => ({
  target: 'left',
  isYesNo: false,
  outcome: null,
  moment: null,
  leftOut: [],
  ...wishes,
});

describe('the table that a model learns from', () => {
  it('has the rows whose outcome is known, and says how many had none', () => {
    const made = makeTable(source(words('left', ['No', 'Yes'], [0, 1, -1, 0]), numbers('calls', [1, 2, 3, 4])), wish());
    expect(made).toMatchObject({ kind: 'made', rowsWithout: 1, places: Uint32Array.of(0, 1, 3) });
    expect(made).toMatchObject({ table: { target: { classes: ['No', 'Yes'], codes: Int32Array.of(0, 1, 0) } } });
  });

  it('foresees the value that was named, else the one that reads as yes, else the rarer one', () => {
    const classesOf = (levels: readonly string[], codes: readonly number[], outcome: string | null = null) => {
      const made = makeTable(source(words('left', levels, codes), numbers('calls', [1, 2, 3])), wish({ outcome }));
      return made.kind === 'made' && made.table.target.kind === 'binary' ? made.table.target.classes[1] : made;
    };
    expect(classesOf(['Yes', 'No'], [0, 0, 1])).toBe('Yes');
    expect(classesOf(['Yes', 'No'], [0, 0, 1], 'No')).toBe('No');
    expect(classesOf(['stayed', 'left'], [0, 1, 0])).toBe('left');
    expect(classesOf(['stayed', 'left'], [0, 1, 0], 'gone')).toEqual({ kind: 'unavailable', reason: 'no_outcome' });
  });

  it('takes two numbers for two outcomes, and calls them no and yes where they mean that', () => {
    const target = numbers('left', [1, 0, 1]);
    const made = (isYesNo: boolean) => makeTable(source(target, numbers('calls', [1, 2, 3])), wish({ isYesNo }));
    expect(made(false)).toMatchObject({ table: { target: { classes: ['0', '1'], codes: Int32Array.of(1, 0, 1) } } });
    expect(made(true)).toMatchObject({ table: { target: { classes: ['no', 'yes'] } } });
  });

  it('learns from no moment, no column with one value and no names, and says so', () => {
    const many = Array.from({ length: 300 }, (_, row) => row);
    const made = makeTable(
      source(
        numbers(
          'left',
          many.map((row) => row % 2),
        ),
        { kind: 'time', name: 'day', values: Float64Array.from(many) },
        words('name', many.map(String), many),
        numbers(
          'always',
          many.map(() => 7),
        ),
        numbers('calls', many),
      ),
      wish({ moment: 'day' }),
    );
    expect(made).toMatchObject({
      unused: [
        { column: 'day', reason: 'moment' },
        { column: 'name', reason: 'names' },
        { column: 'always', reason: 'one_value' },
      ],
    });
    expect(made.kind === 'made' && made.table.columns.map(({ name }) => name)).toEqual(['calls']);
    expect(made.kind === 'made' && made.table.times?.length).toBe(300);
  });

  it('counts an infinite amount as missing', () => {
    const made = makeTable(source(numbers('left', [0, 1, 0]), numbers('calls', [1, Infinity, 3])), wish());
    expect(made).toMatchObject({ table: { columns: [{ values: Float32Array.of(1, Number.NaN, 3) }] } });
  });
});

describe('what is usual in a column', () => {
  it('leaves missing values aside and tells how many there are', () => {
    const values = Float32Array.from([...Array.from({ length: 11 }, (_, at) => at), Number.NaN]);
    const facts = columnFacts({ kind: 'number', name: 'calls', values });
    expect(facts).toMatchObject({ least: 0, low: 1, middle: 5, high: 9, most: 10 });
    expect(facts.missing).toBeCloseTo(1 / 12);
    expect(usualValue(facts)).toBe(5);
  });

  it('tells the most frequent words first', () => {
    const codes = Int32Array.of(1, 1, 0, -1);
    const facts = columnFacts({ kind: 'category', name: 'contract', levels: ['yearly', 'monthly'], codes });
    expect(facts).toMatchObject({ missing: 0.25, levels: [{ level: 'monthly' }, { level: 'yearly' }] });
    expect(usualValue(facts)).toBe('monthly');
  });
});
