import {
  type Arms,
  complierEffect,
  cuped,
  type EventCount,
  type Interval,
  type Moments,
  negateInterval,
  twoMeans,
  twoProportions,
} from '../../statistics/index.ts';
import type { ArmSample, MetricSamples } from './arm-samples.ts';
import { coMomentsOfColumns, momentsOfColumn, type Sign, signedMoments, withSignedY } from './column-moments.ts';

/** Why a figure is not there, in words that end a sentence. */
export interface NotMeasured {
  readonly kind: 'not-measured';
  readonly reason: string;
}

/** A figure in benefit direction whose interval can be asked for at any error probability. */
export interface MeasuredFigure {
  readonly kind: 'measured';
  readonly estimate: number;
  readonly standardError: number;
  /** Units of both sides together on which it rests. */
  readonly units: number;
  /** The name of the method, for "Show the numbers". */
  readonly method: string;
  /** The two-sided interval; its limits are infinite where the data bound nothing. */
  readonly intervalAt: (alpha: number) => Interval;
}

/** A figure, or why there is none. */
export type Figure = MeasuredFigure | NotMeasured;

/** The two arms of one comparison, with units that got the action and units that were left alone. */
export type ArmPair = Arms<ArmSample>;

/** Said where an arm has nobody in it yet. */
const TOO_FEW = 'too few units have finished their window';
const NO_VARIATION = 'every unit has the same value';

/** Says that a figure is not there, and why. */
export function notMeasured(reason: string): NotMeasured {
  return { kind: 'not-measured', reason };
}

/** A figure whose interval came out of a test of means: the words for why there is none. */
export function reasonOf(reason: 'too_few_units' | 'zero_variance'): string {
  return reason === 'too_few_units' ? TOO_FEW : NO_VARIATION;
}

/** The arms of a two-arm comparison as counts of events. */
export function eventCounts({ action, holdout }: ArmPair): Arms<EventCount> {
  return {
    action: { units: action.units, events: action.events },
    holdout: { units: holdout.units, events: holdout.events },
  };
}

/** The moments of the values of both arms. */
export function valueMoments({ action, holdout }: ArmPair): Arms<Moments> {
  return { action: momentsOfColumn(action.value), holdout: momentsOfColumn(holdout.value) };
}

/**
 * The effect of being assigned to the action (intention to treat), in benefit direction: Newcombe's interval for yes/no
 * outcomes of single units, Welch's for everything else.
 */
export function effectOfAssignment(samples: MetricSamples, pair: ArmPair, sign: Sign): Figure {
  const units = pair.action.units + pair.holdout.units;
  if (samples.kind === 'binary' && !samples.isClustered) {
    const counts = eventCounts(pair);
    const compared = twoProportions(counts);
    if (compared.kind === 'unavailable') return notMeasured(TOO_FEW);
    return {
      kind: 'measured',
      estimate: signed(compared.estimate, sign),
      standardError: compared.standardError,
      units,
      method: 'difference of two shares, Newcombe interval',
      intervalAt: (alpha) => {
        const at = twoProportions(counts, alpha);
        return at.kind === 'estimated' ? signedInterval(at.interval, sign) : UNBOUNDED;
      },
    };
  }
  const moments = valueMoments(pair);
  return differenceOfMeans(
    { action: signedMoments(moments.action, sign), holdout: signedMoments(moments.holdout, sign) },
    units,
    `difference of ${samples.kind === 'ratio' ? 'ratios, delta method' : 'means, Welch interval'}${samples.isClustered ? ', over clusters' : ''}`,
  );
}

/** The difference of two means as a figure; the moments are in benefit direction already. */
export function differenceOfMeans(moments: Arms<Moments>, units: number, method: string): Figure {
  // The mean of a ratio without denominators is no number.
  if (Number.isNaN(moments.action.mean + moments.holdout.mean)) return notMeasured('no record has a denominator');
  const compared = twoMeans(moments);
  if (compared.kind === 'unavailable') return notMeasured(reasonOf(compared.reason));
  return {
    kind: 'measured',
    estimate: compared.estimate,
    standardError: compared.standardError,
    units,
    method,
    intervalAt: (alpha) => {
      const at = twoMeans(moments, alpha);
      return at.kind === 'estimated' ? at.interval : UNBOUNDED;
    },
  };
}

/**
 * The effect per unit that the action reached (complier average causal effect), in benefit direction. Where everybody was
 * reached and nobody of those left alone, it is the effect of being assigned itself.
 */
export function effectOnReached(samples: MetricSamples, pair: ArmPair, sign: Sign): Figure {
  const arms = {
    action: withSignedY(coMomentsOfColumns(pair.action.reached, pair.action.value), sign),
    holdout: withSignedY(coMomentsOfColumns(pair.holdout.reached, pair.holdout.value), sign),
  };
  if (arms.action.meanX === 1 && arms.holdout.meanX === 0) return effectOfAssignment(samples, pair, sign);
  if (Number.isNaN(arms.action.meanY + arms.holdout.meanY)) return notMeasured('no record has a denominator');
  const compared = complierEffect(arms);
  if (compared.kind === 'unavailable') {
    return notMeasured(
      compared.reason === 'assignment_moves_nobody'
        ? 'the action reached those left alone as often as the others'
        : reasonOf(compared.reason),
    );
  }
  const isShare = samples.kind === 'binary';
  return {
    kind: 'measured',
    estimate: isShare ? withinShares(compared.estimate) : compared.estimate,
    standardError: compared.standardError,
    units: pair.action.units + pair.holdout.units,
    method: `effect per unit reached (CACE), ${compared.preferred.method === 'delta' ? 'delta interval' : 'Anderson-Rubin set'}`,
    intervalAt: (alpha) => {
      const at = complierEffect(arms, alpha);
      if (at.kind === 'unavailable') return UNBOUNDED;
      const { set } = at.preferred;
      const interval = set.kind === 'interval' ? set.interval : UNBOUNDED;
      // A share cannot change by more than all of it.
      return isShare ? { lower: withinShares(interval.lower), upper: withinShares(interval.upper) } : interval;
    },
  };
}

/**
 * How much more of those assigned to the action than of those left alone the action reached, 0..1: the first stage of the
 * effect per unit reached. With lists of limited places it is smaller than the reach of the list, because not everybody
 * who was assigned came onto one; money is reckoned per assigned unit and needs this one.
 */
export function reachedByAssignment(pair: ArmPair): number {
  return momentsOfColumn(pair.action.reached).mean - momentsOfColumn(pair.holdout.reached).mean;
}

/** What the KPI before the anchor explains away, or why it was not used. */
export type Adjustment =
  | {
      readonly kind: 'adjusted';
      readonly theta: number;
      readonly correlation: number | null;
      readonly varianceReduction: number;
      /** p-value of the difference of the arms before the anchor. */
      readonly balanceP: number | null;
      readonly pair: ArmPair;
    }
  | NotMeasured;

/** Share of the matured units whose KPI before the anchor must be known. */
const LEAST_KNOWN_BEFORE = 0.95;
/** Arms that differ more than this before the anchor are not adjusted: the covariate itself is in doubt. */
const BALANCE_ALPHA = 0.001;

/**
 * Removes from the values what the KPI before the anchor explains (CUPED): y - theta (x - mean of x), theta over both arms.
 * Used for amounts when at least 95% of the matured units have such a value and the arms were alike before the anchor;
 * a unit without one keeps its value.
 */
export function adjustForPast(samples: MetricSamples, pair: ArmPair): Adjustment {
  if (samples.kind !== 'mean') return notMeasured('only amounts are adjusted');
  const action = known(pair.action);
  const holdout = known(pair.holdout);
  const entries = pair.action.value.length + pair.holdout.value.length;
  if (action.x.length + holdout.x.length < (samples.isClustered ? 1 : LEAST_KNOWN_BEFORE) * entries || entries === 0) {
    return notMeasured('too few units have a value from before');
  }
  const balance = twoMeans({ action: momentsOfColumn(action.x), holdout: momentsOfColumn(holdout.x) });
  const balanceP = balance.kind === 'estimated' ? balance.pValue : null;
  if (balanceP !== null && balanceP <= BALANCE_ALPHA) return notMeasured('the groups differed before the start');
  const arms = { action: coMomentsOfColumns(action.x, action.y), holdout: coMomentsOfColumns(holdout.x, holdout.y) };
  const result = cuped(arms);
  if (result.kind === 'unavailable') return notMeasured(reasonOf(result.reason));
  if (!(result.varianceReduction !== null && result.varianceReduction > 0)) {
    return notMeasured('the value from before explains nothing');
  }
  const counts = arms.action.count + arms.holdout.count;
  const centre = (arms.action.meanX * arms.action.count + arms.holdout.meanX * arms.holdout.count) / counts;
  const adjusted = (sample: ArmSample): ArmSample => ({
    ...sample,
    value: sample.value.map((value, i) => {
      const before = sample.preValue[i] ?? Number.NaN;
      return Number.isNaN(before) ? value : value - result.theta * (before - centre);
    }),
  });
  return {
    kind: 'adjusted',
    theta: result.theta,
    correlation: result.correlation,
    varianceReduction: result.varianceReduction,
    balanceP,
    pair: { action: adjusted(pair.action), holdout: adjusted(pair.holdout) },
  };
}

/** Nothing is ruled out. */
export const UNBOUNDED: Interval = { lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY };

/** Whether both limits of an interval are numbers that can be written down. */
export function isBounded({ lower, upper }: Interval): boolean {
  return Number.isFinite(lower) && Number.isFinite(upper);
}

/** A value in benefit direction; minus zero is written as zero. */
export function signed(value: number, sign: Sign): number {
  return sign === 1 || value === 0 ? value + 0 : -value;
}

/** An interval in benefit direction. */
export function signedInterval(interval: Interval, sign: Sign): Interval {
  return sign === 1 ? interval : negateInterval(interval);
}

function withinShares(value: number): number {
  return Math.max(-1, Math.min(1, value));
}

/** The entries of a sample whose KPI before the anchor is known: x before, y after. */
function known({ preValue, value }: ArmSample): { readonly x: Float64Array; readonly y: Float64Array } {
  if (!preValue.some(Number.isNaN)) return { x: preValue, y: value };
  return {
    x: preValue.filter((before) => !Number.isNaN(before)),
    y: value.filter((_, i) => !Number.isNaN(preValue[i] ?? Number.NaN)),
  };
}
