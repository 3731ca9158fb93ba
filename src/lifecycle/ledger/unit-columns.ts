import { ARMS, type Arm } from '../actions/index.ts';
import { UnitIndex } from './unit-index.ts';

/** What a prediction said about a unit: not flagged, flagged, or that there was none. */
export const FLAG = { no: 0, yes: 1, unpredicted: 2 } as const;

/**
 * The units of a phase as columns, one entry for each unit in the same order: what was assigned, predicted, done and what
 * became of them, already cut to the windows that count from the anchor. A million units take about 100 MB.
 */
export interface UnitColumns {
  readonly count: number;
  /** Position in `ARMS`. */
  readonly arm: Uint8Array;
  /** 1 for units that were also recorded in another arm; they belong to none. */
  readonly isMixed: Uint8Array;
  /** The first assignment, as milliseconds since 1970; the windows count from it. */
  readonly anchorMs: Float64Array;
  /** Probability with which the arm was drawn. */
  readonly propensity: Float64Array;
  /** A value of `FLAG`. */
  readonly flag: Uint8Array;
  /** The prediction at the anchor; NaN where there is none. */
  readonly score: Float64Array;
  readonly threshold: Float64Array;
  readonly probability: Float64Array;
  /** The KPI of the unit before the anchor; NaN where it is not known. */
  readonly preValue: Float64Array;
  /** When the first action arrived within the action window; NaN for units that were not reached. */
  readonly reachedMs: Float64Array;
  /** Recorded cost of all actions on the unit, in minor units. */
  readonly costCents: Float64Array;
  /** Actions that arrived and have no recorded cost. */
  readonly uncostedActions: Uint16Array;
  /** Position in `strata`; -1 without one. */
  readonly stratum: Int32Array;
  readonly strata: readonly string[];
  /** Position in `clusters`; -1 without one. */
  readonly cluster: Int32Array;
  readonly clusters: readonly string[];
  /** Actions of any status recorded for these units after their anchor; with none, reach was not recorded at all. */
  readonly actionRecords: number;
  /** Those of them with a recorded cost. */
  readonly costRecords: number;
  readonly outcomes: readonly OutcomeColumn[];
}

/** What became of the units in one metric, within the outcome window. */
export interface OutcomeColumn {
  readonly metric: string;
  /** Sum of the values of each unit; 0 where nothing was recorded. */
  readonly sum: Float64Array;
  /** Sum of the denominators; `null` when no record has one. */
  readonly denominator: Float64Array | null;
  /** 1 for units with at least one record. */
  readonly isRecorded: Uint8Array;
  readonly records: number;
  /** Records that state a nothing: value 0. */
  readonly zeroRecords: number;
}

/** The windows by which records count, and the metrics to collect. */
export interface UnitWindows {
  readonly actionWindowDays: number;
  readonly outcomeWindowDays: number;
  readonly metrics: readonly string[];
}

/** A unit as it was assigned. */
export interface AssignedUnit {
  readonly unitNo: number;
  readonly anchorMs: number;
  readonly arm: Arm;
  readonly propensity: number;
  readonly isMixed: boolean;
  readonly stratum: string;
  readonly cluster: string;
}

/** A score of a unit at a moment; absent figures are NaN. */
export interface PredictedUnit {
  readonly unitNo: number;
  readonly atMs: number;
  readonly score: number;
  readonly threshold: number;
  readonly probability: number;
  readonly preValue: number;
  readonly isFlagged: boolean;
}

/** An action on a unit; `costCents` is NaN when no cost was recorded. */
export interface ActedUnit {
  readonly unitNo: number;
  readonly atMs: number;
  /** Delivered or accepted. */
  readonly hasArrived: boolean;
  /** Only intended: it costs nothing yet. */
  readonly isPlanned: boolean;
  readonly costCents: number;
}

/** A value of a metric for a unit; `denominator` is NaN when there is none. */
export interface UnitOutcome {
  readonly unitNo: number;
  readonly atMs: number;
  /** Position in the metrics that are collected. */
  readonly metric: number;
  readonly value: number;
  readonly denominator: number;
}

const DAY_MS = 86_400_000;
const FIRST_CAPACITY = 1_024;
const MOST_UNCOSTED = 65_535;

interface OutcomeCollector {
  readonly metric: string;
  readonly sum: Float64Array;
  denominator: Float64Array | null;
  readonly isRecorded: Uint8Array;
  records: number;
  zeroRecords: number;
}

/**
 * Joins the records of a phase by unit. Records of each kind may come in any order, but assignments come first. The
 * rules are those of the ledger: the prediction that counts is the latest one up to the anchor, or else the first after
 * it; an action reaches when it arrived within the action window; an outcome counts from the anchor until the end of
 * the outcome window. Records of units without an arm in the phase are passed over.
 *
 * The join is made here and not in SQL: after a large file the server has no statistics yet and may choose a plan that
 * takes minutes, and with the best plan it takes three times as long as four plain scans and this.
 */
export class UnitColumnsBuilder {
  readonly #windows: UnitWindows;
  readonly #strata = new Map<string, number>();
  readonly #clusters = new Map<string, number>();
  #units: Assigned;
  #count = 0;
  #joined: Joined | undefined;

  constructor(windows: UnitWindows) {
    this.#windows = windows;
    this.#units = allocateAssigned(FIRST_CAPACITY);
  }

  /** @throws Error after the first record of another kind. */
  addUnit(unit: AssignedUnit): void {
    if (this.#joined) throw new Error('All assignments come before other records.');
    if (this.#count === this.#units.arm.length) this.#units = widen(this.#units, this.#count * 2);
    const row = this.#count;
    const units = this.#units;
    units.unitNo[row] = unit.unitNo;
    units.anchorMs[row] = unit.anchorMs;
    units.arm[row] = ARMS.indexOf(unit.arm);
    units.propensity[row] = unit.propensity;
    units.isMixed[row] = unit.isMixed ? 1 : 0;
    units.stratum[row] = numberOf(this.#strata, unit.stratum);
    units.cluster[row] = numberOf(this.#clusters, unit.cluster);
    this.#count += 1;
  }

  addPrediction(given: PredictedUnit): void {
    const { index, anchorMs, predicted } = this.#join();
    const row = index.find(given.unitNo);
    if (row < 0 || !this.#isBetterPrediction(given, row, anchorMs[row] ?? 0)) return;
    predicted.atMs[row] = given.atMs;
    predicted.score[row] = given.score;
    predicted.threshold[row] = given.threshold;
    predicted.probability[row] = given.probability;
    predicted.preValue[row] = given.preValue;
    predicted.flag[row] = given.isFlagged ? FLAG.yes : FLAG.no;
  }

  addAction({ unitNo, atMs, hasArrived, isPlanned, costCents }: ActedUnit): void {
    const joined = this.#join();
    const row = joined.index.find(unitNo);
    if (row < 0) return;
    const sinceAnchorMs = atMs - (joined.anchorMs[row] ?? 0);
    if (sinceAnchorMs < 0) return;
    joined.actionRecords += 1;
    const { actionWindowDays, outcomeWindowDays } = this.#windows;
    const { acted } = joined;
    if (hasArrived && sinceAnchorMs <= actionWindowDays * DAY_MS) {
      // Written so that it also holds while the present value is NaN.
      if (!((acted.reachedMs[row] ?? 0) <= atMs)) acted.reachedMs[row] = atMs;
    }
    if (isPlanned || sinceAnchorMs > Math.max(actionWindowDays, outcomeWindowDays) * DAY_MS) return;
    if (!Number.isNaN(costCents)) {
      joined.costRecords += 1;
      acted.costCents[row] = (acted.costCents[row] ?? 0) + costCents;
    } else if (hasArrived) {
      acted.uncosted[row] = Math.min(MOST_UNCOSTED, (acted.uncosted[row] ?? 0) + 1);
    }
  }

  addOutcome({ unitNo, atMs, metric, value, denominator }: UnitOutcome): void {
    const { index, anchorMs, outcomes } = this.#join();
    const row = index.find(unitNo);
    const collector = outcomes[metric];
    if (row < 0 || !collector) return;
    const sinceAnchorMs = atMs - (anchorMs[row] ?? 0);
    if (sinceAnchorMs < 0 || sinceAnchorMs >= this.#windows.outcomeWindowDays * DAY_MS) return;
    collector.records += 1;
    if (value === 0) collector.zeroRecords += 1;
    collector.isRecorded[row] = 1;
    collector.sum[row] = (collector.sum[row] ?? 0) + value;
    if (Number.isNaN(denominator)) return;
    collector.denominator ??= new Float64Array(this.#count);
    collector.denominator[row] = (collector.denominator[row] ?? 0) + denominator;
  }

  /** The finished columns; the builder must not be used afterwards. */
  build(): UnitColumns {
    const { predicted, acted, outcomes, actionRecords, costRecords } = this.#join();
    const units = this.#units;
    const cut = <T extends Float64Array | Uint8Array | Int32Array>(column: T): T =>
      column.subarray(0, this.#count) as T;
    return {
      count: this.#count,
      arm: cut(units.arm),
      isMixed: cut(units.isMixed),
      anchorMs: cut(units.anchorMs),
      propensity: cut(units.propensity),
      flag: predicted.flag,
      score: predicted.score,
      threshold: predicted.threshold,
      probability: predicted.probability,
      preValue: predicted.preValue,
      reachedMs: acted.reachedMs,
      costCents: acted.costCents,
      uncostedActions: acted.uncosted,
      stratum: cut(units.stratum),
      strata: [...this.#strata.keys()],
      cluster: cut(units.cluster),
      clusters: [...this.#clusters.keys()],
      actionRecords,
      costRecords,
      outcomes,
    };
  }

  /** The latest prediction up to the anchor, or else the first after it; of two at one moment the higher score. */
  #isBetterPrediction(given: PredictedUnit, row: number, anchorMs: number): boolean {
    const { predicted } = this.#join();
    if (predicted.flag[row] === FLAG.unpredicted) return true;
    const knownAtMs = predicted.atMs[row] ?? 0;
    if (given.atMs === knownAtMs) return given.score > (predicted.score[row] ?? 0);
    if (given.atMs <= anchorMs) return knownAtMs > anchorMs || given.atMs > knownAtMs;
    return knownAtMs > anchorMs && given.atMs < knownAtMs;
  }

  #join(): Joined {
    if (this.#joined) return this.#joined;
    const count = this.#count;
    this.#joined = {
      index: new UnitIndex(this.#units.unitNo.subarray(0, count)),
      anchorMs: this.#units.anchorMs,
      predicted: {
        atMs: new Float64Array(count),
        score: absent(count),
        threshold: absent(count),
        probability: absent(count),
        preValue: absent(count),
        flag: new Uint8Array(count).fill(FLAG.unpredicted),
      },
      acted: { reachedMs: absent(count), costCents: new Float64Array(count), uncosted: new Uint16Array(count) },
      outcomes: this.#windows.metrics.map((metric) => ({
        metric,
        sum: new Float64Array(count),
        denominator: null,
        isRecorded: new Uint8Array(count),
        records: 0,
        zeroRecords: 0,
      })),
      actionRecords: 0,
      costRecords: 0,
    };
    return this.#joined;
  }
}

interface Assigned {
  readonly unitNo: Float64Array;
  readonly anchorMs: Float64Array;
  readonly propensity: Float64Array;
  readonly arm: Uint8Array;
  readonly isMixed: Uint8Array;
  readonly stratum: Int32Array;
  readonly cluster: Int32Array;
}

interface Joined {
  readonly index: UnitIndex;
  readonly anchorMs: Float64Array;
  readonly predicted: {
    readonly atMs: Float64Array;
    readonly score: Float64Array;
    readonly threshold: Float64Array;
    readonly probability: Float64Array;
    readonly preValue: Float64Array;
    readonly flag: Uint8Array;
  };
  readonly acted: {
    readonly reachedMs: Float64Array;
    readonly costCents: Float64Array;
    readonly uncosted: Uint16Array;
  };
  readonly outcomes: readonly OutcomeCollector[];
  actionRecords: number;
  costRecords: number;
}

function allocateAssigned(capacity: number): Assigned {
  return {
    unitNo: new Float64Array(capacity),
    anchorMs: new Float64Array(capacity),
    propensity: new Float64Array(capacity),
    arm: new Uint8Array(capacity),
    isMixed: new Uint8Array(capacity),
    stratum: new Int32Array(capacity),
    cluster: new Int32Array(capacity),
  };
}

function widen(units: Assigned, capacity: number): Assigned {
  const wider = allocateAssigned(capacity);
  wider.unitNo.set(units.unitNo);
  wider.anchorMs.set(units.anchorMs);
  wider.propensity.set(units.propensity);
  wider.arm.set(units.arm);
  wider.isMixed.set(units.isMixed);
  wider.stratum.set(units.stratum);
  wider.cluster.set(units.cluster);
  return wider;
}

function absent(count: number): Float64Array {
  return new Float64Array(count).fill(Number.NaN);
}

function numberOf(names: Map<string, number>, name: string): number {
  if (name === '') return -1;
  const known = names.get(name);
  if (known !== undefined) return known;
  names.set(name, names.size);
  return names.size - 1;
}
