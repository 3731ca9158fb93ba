import type { EstimateWithInterval } from '../statistics/index.ts';
import { type ColumnDrift, columnDrifts } from './column-drift.ts';
import { type ColumnWeight, columnWeights } from './column-weights.ts';
import { crossValidate } from './cross-validate.ts';
import { DEFAULT_SETTINGS, type FamilySettings } from './fit-model.ts';
import { crossValidationFolds, orderInTime } from './folds.ts';
import { type CheckRules, fitHeldOut, splitOnce } from './held-out.ts';
import { type FoundLeaks, findLeaks, type LeakSuspect } from './leak-suspects.ts';
import { differenceOf, estimateOf, type Measured, type MeasureKind, measureKindOf, measureScores } from './measured.ts';
import type { Column, Family } from './model.ts';
import { type Comparison, lastKnown } from './opponents.ts';
import { baseOf, type ProtectedColumn, proxiesOf } from './protected-proxies.ts';
import { randomNumbers } from './random.ts';
import { compareAll } from './signal-opponents.ts';
import type { SimpleRule } from './simple-rule.ts';
import { type NoTraining, whyNot } from './train-model.ts';
import { requireConsistent, rowCount, selectRows, type TrainingTable } from './training-table.ts';
import { type UselessColumn, usableColumns } from './usable-columns.ts';

/** What is asked of the data. */
export interface SignalQuestion {
  /** The columns known at the moment of prediction, and the target; times where rows have an order in time. */
  readonly table: TrainingTable;
  /** The unit of each row; null where rows have none. */
  readonly units: Int32Array | null;
  /** False where the rows are a choice of more: then nobody knows what was last. */
  readonly hasAllRows: boolean;
  /** Attributes that must not be stood in for; they need not be among the columns of the table. */
  readonly protectedColumns: readonly Column[];
  /** The rule of thumb of whoever decides today. */
  readonly rule: SimpleRule | null;
}

/** The parts of a check, in their order. */
export const SIGNAL_PHASES = ['quality', 'traps', 'again', 'columns', 'protected'] as const;

/** A part of a check. */
export type SignalPhase = (typeof SIGNAL_PHASES)[number];

/** How a check runs. */
export interface SignalOptions {
  readonly seed: number;
  readonly onPhase?: (phase: SignalPhase) => void;
  readonly shouldStop?: () => boolean;
}

/** Quality on rows that the models had not seen. */
export interface SignalQuality {
  /** Rows dealt to folds at random. */
  readonly shuffled: EstimateWithInterval;
  /** Learned from the earliest 70 %, checked on the latest 30 %; null where rows have no order. */
  readonly inTime: EstimateWithInterval | null;
}

/** How the target itself changed: its mean (the share of the second class, or the number) by thirds of the rows in time. */
export interface TargetOverTime {
  readonly earliest: number;
  readonly latest: number;
}

/** Whether there is anything to predict, by what, and which traps lie in the data. */
export interface SignalFound {
  readonly kind: 'checked';
  readonly measuredBy: MeasureKind;
  /** Rows that were used, of all that were given. */
  readonly rows: number;
  readonly ofRows: number;
  /** Two classes: share of the second one; several: of the most frequent one; numbers: their mean. */
  readonly base: number;
  /** With the columns that look honest; with all columns where none looks honest. */
  readonly quality: SignalQuality;
  /** With all columns, the suspicious ones included; null where none is suspicious. */
  readonly withSuspects: SignalQuality | null;
  readonly isSuspectsOnly: boolean;
  /** The most explainable family that is as good, and what boosting gains over a weighted sum. */
  readonly family: Family;
  readonly gainOfTrees: EstimateWithInterval | null;
  readonly comparisons: readonly Comparison[];
  readonly columns: readonly ColumnWeight[];
  readonly suspects: readonly LeakSuspect[];
  readonly useless: readonly UselessColumn[];
  readonly drifts: readonly ColumnDrift[];
  readonly targetOverTime: TargetOverTime | null;
  readonly protectedColumns: readonly ProtectedColumn[];
}

/** The result of a check, or why there is none. */
export type SignalCheck =
  | SignalFound
  | { readonly kind: 'stopped' }
  | { readonly kind: 'unavailable'; readonly reason: NoTraining };

/** Most rows that a check learns from: beyond them quality changes less than its interval, time grows. */
export const SIGNAL_ROWS = 10_000;

/** Fast settings: a check says whether there is anything, a training gets the last hundredth. */
const SETTINGS: FamilySettings = {
  ...DEFAULT_SETTINGS,
  boosting: { maxRounds: 120, learningRate: 0.1, maxLeaves: 15, minRowsPerLeaf: 20, l2: 1, patience: 15 },
};
const FOLDS = 5;

/**
 * Looks whether the target can be predicted at all, against simple opponents, and for traps. The same question and seed
 * give the same answer to the last bit.
 *
 * @throws RangeError when the table contradicts itself.
 */
export function checkSignal(question: SignalQuestion, options: SignalOptions): SignalCheck {
  requireConsistent(question.table);
  const sampled = sample(question, options.seed);
  const { usable, useless } = usableColumns(sampled.table.columns);
  const table: TrainingTable = { ...sampled.table, columns: usable };
  const reason = whyNot(table);
  if (reason !== null) return { kind: 'unavailable', reason };
  const rules: CheckRules = {
    settings: SETTINGS,
    seed: options.seed,
    shouldStop: options.shouldStop ?? (() => false),
  };
  const enter = (phase: SignalPhase): void => options.onPhase?.(phase);

  enter('quality');
  const whole = shuffledQuality(table, 'boosting', rules);
  if (whole.kind !== 'measured') return whole;
  enter('traps');
  const leaks = findLeaks(table, rules);
  if (leaks === null) return { kind: 'stopped' };
  enter('again');
  const again = withoutSuspects(table, leaks, whole, rules);
  if (again.kind !== 'again') return again;
  enter('columns');
  const fold = splitOnce(again.table, rules.seed);
  const heldOut = fitHeldOut(again.table, again.family, fold, rules);
  const wholeInTime = leaks.suspects.length > 0 ? qualityInTime(table, again.family, rules) : null;
  if (heldOut === null || wholeInTime === 'stopped') return { kind: 'stopped' };
  const inTime = table.times === null ? null : measureScores(heldOut.kept.target, heldOut.scores);
  enter('protected');
  const protectedColumns: ProtectedColumn[] = [];
  for (const column of sampled.protectedColumns) {
    const found = proxiesOf(column, table.columns, rules);
    if (found === 'stopped') return { kind: 'stopped' };
    if (found !== null) protectedColumns.push(found);
  }
  return {
    kind: 'checked',
    measuredBy: measureKindOf(table.target),
    rows: rowCount(table),
    ofRows: rowCount(question.table),
    base: baseRate(table),
    quality: { shuffled: estimateOf(again.measured), inTime: inTime === null ? null : estimateOf(inTime) },
    withSuspects: leaks.suspects.length === 0 ? null : { shuffled: estimateOf(whole.measured), inTime: wholeInTime },
    isSuspectsOnly: again.isSuspectsOnly,
    family: again.family,
    gainOfTrees: again.gainOfTrees,
    comparisons: compareAll(
      {
        table: again.table,
        rule: question.rule,
        ruleColumns: [...sampled.table.columns, ...sampled.protectedColumns],
        last: sampled.last,
        isLastOfUnit: question.units !== null,
        seed: rules.seed,
      },
      table.times === null
        ? { rows: null, scores: again.scores, training: table.target }
        : { rows: heldOut.rows, scores: heldOut.scores, training: selectRows(table, fold.training).target },
    ),
    columns: columnWeights(heldOut, randomNumbers(rules.seed)),
    suspects: leaks.suspects,
    useless,
    drifts: table.times === null ? [] : columnDrifts(table.columns, table.times),
    targetOverTime: targetOverTime(table),
    protectedColumns,
  };
}

interface Sampled {
  readonly table: TrainingTable;
  readonly protectedColumns: readonly Column[];
  /** The last known target of each sampled row; null where nobody knows. */
  readonly last: Float64Array | null;
}

/** At most `SIGNAL_ROWS` rows, in their order; what was last is looked up before rows are left out. */
function sample({ table, units, hasAllRows, protectedColumns }: SignalQuestion, seed: number): Sampled {
  const { target, times } = table;
  const values = target.kind === 'number' ? target.values : target.codes;
  const last = times === null || !hasAllRows ? null : lastKnown(values, times, units);
  const count = rowCount(table);
  if (count <= SIGNAL_ROWS) return { table, protectedColumns, last };
  const rows = randomNumbers(seed).permutation(count).slice(0, SIGNAL_ROWS).sort();
  return {
    table: selectRows(table, rows),
    protectedColumns: selectRows({ ...table, columns: protectedColumns }, rows).columns,
    last: last === null ? null : Float64Array.from(rows, (row) => last[row] as number),
  };
}

type Shuffled =
  | {
      readonly kind: 'measured';
      readonly measured: Measured;
      readonly scores: readonly Float64Array[];
    }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'unavailable'; readonly reason: NoTraining };

function shuffledQuality(table: TrainingTable, family: Family, rules: CheckRules): Shuffled {
  const unordered = { ...table, times: null };
  const folds = crossValidationFolds(unordered, FOLDS, randomNumbers(rules.seed));
  const validated = crossValidate(unordered, family, folds, { ...rules, directions: [] }, () => {});
  if (validated.kind !== 'validated') return validated;
  const measured = measureScores(table.target, validated.outOfFold);
  return measured === null
    ? { kind: 'unavailable', reason: 'one_value' }
    : { kind: 'measured', measured, scores: validated.outOfFold };
}

interface Again {
  readonly kind: 'again';
  readonly table: TrainingTable;
  readonly measured: Measured;
  readonly scores: readonly Float64Array[];
  readonly family: Family;
  readonly gainOfTrees: EstimateWithInterval;
  readonly isSuspectsOnly: boolean;
}

/**
 * Both families on the columns that look honest. The weighted sum is chosen unless trees are better by more than one
 * standard error of the difference, the rule of Breiman et al. (1984) on the same rows.
 */
function withoutSuspects(
  table: TrainingTable,
  { suspects }: FoundLeaks,
  whole: Extract<Shuffled, { kind: 'measured' }>,
  rules: CheckRules,
): Again | Exclude<Shuffled, { kind: 'measured' }> {
  const names = new Set(suspects.map(({ name }) => name));
  const honest = table.columns.filter(({ name }) => !names.has(name));
  const isSuspectsOnly = honest.length === 0;
  const isSame = isSuspectsOnly || suspects.length === 0;
  const own = isSame ? table : { ...table, columns: honest };
  const linear = shuffledQuality(own, 'linear', rules);
  if (linear.kind !== 'measured') return linear;
  const trees = isSame ? whole : shuffledQuality(own, 'boosting', rules);
  if (trees.kind !== 'measured') return trees;
  const gainOfTrees = differenceOf(trees.measured, linear.measured);
  const isLinear = gainOfTrees.estimate <= gainOfTrees.standardError;
  const { measured, scores } = isLinear ? linear : trees;
  return {
    kind: 'again',
    table: own,
    measured,
    scores,
    family: isLinear ? 'linear' : 'boosting',
    gainOfTrees,
    isSuspectsOnly,
  };
}

function qualityInTime(
  table: TrainingTable,
  family: Family,
  rules: CheckRules,
): EstimateWithInterval | 'stopped' | null {
  if (table.times === null) return null;
  const heldOut = fitHeldOut(table, family, splitOnce(table, rules.seed), rules);
  if (heldOut === null) return 'stopped';
  const measured = measureScores(heldOut.kept.target, heldOut.scores);
  return measured === null ? null : estimateOf(measured);
}

function baseRate({ target }: TrainingTable): number {
  if (target.kind === 'multiclass') return baseOf(target);
  return meanOfTarget(target.kind === 'number' ? target.values : target.codes);
}

function targetOverTime({ target, times }: TrainingTable): TargetOverTime | null {
  if (times === null || target.kind === 'multiclass') return null;
  const values = target.kind === 'number' ? target.values : target.codes;
  const order = orderInTime(times);
  const third = Math.floor(order.length / 3);
  const meanOf = (rows: Uint32Array): number => meanOfTarget(Float64Array.from(rows, (row) => values[row] as number));
  return { earliest: meanOf(order.slice(0, third)), latest: meanOf(order.slice(order.length - third)) };
}

function meanOfTarget(values: Float64Array | Int32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
