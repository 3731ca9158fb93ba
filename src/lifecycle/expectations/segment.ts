import { z } from 'zod';
import type { SourceValues } from '../training/index.ts';
import { EXPECTATION_LIMITS } from './expectation-limits.ts';

const column = z.string().min(1).max(500);
const amount = z.number();

/** What a row has to be like in one column. Yes and no are the words `yes` and `no`, whatever the file wrote. */
export const conditionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('over'), column, value: amount }),
  z.object({ kind: z.literal('under'), column, value: amount }),
  z.object({ kind: z.literal('between'), column, from: amount, to: amount }),
  z.object({
    kind: z.literal('is'),
    column,
    words: z.array(z.string().max(500)).min(1).max(EXPECTATION_LIMITS.words).readonly(),
  }),
  z.object({ kind: z.literal('missing'), column }),
]);

/** What a row has to be like in one column. */
export type Condition = z.infer<typeof conditionSchema>;

/** Rows that meet every condition; without any, all rows. */
export const segmentSchema = z.array(conditionSchema).max(EXPECTATION_LIMITS.conditions).readonly();

/** Rows that meet every condition; without any, all rows. */
export type Segment = z.infer<typeof segmentSchema>;

/** The columns of a table by their names. */
export type ColumnsByName = ReadonlyMap<string, SourceValues>;

/** Columns that a segment asks about. */
export function columnsOfSegment(segment: Segment): readonly string[] {
  return segment.map((condition) => condition.column);
}

/**
 * Tells whether a row is in a segment.
 * @throws RangeError when the table lacks a column of the segment.
 */
export function segmentTest(segment: Segment, columns: ColumnsByName): (row: number) => boolean {
  const tests = segment.map((condition) => conditionTest(condition, columns));
  return (row) => tests.every((test) => test(row));
}

function conditionTest(condition: Condition, columns: ColumnsByName): (row: number) => boolean {
  const values = columns.get(condition.column);
  if (values === undefined) throw new RangeError(`the table has no column ${condition.column}`);
  switch (condition.kind) {
    case 'missing':
      return (row) => cellOf(values, row) === null;
    case 'is': {
      const words = new Set(condition.words);
      return (row) => {
        const cell = cellOf(values, row);
        return typeof cell === 'number'
          ? words.has(numberWord(cell)) || words.has(String(cell))
          : words.has(cell ?? '');
      };
    }
    case 'over':
      return (row) => numberIn(values, row) > condition.value;
    case 'under':
      return (row) => numberIn(values, row) < condition.value;
    case 'between':
      return (row) => {
        const value = numberIn(values, row);
        return value >= condition.from && value <= condition.to;
      };
  }
}

/** The value of a cell: a number (1 and 0 for yes and no), a word, or null where it is missing. */
export function cellOf(values: SourceValues, row: number): number | string | null {
  if (values.kind === 'category') {
    const code = values.codes[row] ?? -1;
    return code < 0 ? null : (values.levels[code] ?? null);
  }
  const value = values.values[row] ?? Number.NaN;
  return Number.isFinite(value) ? value : null;
}

/** A missing value compares with nothing, so it is neither over nor under. */
function numberIn(values: SourceValues, row: number): number {
  const cell = cellOf(values, row);
  return typeof cell === 'number' ? cell : Number.NaN;
}

function numberWord(cell: number): string {
  if (cell === 1) return 'yes';
  return cell === 0 ? 'no' : String(cell);
}
