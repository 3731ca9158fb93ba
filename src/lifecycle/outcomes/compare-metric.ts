import {
  type Arms,
  type Interval,
  type Moments,
  normalInterval,
  relativeLift,
  twoMeans,
  twoProportions,
  twoSidedCritical,
  twoSidedPValue,
  varianceOfMean,
} from '../../statistics/index.ts';
import type { MetricKind, MetricSamples } from './arm-samples.ts';
import { type ArmPair, eventCounts, reasonOf, valueMoments } from './comparison.ts';

/** The units of one arm in one metric, as counted. */
export interface ArmNumbers {
  readonly units: number;
  /** Units with the event; `null` for amounts and ratios. */
  readonly events: number | null;
  readonly sum: number;
  readonly denominator: number | null;
  /** The rate, mean or ratio; `null` without units or denominators. */
  readonly value: number | null;
}

/** Action less holdout in the metric's own unit and direction, at 95% for one look, as other tools show it. */
export interface OrdinaryDifference {
  readonly estimate: number;
  readonly standardError: number;
  /** Estimate plus and minus 1.96 unpooled standard errors, with sample variances (divisor n - 1) for shares too. */
  readonly unpooled: Interval;
  readonly unpooledP: number | null;
  /** The difference of two shares over its pooled standard error, as many tools print it; `null` for amounts. */
  readonly pooledZ: number | null;
  /** Newcombe's interval for shares, Welch's for means and ratios. */
  readonly recommended: { readonly method: 'newcombe' | 'welch' | 'delta'; readonly interval: Interval };
  /** Miettinen and Nurminen's score test for shares, Welch's t test otherwise. */
  readonly test: { readonly method: 'miettinen-nurminen' | 'welch'; readonly pValue: number };
}

/** One metric of the ledger compared between the arms. */
export interface MetricNumbers {
  readonly metric: string;
  readonly name: string;
  readonly kind: MetricKind;
  readonly role: 'primary' | 'guardrail' | 'other';
  /** Which way is good; `null` for metrics that the framing does not name. */
  readonly direction: 'up' | 'down' | null;
  readonly unit: string | null;
  readonly isClustered: boolean;
  readonly action: ArmNumbers;
  readonly holdout: ArmNumbers;
  readonly difference: OrdinaryDifference | null;
  /** Relative difference, 0.1 for 10% more, when the rules allow to show one. */
  readonly relative: {
    readonly estimate: number;
    readonly interval: Interval;
    readonly method: 'delta' | 'fieller';
  } | null;
  /** Why there is no difference; `null` when there is one. */
  readonly reason: string | null;
}

/** What a metric is called, and what it is for. */
export type MetricLabel = Pick<MetricNumbers, 'metric' | 'name' | 'role' | 'direction' | 'unit'>;

const ALPHA = 0.05;

/** Compares a metric between action and holdout the way that any other tool would, so that everybody can check it. */
export function compareMetric(label: MetricLabel, samples: MetricSamples): MetricNumbers {
  const pair = { action: samples.arms.action, holdout: samples.arms.holdout };
  const { difference, reason } = differ(samples, pair);
  return {
    ...label,
    kind: samples.kind,
    isClustered: samples.isClustered,
    action: numbersOf(samples, pair.action),
    holdout: numbersOf(samples, pair.holdout),
    difference,
    relative: difference === null ? null : lift(samples, pair),
    reason,
  };
}

function numbersOf(samples: MetricSamples, arm: ArmPair['action']): ArmNumbers {
  const divisor = samples.kind === 'ratio' ? (arm.denominator ?? 0) : arm.units;
  return {
    units: arm.units,
    events: samples.kind === 'binary' ? arm.events : null,
    sum: arm.sum,
    denominator: arm.denominator,
    value: divisor === 0 ? null : arm.sum / divisor,
  };
}

interface Differed {
  readonly difference: OrdinaryDifference | null;
  readonly reason: string | null;
}

function differ(samples: MetricSamples, pair: ArmPair): Differed {
  if (samples.kind === 'binary' && !samples.isClustered) {
    const compared = twoProportions(eventCounts(pair), ALPHA);
    if (compared.kind === 'unavailable') return { difference: null, reason: reasonOf('too_few_units') };
    const { interval, score } = compared;
    return {
      difference: {
        ...ordinary(valueMoments(pair)),
        pooledZ: pooledZ(pair),
        recommended: { method: 'newcombe', interval },
        test: { method: 'miettinen-nurminen', pValue: score.pValue },
      },
      reason: null,
    };
  }
  const moments = valueMoments(pair);
  if (Number.isNaN(moments.action.mean + moments.holdout.mean)) {
    return { difference: null, reason: 'no record has a denominator' };
  }
  const compared = twoMeans(moments, ALPHA);
  if (compared.kind === 'unavailable') return { difference: null, reason: reasonOf(compared.reason) };
  const { interval, pValue } = compared;
  return {
    difference: {
      ...ordinary(moments),
      pooledZ: null,
      recommended: { method: samples.kind === 'ratio' ? 'delta' : 'welch', interval },
      test: { method: 'welch', pValue },
    },
    reason: null,
  };
}

function ordinary({ action, holdout }: Arms<Moments>) {
  const estimate = action.mean - holdout.mean;
  const standardError = Math.sqrt(varianceOfMean(action) + varianceOfMean(holdout));
  const unpooled = normalInterval(estimate, standardError, twoSidedCritical(ALPHA));
  const unpooledP = standardError > 0 ? twoSidedPValue(estimate / standardError) : null;
  return { estimate, standardError, unpooled, unpooledP };
}

function pooledZ({ action, holdout }: ArmPair): number | null {
  const rate = (action.events + holdout.events) / (action.units + holdout.units);
  const standardError = Math.sqrt(rate * (1 - rate) * (1 / action.units + 1 / holdout.units));
  const difference = action.events / action.units - holdout.events / holdout.units;
  return standardError > 0 ? difference / standardError : null;
}

function lift(samples: MetricSamples, pair: ArmPair): MetricNumbers['relative'] {
  const moments = valueMoments(pair);
  const armEstimate = (arm: typeof moments.action) => ({
    estimate: arm.mean,
    standardError: Math.sqrt(varianceOfMean(arm)),
  });
  const result = relativeLift(
    {
      action: armEstimate(moments.action),
      holdout: armEstimate(moments.holdout),
      ...(samples.kind === 'binary' ? { holdoutEvents: pair.holdout.events } : {}),
    },
    ALPHA,
  );
  if (result.kind === 'unavailable' || result.display.kind === 'hidden') return null;
  return { estimate: result.estimate, interval: result.display.interval, method: result.display.method };
}
