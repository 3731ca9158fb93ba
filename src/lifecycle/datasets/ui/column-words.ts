import { formatCount, formatNumber, formatPercent, formatPlural } from '../../../web/kit/index.ts';
import type { Version } from './dataset-queries.ts';

/** A column as the profile has it. */
export type ProfiledColumn = NonNullable<Version['profile']>['columns'][number];

/** How a column was read. */
export type ReadColumn = Version['readings'][number];

/** The words on screen for the types of columns. */
export const TYPE_NAME: Readonly<Record<ProfiledColumn['type'], string>> = {
  number: 'Number',
  'yes-no': 'Yes or no',
  time: 'Date or time',
  text: 'Words',
  id: 'Name of a thing',
};

/** A number in at most four digits that matter, without a false precision. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e15) return formatCount(value);
  if (size >= 1_000) return formatCount(Math.round(value));
  if (size > 0 && size < 0.001) return value.toExponential(2);
  return formatNumber(value, size >= 100 ? 1 : size >= 1 ? 2 : 4);
}

/** A moment as a day, with the time where the range is short. */
export function moment(ms: number, rangeMs = Number.POSITIVE_INFINITY): string {
  const iso = new Date(ms).toISOString();
  return rangeMs < 3 * 86_400_000 ? iso.slice(0, 16).replace('T', ' ') : iso.slice(0, 10);
}

/** Yes and no as people write them; other words as they stand. */
export function valueWords(type: ProfiledColumn['type'], value: string): string {
  if (type !== 'yes-no') return value === '' ? '(empty)' : value;
  return value === 'true' ? 'Yes' : 'No';
}

/**
 * What a column looks like in one line: its typical range, its words, or its times.
 * @param withheld columns whose words are not shown to whoever reads
 */
export function shapeInWords(
  { name, type, shape, distinct, isDistinctExact }: ProfiledColumn,
  withheld: readonly string[],
): string {
  if (withheld.includes(name)) return 'Its words are about persons and shown at the table alone';
  if (!shape) return 'Every row is empty';
  if (shape.kind === 'number') {
    const [low, high] = [shape.quantiles[5] ?? 0, shape.quantiles[95] ?? 0];
    return low === high ? `Nearly always ${figure(low)}` : `Nine in ten between ${figure(low)} and ${figure(high)}`;
  }
  if (shape.kind === 'time') return `${moment(shape.from)} to ${moment(shape.to)}`;
  const count = `${isDistinctExact ? '' : 'about '}${formatCount(distinct)}`;
  if (type === 'id') return `${count} different`;
  const rows = shape.otherRows + shape.top.reduce((sum, { rows: some }) => sum + some, 0);
  const most = shape.top[0]?.rows ?? 0;
  // Names of rows: the share of each is next to nothing.
  if (distinct > 2 && most <= 1) return `${count} different, none twice`;
  if (distinct > 2 && most < rows / 100) return `${count} different, each in under 1% of the rows`;
  const named = shape.top
    .slice(0, 2)
    .map(({ value, rows: some }) => `${valueWords(type, value)} ${formatPercent(some / rows, 0)}`)
    .join(', ');
  return distinct > 2 && type === 'text' ? `${named}; ${count} different` : named;
}

/** What somebody should look at in a column, in sentences; empty when nothing stands out. */
export function remarksOn(
  column: ProfiledColumn,
  read: ReadColumn | undefined,
  { rows, withheld }: { readonly rows: number; readonly withheld: readonly string[] },
): readonly string[] {
  const { name, shape, distinct, missing, type } = column;
  const remarks: string[] = [];
  const isEmpty = !shape && !withheld.includes(name);
  if (isEmpty) remarks.push('Every row is empty: nothing can be learned from it.');
  else if (distinct === 1 && missing === 0)
    remarks.push('Every row has the same value: nothing can be learned from it.');
  // Whether a cell is filled may tell a lot, as a reason for leaving does.
  else if (distinct === 1)
    remarks.push('Every filled row has the same value: only whether it is filled can tell anything.');
  if (!isEmpty && missing > rows / 2) remarks.push(`${formatPercent(missing / rows, 0)} of the rows are empty.`);
  if (read && read.unfit > 0) {
    remarks.push(
      `${formatPlural(read.unfit, 'cell was', 'cells were')} not a ${TYPE_NAME[read.type].toLowerCase()} and ${read.unfit === 1 ? 'counts' : 'count'} as empty${read.unfitExamples.length === 0 ? '' : `: ${read.unfitExamples.join(', ')}`}.`,
    );
  }
  if (read && !read.isCertain) remarks.push('Day and month can be read both ways. Say which comes first.');
  if (shape?.kind === 'number' && shape.farOut > 0) {
    remarks.push(`${formatPlural(shape.farOut, 'row lies', 'rows lie')} far outside of the rest.`);
  }
  if ((type === 'id' || type === 'text') && rows > 20 && distinct === rows) {
    remarks.push('Every row has a value of its own: it names the row and tells nothing about others.');
  }
  return remarks;
}
