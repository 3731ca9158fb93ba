import { wilsonInterval } from '../statistics/index.ts';
import { type ColumnGroups, columnGroups, missingMarks } from './column-groups.ts';
import type { Column } from './model.ts';
import type { TargetValues } from './training-table.ts';

/** Rows of a column that are alike: a level, a stretch of numbers, all missing or all filled rows. */
export type AlikeRows =
  | { readonly kind: 'level'; readonly level: string }
  | { readonly kind: 'numbers'; readonly from: number; readonly to: number }
  | { readonly kind: 'missing' }
  | { readonly kind: 'filled' };

/** Why a column looks as if its value were only known after the outcome. */
export type LeakSign =
  /** Alone it predicts almost without error; `skill` is 0 (nothing) to 1 (all). */
  | { readonly kind: 'near-perfect'; readonly skill: number }
  /** Alone it tells clearly more than all other columns together, both as skill. */
  | { readonly kind: 'outweighs-others'; readonly alone: number; readonly others: number }
  /** It carries this share of all that the columns carry. */
  | { readonly kind: 'carries-nearly-all'; readonly share: number }
  /** Where it says this, the rare class follows almost always: of `rows`, the share `rate`, otherwise `otherRate`. */
  | {
      readonly kind: 'only-when-it-happened';
      readonly where: AlikeRows;
      readonly className: string;
      readonly rows: number;
      readonly rate: number;
      readonly otherRate: number;
    }
  /** Whether it is filled at all tells the outcome, as skill. */
  | { readonly kind: 'missing-tells'; readonly skill: number };

/** Skill of one column alone from which it is nearly the answer itself: an AUC of 0.98, 96 % of the variance. */
export const NEARLY_PERFECT = 0.96;
/** Skill of the mere missing marks from which they are suspicious: an AUC of 0.65. */
export const MISSING_TELLS = 0.3;
/** Share of the weight of all columns that one alone rarely has honestly. */
export const NEARLY_ALL = 0.7;

/** A class is rare up to this share; more frequent ones fill groups by chance. */
const RARE = 0.3;
/** Lower end of the 95 % interval of the rare class's share from which a group is as good as only of that class. */
const PURE = 0.85;
/** Share of the rare class's rows that such groups must hold together: fewer are a curiosity. */
const LEAST_SHARE_OF_CLASS = 0.02;

/** The sign that some value of the column, or its being filled, occurs only with the rare one of two classes; else null. */
export function onlyWhenItHappened(column: Column, groups: JudgedGroups, target: TargetValues): LeakSign | null {
  if (target.kind !== 'binary') return null;
  const rows = target.codes.length;
  const ones = target.codes.reduce((sum, code) => sum + (code === 1 ? 1 : 0), 0);
  const rare = ones * 2 <= rows ? 1 : 0;
  const rareRows = rare === 1 ? ones : rows - ones;
  if (rareRows === 0 || rareRows / rows > RARE) return null;
  const filling = groups.marks === null ? null : purest(groups.marks, target.codes, rare, rareRows);
  const found = filling ?? purest(groups.all, target.codes, rare, rareRows);
  if (found === null) return null;
  const where: AlikeRows =
    found === filling ? { kind: found.group === 1 ? 'missing' : 'filled' } : describe(column, groups.all, found.group);
  return {
    kind: 'only-when-it-happened',
    where,
    className: target.classes[rare],
    rows: found.rows,
    rate: found.events / found.rows,
    otherRate: (rareRows - found.events) / Math.max(1, rows - found.rows),
  };
}

/** The largest group that is as good as only of the rare class. */
function purest(
  { count, groupOf }: ColumnGroups,
  codes: Int32Array,
  rare: number,
  rareRows: number,
): { readonly group: number; readonly rows: number; readonly events: number } | null {
  const rows = new Float64Array(count);
  const events = new Float64Array(count);
  for (const [row, group] of groupOf.entries()) {
    rows[group] = (rows[group] as number) + 1;
    if (codes[row] === rare) events[group] = (events[group] as number) + 1;
  }
  const pure = Array.from(rows, (units, group) => ({ group, rows: units, events: events[group] as number })).filter(
    (group) => group.rows > 0 && wilsonInterval({ units: group.rows, events: group.events }).lower >= PURE,
  );
  const together = pure.reduce((sum, group) => sum + group.events, 0);
  if (together < LEAST_SHARE_OF_CLASS * rareRows) return null;
  return pure.sort((a, b) => b.rows - a.rows || a.group - b.group)[0] ?? null;
}

function describe(column: Column, { count, groupOf }: ColumnGroups, group: number): AlikeRows {
  if (group === count - 1) return { kind: 'missing' };
  if (column.kind === 'category') return { kind: 'level', level: column.levels[group] ?? '' };
  let [from, to] = [Infinity, -Infinity];
  for (const [row, own] of groupOf.entries()) {
    if (own !== group) continue;
    from = Math.min(from, column.values[row] as number);
    to = Math.max(to, column.values[row] as number);
  }
  return { kind: 'numbers', from, to };
}

/** A column's rows in groups, and by whether it is filled where it has both filled and missing rows. */
export interface JudgedGroups {
  readonly all: ColumnGroups;
  readonly marks: ColumnGroups | null;
}

/** The groups by which a column is judged. */
export function groupsToJudge(column: Column): JudgedGroups {
  const marks = missingMarks(column);
  const isMixed = marks.includes(0) && marks.includes(1);
  return { all: columnGroups(column), marks: isMixed ? { count: 2, groupOf: marks } : null };
}
