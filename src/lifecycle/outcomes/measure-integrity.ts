import { adjustHolm, type EventCount, type SampleRatio, sampleRatio, scoreTest } from '../../statistics/index.ts';
import type { Arm } from '../actions/index.ts';
import type { OutcomeColumn, UnitColumns } from '../ledger/index.ts';
import type { ArmPair } from './comparison.ts';

/** Whether the arms have the sizes that the plan drew. */
export interface SampleRatioCheck {
  readonly action: number;
  readonly holdout: number;
  readonly plannedHoldoutShare: number;
  /** Pearson's p-value of one look, shown beside the other. */
  readonly pValue: number | null;
  /** Smallest p-value that is valid at any look, over all units and each stratum, adjusted by Holm; `null` without units. */
  readonly anytimePValue: number | null;
  /** The stratum that deviates most; `null` when it is all units together. */
  readonly stratum: string | null;
}

/** Strata beyond this number are not tested one by one. */
const MOST_STRATA = 200;

/** Tests the sizes of action and holdout against the planned share left alone, together and within each stratum. */
export function checkSampleRatio(
  columns: UnitColumns,
  rows: Readonly<Record<Arm, Uint32Array>>,
  plannedHoldoutShare: number,
): SampleRatioCheck | null {
  if (!(plannedHoldoutShare > 0 && plannedHoldoutShare < 1)) return null;
  const weights = [1 - plannedHoldoutShare, plannedHoldoutShare];
  const test = (action: number, holdout: number) => sampleRatio({ observed: [action, holdout], weights });
  const overall = test(rows.action.length, rows.holdout.length);
  const strata = columns.strata.length > 1 && columns.strata.length <= MOST_STRATA ? countStrata(columns, rows) : [];
  const tested = strata.flatMap(({ stratum, action, holdout }) => {
    const result = test(action, holdout);
    return result.kind === 'estimated' ? [{ stratum, p: result.anytimePValue }] : [];
  });
  const smallest = smallestOf(overall, tested);
  return {
    action: rows.action.length,
    holdout: rows.holdout.length,
    plannedHoldoutShare,
    pValue: overall.kind === 'estimated' ? overall.pValue : null,
    anytimePValue: smallest?.p ?? null,
    stratum: smallest?.stratum ?? null,
  };
}

interface NamedP {
  readonly stratum: string | null;
  readonly p: number;
}

function smallestOf(overall: SampleRatio, strata: readonly NamedP[]): NamedP | null {
  const family: readonly NamedP[] =
    overall.kind === 'estimated' ? [{ stratum: null, p: overall.anytimePValue }, ...strata] : strata;
  const adjusted = adjustHolm(family.map(({ p }) => p));
  return family
    .map(({ stratum }, i) => ({ stratum, p: adjusted[i] ?? 1 }))
    .reduce<NamedP | null>((least, each) => (least === null || each.p < least.p ? each : least), null);
}

function countStrata(
  columns: UnitColumns,
  rows: Readonly<Record<Arm, Uint32Array>>,
): readonly { readonly stratum: string; readonly action: number; readonly holdout: number }[] {
  const count = (list: Uint32Array): Float64Array => {
    const sizes = new Float64Array(columns.strata.length);
    for (const row of list) {
      const stratum = columns.stratum[row] ?? -1;
      if (stratum >= 0) sizes[stratum] = (sizes[stratum] ?? 0) + 1;
    }
    return sizes;
  };
  const action = count(rows.action);
  const holdout = count(rows.holdout);
  return columns.strata.map((stratum, i) => ({ stratum, action: action[i] ?? 0, holdout: holdout[i] ?? 0 }));
}

/** Whether results are missing more often in one arm than in the other. */
export interface MissingCheck {
  /** Matured units without a record, of each arm. */
  readonly action: EventCount;
  readonly holdout: EventCount;
  readonly pValue: number;
}

/** A source that states a nothing at least this often states it always, so that a unit without a record is missing. */
const LEAST_ZERO_SHARE = 0.01;
/** The arm with more records must have at least this share of its units recorded. */
const LEAST_RECORDED_SHARE = 0.8;

/**
 * Compares how often results are missing in both arms. Only a source that also records nothings (value 0, the customer who
 * stayed) can have missing ones; where only events are recorded, a unit without a record had none, and there is no check.
 */
export function checkMissing(outcome: OutcomeColumn | undefined, { action, holdout }: ArmPair): MissingCheck | null {
  if (!outcome || action.units === 0 || holdout.units === 0) return null;
  const fuller = Math.max(action.recorded / action.units, holdout.recorded / holdout.units);
  if (outcome.zeroRecords < LEAST_ZERO_SHARE * outcome.records || fuller < LEAST_RECORDED_SHARE) return null;
  const arms = {
    action: { units: action.units, events: action.units - action.recorded },
    holdout: { units: holdout.units, events: holdout.units - holdout.recorded },
  };
  if (arms.action.events + arms.holdout.events === 0) return { ...arms, pValue: 1 };
  return { ...arms, pValue: scoreTest(arms).pValue };
}

/** Share of mixed units above which it is worth a remark, and above which the comparison is broken (section 1.3). */
export const MIXED_UNITS = { warn: 0.01, broken: 0.05, leastMixed: 10 } as const;

/** How many units were seen in more than one arm. */
export interface MixedCheck {
  readonly mixed: number;
  readonly share: number;
  readonly level: 'ok' | 'warn' | 'broken';
}

/** Weighs the units that were seen in more than one arm; fewer than ten are never more than a remark. */
export function checkMixed(columns: UnitColumns): MixedCheck {
  let mixed = 0;
  for (const isMixed of columns.isMixed) mixed += isMixed;
  const share = columns.count === 0 ? 0 : mixed / columns.count;
  const isMany = mixed >= MIXED_UNITS.leastMixed;
  const level = isMany && share >= MIXED_UNITS.broken ? 'broken' : isMany && share >= MIXED_UNITS.warn ? 'warn' : 'ok';
  return { mixed, share, level };
}
