import { ARMS, type Arm } from '../actions/index.ts';
import type { Metric } from '../framing/index.ts';
import type { OutcomeColumn, UnitColumns } from '../ledger/index.ts';

/** How a metric is counted on a unit. */
export type MetricKind = Metric['kind'];

/**
 * The matured units of one arm in one metric. The mean of `value` is the arm's rate, mean or ratio. One entry stands for a
 * unit, or for a cluster when whole clusters were assigned; `units` counts units in both cases.
 */
export interface ArmSample {
  readonly units: number;
  readonly value: Float64Array;
  /** 1 for a unit that the action reached in time, else 0; a share for clusters. */
  readonly reached: Float64Array;
  /** Money spent on the unit, in minor units. */
  readonly costCents: Float64Array;
  /** The KPI before the anchor; NaN where it is not known. */
  readonly preValue: Float64Array;
  /** The rows of the units in the columns they came from. */
  readonly rows: Uint32Array;
  /** Units with a value above 0. */
  readonly events: number;
  /** Units with at least one record. */
  readonly recorded: number;
  readonly sum: number;
  /** Sum of the denominators of a ratio; `null` for other metrics. */
  readonly denominator: number | null;
}

/** The samples of all arms in one metric. */
export interface MetricSamples {
  readonly kind: MetricKind;
  readonly arms: Readonly<Record<Arm, ArmSample>>;
  /** Whether one entry of the columns is a cluster and not a unit. */
  readonly isClustered: boolean;
  /** The recorded sum of every unit of the phase, by row; above 0 means that the unit had the event. */
  readonly eventSum: Float64Array;
}

/** What an action costs where the ledger does not say it. */
export interface CostRule {
  readonly costPerActionCents: number | null;
  /** Without any recorded action everybody in the action arm counts as acted upon. */
  readonly isReachMeasured: boolean;
}

/** How samples are drawn from the columns. */
export interface SampleRule extends CostRule {
  readonly kind: MetricKind;
  /** Latest anchor whose outcome is known. */
  readonly maturedUntilMs: number;
  /** Compare changes since before the anchor instead of values, for designs without a lottery. */
  readonly isChange: boolean;
}

/** The rows of each arm; units that were seen in more than one arm belong to none. */
export function rowsByArm(columns: UnitColumns): Readonly<Record<Arm, Uint32Array>> {
  const sizes = ARMS.map(() => 0);
  for (let row = 0; row < columns.count; row += 1) {
    if (columns.isMixed[row] === 0) sizes[columns.arm[row] ?? 0] = (sizes[columns.arm[row] ?? 0] ?? 0) + 1;
  }
  const rows = ARMS.map((_, arm) => new Uint32Array(sizes[arm] ?? 0));
  const filled = ARMS.map(() => 0);
  for (let row = 0; row < columns.count; row += 1) {
    if (columns.isMixed[row] !== 0) continue;
    const arm = columns.arm[row] ?? 0;
    const place = filled[arm] ?? 0;
    const list = rows[arm];
    if (list) list[place] = row;
    filled[arm] = place + 1;
  }
  const [action, holdout, explore, none] = rows;
  const empty = new Uint32Array(0);
  return { action: action ?? empty, holdout: holdout ?? empty, explore: explore ?? empty, none: none ?? empty };
}

/** The rows among these whose outcome is known. */
export function maturedRows(columns: UnitColumns, rows: Uint32Array, maturedUntilMs: number): Uint32Array {
  const kept = new Uint32Array(rows.length);
  let size = 0;
  for (const row of rows) {
    if ((columns.anchorMs[row] ?? 0) > maturedUntilMs) continue;
    kept[size] = row;
    size += 1;
  }
  return kept.subarray(0, size);
}

/** Draws the sample of one arm: values per unit, already in the form whose mean is the figure of the arm. */
export function sampleArm(
  columns: UnitColumns,
  rows: Uint32Array,
  outcome: OutcomeColumn | undefined,
  rule: SampleRule,
  arm: Arm,
): ArmSample {
  const matured = maturedRows(columns, rows, rule.maturedUntilMs);
  const kept = rule.isChange ? matured.filter((row) => !Number.isNaN(columns.preValue[row])) : matured;
  const units = kept.length;
  const sample = {
    value: new Float64Array(units),
    reached: new Float64Array(units),
    costCents: new Float64Array(units),
    preValue: new Float64Array(units),
  };
  const flatCostCents =
    rule.isReachMeasured || arm === 'holdout' || arm === 'none' ? 0 : (rule.costPerActionCents ?? 0);
  let events = 0;
  let recorded = 0;
  let sum = 0;
  for (let i = 0; i < units; i += 1) {
    const row = kept[i] ?? 0;
    const raw = outcome?.sum[row] ?? 0;
    const value = rule.kind === 'binary' ? (raw > 0 ? 1 : 0) : raw;
    const preValue = columns.preValue[row] ?? Number.NaN;
    if (raw > 0) events += 1;
    recorded += outcome?.isRecorded[row] ?? 0;
    sum += value;
    sample.value[i] = rule.isChange ? value - preValue : value;
    sample.reached[i] = Number.isNaN(columns.reachedMs[row]) ? 0 : 1;
    sample.costCents[i] =
      (columns.costCents[row] ?? 0) +
      (columns.uncostedActions[row] ?? 0) * (rule.costPerActionCents ?? 0) +
      flatCostCents;
    sample.preValue[i] = preValue;
  }
  const counted = { ...sample, rows: kept, units, events, recorded, sum, denominator: null };
  return rule.kind === 'ratio' ? asRatio(counted, outcome) : counted;
}

/**
 * Gives each unit the value R + (numerator - R * denominator) / mean denominator, with R the ratio of the arm. The mean of
 * these values is R, and their variance is that of the delta method, so that everything that compares means compares
 * ratios. Without a denominator no unit has a value.
 */
function asRatio(sample: ArmSample, outcome: OutcomeColumn | undefined): ArmSample {
  const { rows } = sample;
  let total = 0;
  for (const row of rows) total += outcome?.denominator?.[row] ?? 0;
  const ratio = sample.sum / total;
  const meanDenominator = total / sample.units;
  const value = sample.value.map((numerator, i) => {
    const denominator = outcome?.denominator?.[rows[i] ?? 0] ?? 0;
    return ratio + (numerator - ratio * denominator) / meanDenominator;
  });
  return { ...sample, value, denominator: total };
}

/**
 * The number of each row's cluster when whole clusters were assigned: every unit of action and holdout has one, each lies
 * in one arm only, and there are fewer of them than units. `null` when units were assigned one by one.
 */
export function assignedClusters(columns: UnitColumns, rows: Readonly<Record<Arm, Uint32Array>>): Int32Array | null {
  if (columns.clusters.length === 0) return null;
  const armOfCluster = new Int8Array(columns.clusters.length).fill(-1);
  for (const arm of [0, 1] as const) {
    for (const row of arm === 0 ? rows.action : rows.holdout) {
      const cluster = columns.cluster[row] ?? -1;
      if (cluster < 0 || (armOfCluster[cluster] ?? -1) === 1 - arm) return null;
      armOfCluster[cluster] = arm;
    }
  }
  return columns.clusters.length < rows.action.length + rows.holdout.length ? columns.cluster : null;
}

/** Makes one entry of each cluster: sums per cluster over its mean number of units, in the form of `asRatio`. */
export function poolClusters(sample: ArmSample, clusterOfRow: Int32Array): ArmSample {
  const place = new Map<number, number>();
  const entries = Int32Array.from(sample.rows, (row) => {
    const cluster = clusterOfRow[row] ?? -1;
    const known = place.get(cluster) ?? place.size;
    place.set(cluster, known);
    return known;
  });
  const sizes = new Float64Array(place.size);
  for (const entry of entries) sizes[entry] = (sizes[entry] ?? 0) + 1;
  const pool = (column: Float64Array): Float64Array => {
    const sums = new Float64Array(place.size);
    for (let i = 0; i < column.length; i += 1) sums[entries[i] ?? 0] = (sums[entries[i] ?? 0] ?? 0) + (column[i] ?? 0);
    const mean = sums.reduce((total, sum) => total + sum, 0) / sample.units;
    const meanSize = sample.units / place.size;
    return sums.map((sum, cluster) => mean + (sum - mean * (sizes[cluster] ?? 0)) / meanSize);
  };
  return {
    ...sample,
    value: pool(sample.value),
    reached: pool(sample.reached),
    costCents: pool(sample.costCents),
    preValue: pool(sample.preValue),
  };
}
