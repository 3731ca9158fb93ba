import { regressionDiscontinuity, twoSidedCritical } from '../../statistics/index.ts';
import type { UnitColumns } from '../ledger/index.ts';
import type { MetricSamples } from './arm-samples.ts';
import type { Sign } from './column-moments.ts';
import { type Figure, notMeasured } from './comparison.ts';

/** What a threshold shows: units just above it against units just below. */
export interface Discontinuity {
  /** The jump of the outcome at the threshold, in benefit direction. */
  readonly assignment: Figure;
  /** The same per unit reached, when reach is recorded. */
  readonly effect: Figure;
  /** Units within the bandwidth: above, below. */
  readonly units: readonly [number, number];
  /** Whether scores pile up on one side of the threshold: smallest p-value over the windows, times their number. */
  readonly densityP: number | null;
}

const NOBODY: Omit<Discontinuity, 'assignment' | 'effect'> = { units: [0, 0], densityP: null };

/** Compares units on both sides of the one threshold that the policy used (regression discontinuity). */
export function measureDiscontinuity(
  columns: UnitColumns,
  samples: MetricSamples,
  sign: Sign,
  isReachMeasured: boolean,
): Discontinuity {
  const scores: number[] = [];
  const outcomes: number[] = [];
  const received: number[] = [];
  let cutoff = Number.NaN;
  for (const { rows, value, reached } of Object.values(samples.arms)) {
    for (let i = 0; i < rows.length; i += 1) {
      const row = rows[i] ?? 0;
      const score = columns.score[row] ?? Number.NaN;
      const threshold = columns.threshold[row] ?? Number.NaN;
      if (Number.isNaN(score) || Number.isNaN(threshold)) continue;
      if (Number.isNaN(cutoff)) cutoff = threshold;
      if (threshold !== cutoff) return unavailable('the threshold changed during the phase');
      scores.push(score);
      outcomes.push(sign * (value[i] ?? 0));
      received.push(reached[i] ?? 0);
    }
  }
  if (scores.length === 0) return unavailable('no prediction states the threshold that was used');
  const result = regressionDiscontinuity({ scores, outcomes, cutoff, received: isReachMeasured ? received : null });
  if (result.kind === 'unavailable') return unavailable('too few units lie near the threshold');
  const units: readonly [number, number] = [result.unitsAbove, result.unitsBelow];
  const figure = (part: { readonly estimate: number; readonly standardError: number } | null): Figure =>
    part === null ? notMeasured('the threshold moved nobody') : figureOf(part, units[0] + units[1]);
  const smallestP = Math.min(1, ...result.density.map(({ pValue }) => pValue * result.density.length));
  return {
    assignment: figure(result.robust),
    effect: isReachMeasured ? figure(result.fuzzy) : figure(result.robust),
    units,
    densityP: result.density.length === 0 ? null : smallestP,
  };
}

function figureOf(part: { readonly estimate: number; readonly standardError: number }, units: number): Figure {
  return {
    kind: 'measured',
    ...part,
    units,
    method: 'jump at the threshold (regression discontinuity), local quadratic, HC3',
    intervalAt: (alpha) => {
      const half = twoSidedCritical(alpha) * part.standardError;
      return { lower: part.estimate - half, upper: part.estimate + half };
    },
  };
}

function unavailable(reason: string): Discontinuity {
  return { assignment: notMeasured(reason), effect: notMeasured(reason), ...NOBODY };
}
