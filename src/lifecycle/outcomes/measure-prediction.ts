import { auc, type Calibration, calibration, type Interval } from '../../statistics/index.ts';
import { FLAG, type UnitColumns } from '../ledger/index.ts';
import type { ArmSample, MetricSamples } from './arm-samples.ts';
import { DESCRIPTIVE_ALPHA, type MeasuredShare, measuredShare } from './measure-reach.ts';

/** How well the model finds the right units, on units that nobody acted upon. */
export interface PredictionQuality {
  /** Share of pairs put in the right order (area under the ROC curve), standing for all units; 99% interval. */
  readonly ranking: { readonly estimate: number; readonly interval: Interval };
  /** Untreated units with a score, and those of them for which it came true. */
  readonly units: number;
  readonly events: number;
  /** Share of the flagged ones left alone for which it came true. */
  readonly precision: MeasuredShare | null;
  /** Share of all units for which it comes true, 0..1. */
  readonly baseRate: number;
  /** Whether predicted probabilities come true; `null` when the model gives none. */
  readonly calibration: Extract<Calibration, { kind: 'estimated' }> | null;
}

/** The quality, or why it cannot be known. */
export type PredictionFigure =
  | ({ readonly kind: 'measured' } & PredictionQuality)
  | { readonly kind: 'not-measured'; readonly reason: string };

/**
 * Measures the model on matured units of holdout and none that the action did not reach, each weighted by 1 / probability
 * of its arm so that they stand for everybody. The score is read as the chance of the metric's event: for an amount, of
 * any amount above 0.
 */
export function measurePrediction(columns: UnitColumns, samples: MetricSamples): PredictionFigure {
  const { action, holdout, none } = samples.arms;
  if (action.units > 0 && holdout.units === 0) {
    return { kind: 'not-measured', reason: 'nobody on the list was left alone, so the list cannot be checked' };
  }
  const untreated = collect(columns, samples, [holdout, none]);
  if (untreated.score.length === 0) {
    return { kind: 'not-measured', reason: 'no unit that was left alone has a score and a known outcome' };
  }
  const result = auc(untreated, DESCRIPTIVE_ALPHA);
  if (result.kind === 'unavailable') {
    return { kind: 'not-measured', reason: 'too few units left alone, or all of them with the same outcome' };
  }
  const { weightedEvents, weights } = untreated;
  return {
    kind: 'measured',
    ranking: { estimate: result.estimate, interval: result.logitInterval },
    units: untreated.score.length,
    events: result.positives,
    precision: measuredShare(untreated.flagged),
    baseRate: weightedEvents / weights,
    calibration: calibrate(untreated),
  };
}

interface Untreated {
  readonly score: Float64Array;
  readonly outcome: Uint8Array;
  readonly weight: Float64Array;
  readonly probability: Float64Array;
  readonly flagged: { readonly units: number; readonly events: number };
  readonly weights: number;
  readonly weightedEvents: number;
}

function collect(columns: UnitColumns, samples: MetricSamples, arms: readonly ArmSample[]): Untreated {
  const most = arms.reduce((sum, { rows }) => sum + rows.length, 0);
  const score = new Float64Array(most);
  const outcome = new Uint8Array(most);
  const weight = new Float64Array(most);
  const probability = new Float64Array(most);
  const flagged = { units: 0, events: 0 };
  let size = 0;
  let weights = 0;
  let weightedEvents = 0;
  for (const { rows } of arms) {
    for (const row of rows) {
      const given = columns.score[row] ?? Number.NaN;
      if (Number.isNaN(given) || !Number.isNaN(columns.reachedMs[row])) continue;
      const hasEvent = (samples.eventSum[row] ?? 0) > 0 ? 1 : 0;
      score[size] = given;
      outcome[size] = hasEvent;
      weight[size] = 1 / (columns.propensity[row] ?? 1);
      probability[size] = columns.probability[row] ?? Number.NaN;
      weights += weight[size] ?? 0;
      weightedEvents += hasEvent * (weight[size] ?? 0);
      if (columns.flag[row] === FLAG.yes) {
        flagged.units += 1;
        flagged.events += hasEvent;
      }
      size += 1;
    }
  }
  return {
    score: score.subarray(0, size),
    outcome: outcome.subarray(0, size),
    weight: weight.subarray(0, size),
    probability: probability.subarray(0, size),
    flagged,
    weights,
    weightedEvents,
  };
}

function calibrate({ probability, outcome }: Untreated): PredictionQuality['calibration'] {
  if (probability.some(Number.isNaN)) return null;
  const result = calibration(probability, outcome);
  return result.kind === 'estimated' ? result : null;
}
