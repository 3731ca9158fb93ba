import { columnGroups } from './column-groups.ts';
import type { Column } from './model.ts';
import { type Comparison, compareWith, guessScores, type Opponent } from './opponents.ts';
import { randomNumbers } from './random.ts';
import { scoreAlone } from './score-alone.ts';
import { ruleScores, type SimpleRule, unknownLast } from './simple-rule.ts';
import { rowCount, selectRows, type TargetValues, type TrainingTable } from './training-table.ts';

/** What the opponents of a check are made of. */
export interface OpponentsOf {
  readonly table: TrainingTable;
  readonly rule: SimpleRule | null;
  /** Columns that the rule may name: also those that the model does not get. */
  readonly ruleColumns: readonly Column[];
  /** The last known target of each row, NaN where there is none; null where nobody knows. */
  readonly last: Float64Array | null;
  /** Whether the last is that of the row's unit; else that of the row before. */
  readonly isLastOfUnit: boolean;
  readonly seed: number;
}

/** The rows on which all are compared (null: all of the table), the model's scores of them, and what it learned from. */
export interface CheckedRows {
  readonly rows: Uint32Array | null;
  readonly scores: readonly Float64Array[];
  readonly training: TargetValues;
}

/** The model beside a guess, the rule of thumb, and "same as last", as far as there is one. */
export function compareAll(of: OpponentsOf, checked: CheckedRows): Comparison[] {
  const { table, seed } = of;
  const rows = checked.rows ?? Uint32Array.from({ length: rowCount(table) }, (_, row) => row);
  const target = selectRows(table, rows).target;
  const order = randomNumbers(seed).permutation(rowCount(table));
  const rule = of.rule === null ? null : scoresOfRule(of.rule, of.ruleColumns, table.target, order);
  return [
    compareWith('guess', target, checked.scores, guessScores(checked.training, rows.length)),
    rule === null ? null : compareWith('rule', target, checked.scores, pickRows(rule, rows)),
    of.last === null
      ? null
      : compareWithLast(of.last, of.isLastOfUnit ? 'last' : 'row-before', table, rows, checked.scores),
  ].filter((one) => one !== null);
}

/**
 * A rule orders rows of two classes by itself. For numbers and several classes it says what the target was on average
 * where it gave the same answer, over other rows of the whole table: rather too good than too bad an opponent.
 */
function scoresOfRule(
  rule: SimpleRule,
  columns: readonly Column[],
  target: TargetValues,
  order: Uint32Array,
): readonly Float64Array[] | null {
  const column = columns.find(({ name }) => name === rule.column);
  const scores = column === undefined ? null : ruleScores(rule, column);
  if (scores === null) return null;
  if (target.kind === 'binary') return [unknownLast(scores)];
  return scoreAlone(
    columnGroups({ kind: 'number', name: rule.column, values: Float32Array.from(scores) }),
    target,
    order,
  );
}

function compareWithLast(
  last: Float64Array,
  opponent: Opponent,
  table: TrainingTable,
  rows: Uint32Array,
  scores: readonly Float64Array[],
): Comparison | null {
  const known = [...rows.keys()].filter((place) => !Number.isNaN(last[rows[place] as number]));
  const places = Uint32Array.from(known);
  const ownRows = Uint32Array.from(places, (place) => rows[place] as number);
  const target = selectRows(table, ownRows).target;
  const values = Float64Array.from(ownRows, (row) => last[row] as number);
  const answers =
    target.kind === 'multiclass'
      ? target.classes.map((_, code) => values.map((own) => (own === code ? 1 : 0)))
      : [values];
  return compareWith(opponent, target, pickRows(scores, places), answers);
}

function pickRows(scores: readonly Float64Array[], rows: Uint32Array): Float64Array[] {
  return scores.map((own) => Float64Array.from(rows, (row) => own[row] as number));
}
