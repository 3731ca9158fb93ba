import type { Interval } from '../../statistics/index.ts';
import type { Kpi } from '../framing/index.ts';
import { type Figure, notMeasured } from './comparison.ts';

/** What the initiative adds to the KPI against what the goal needs, in the KPI's unit and benefit direction. */
export interface Goal {
  readonly needed: number;
  /** What it adds once everybody of the phase has been acted upon. */
  readonly whole: Figure;
  /** What it has added with the units assigned so far. */
  readonly soFar: Figure;
}

/**
 * Turns the effect per assigned unit into KPI units: units acted upon x effect / population x scale. `null` when the
 * framing does not say over how many units the KPI is counted.
 */
export function measureGoal(
  kpi: Pick<Kpi, 'baseline' | 'target' | 'population' | 'scale'>,
  effectOfAssignment: Figure,
  units: { readonly whole: number; readonly soFar: number },
): Goal | null {
  const { population, scale } = kpi;
  if (population === undefined) return null;
  return {
    needed: Math.abs(kpi.target - kpi.baseline.value),
    whole: scaled(effectOfAssignment, (units.whole / population) * scale),
    soFar: scaled(effectOfAssignment, (units.soFar / population) * scale),
  };
}

function scaled(figure: Figure, factor: number): Figure {
  if (figure.kind === 'not-measured') return figure;
  if (!(factor > 0)) return notMeasured('nobody was acted upon');
  const interval = (alpha: number): Interval => {
    const { lower, upper } = figure.intervalAt(alpha);
    return { lower: lower * factor, upper: upper * factor };
  };
  return {
    ...figure,
    estimate: figure.estimate * factor,
    standardError: figure.standardError * factor,
    method: 'effect per assigned unit x units acted upon / population',
    intervalAt: interval,
  };
}
