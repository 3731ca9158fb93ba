import type { EstimateWithInterval } from '../statistics/index.ts';
import { columnGroups } from './column-groups.ts';
import { type CheckRules, fitHeldOut, splitOnce } from './held-out.ts';
import { estimateOf, type MeasureKind, measureKindOf, measureScores, skillOf } from './measured.ts';
import type { CategoryColumn, Column } from './model.ts';
import { randomNumbers } from './random.ts';
import { scoreAlone } from './score-alone.ts';
import { selectRows, type TargetValues, type TrainingTable } from './training-table.ts';

/** How well the other columns give a protected attribute away. */
export interface ProtectedColumn {
  readonly name: string;
  readonly measuredBy: MeasureKind;
  /** Of all other columns together, on rows that the model had not seen. */
  readonly together: EstimateWithInterval;
  /** 0 (they say nothing about it) to 1 (they say it outright). */
  readonly skill: number;
  /** Each other column alone, as skill, the most telling first. */
  readonly columns: readonly { readonly name: string; readonly skill: number }[];
}

/** Skill from which one column alone stands in for a protected attribute. */
export const PROXY_SKILL = 0.3;

/** Levels of a protected attribute that are told apart; all rarer ones count as one. */
const MOST_LEVELS = 6;
/** Columns that are told: the most telling. */
const MOST_PROXIES = 10;

/** Predicts the protected column from the others; null where it has fewer than two values or too few rows. */
export function proxiesOf(
  protectedColumn: Column,
  others: readonly Column[],
  rules: CheckRules,
): ProtectedColumn | 'stopped' | null {
  const made = tableAbout(protectedColumn, others);
  if (made === null) return null;
  const kind = measureKindOf(made.target);
  const base = baseOf(made.target);
  const heldOut = fitHeldOut(made, 'boosting', splitOnce(made, rules.seed), rules);
  if (heldOut === null) return 'stopped';
  const together = measureScores(heldOut.kept.target, heldOut.scores);
  if (together === null) return null;
  const order = randomNumbers(rules.seed).permutation(
    made.target.kind === 'number' ? made.target.values.length : made.target.codes.length,
  );
  const columns = made.columns
    .map((column) => {
      const alone = measureScores(made.target, scoreAlone(columnGroups(column), made.target, order));
      return { name: column.name, skill: alone === null ? 0 : skillOf(kind, alone.estimate, base) };
    })
    .sort((a, b) => b.skill - a.skill)
    .slice(0, MOST_PROXIES);
  return {
    name: protectedColumn.name,
    measuredBy: kind,
    together: estimateOf(together),
    skill: skillOf(kind, together.estimate, base),
    columns,
  };
}

/** Share of the most frequent class; 0 for numbers. */
export function baseOf(target: TargetValues): number {
  if (target.kind === 'number') return 0;
  const counts = new Float64Array(target.classes.length);
  for (const code of target.codes) counts[code] = (counts[code] as number) + 1;
  return Math.max(...counts) / target.codes.length;
}

/** Fewest rows of an attribute, and of each of two groups, that are worth predicting. */
const LEAST_ROWS = 60;
const LEAST_ROWS_OF_A_GROUP = 20;

function tableAbout(column: Column, others: readonly Column[]): TrainingTable | null {
  const length = column.kind === 'number' ? column.values.length : column.codes.length;
  const present: number[] = [];
  for (let row = 0; row < length; row++) {
    const isPresent = column.kind === 'number' ? !Number.isNaN(column.values[row]) : (column.codes[row] as number) >= 0;
    if (isPresent) present.push(row);
  }
  if (present.length < LEAST_ROWS) return null;
  const all: TrainingTable = {
    columns: [column, ...others.filter(({ name }) => name !== column.name)],
    target: { kind: 'number', name: column.name, values: new Float64Array(length) },
    weights: null,
    times: null,
  };
  const [own, ...rest] = selectRows(all, Uint32Array.from(present)).columns;
  const target = own === undefined ? null : targetOfColumn(own);
  return target === null || rest.length === 0 ? null : { columns: rest, target, weights: null, times: null };
}

function targetOfColumn(column: Column): TargetValues | null {
  if (column.kind === 'category') return targetOfLevels(column);
  const distinct = new Set(column.values);
  if (distinct.size < 2) return null;
  if (distinct.size > 2) return { kind: 'number', name: column.name, values: Float64Array.from(column.values) };
  const [low = 0, high = 1] = [...distinct].sort((a, b) => a - b);
  return enoughOfEach({
    kind: 'binary',
    name: column.name,
    classes: [String(low), String(high)],
    codes: Int32Array.from(column.values, (value) => (value === high ? 1 : 0)),
  });
}

function targetOfLevels({ name, levels, codes }: CategoryColumn): TargetValues | null {
  const counts = levels.map((_, level) => ({ level, rows: 0 }));
  for (const code of codes) {
    const count = counts[code];
    if (count !== undefined) count.rows++;
  }
  const seen = counts.filter(({ rows }) => rows > 0).sort((a, b) => b.rows - a.rows || a.level - b.level);
  const named = seen.length <= MOST_LEVELS ? seen : seen.slice(0, MOST_LEVELS - 1);
  const codeOf = new Map(named.map(({ level }, code) => [level, code]));
  const own = codes.map((code) => codeOf.get(code) ?? named.length);
  const classes = named.map(({ level }) => levels[level] ?? '');
  if (seen.length > named.length) classes.push('all others');
  const [first, second, ...more] = classes;
  if (first === undefined || second === undefined) return null;
  if (more.length > 0) return { kind: 'multiclass', name, classes, codes: own };
  return enoughOfEach({ kind: 'binary', name, classes: [first, second], codes: own });
}

function enoughOfEach(target: Extract<TargetValues, { kind: 'binary' }>): TargetValues | null {
  const ones = target.codes.reduce((sum, code) => sum + code, 0);
  return Math.min(ones, target.codes.length - ones) >= LEAST_ROWS_OF_A_GROUP ? target : null;
}
