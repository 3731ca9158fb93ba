import type { Interval } from '../../statistics/index.ts';
import type { Figure, MeasuredFigure } from './comparison.ts';
import type { Look } from './look.ts';

/** A guardrail before it is judged. */
export interface GuardrailFigure {
  readonly metric: string;
  readonly name: string;
  readonly tolerance: number;
  readonly figure: Figure;
}

/** A guardrail with the interval by which it is judged, adjusted for the number of guardrails. */
export interface JudgedGuardrail {
  readonly metric: string;
  readonly name: string;
  readonly tolerance: number;
  readonly estimate: number;
  readonly interval: Interval;
}

/**
 * Gives each measured guardrail its interval by Holm's steps: the one that looks worst is read at alpha / k, and only when
 * it is broken is the next one read at alpha / (k - 1). After the first that holds, all others keep its level, so that
 * the chance of any false alarm stays at alpha. Those that are not measured are left out.
 */
export function judgeGuardrails(guardrails: readonly GuardrailFigure[], look: Look): readonly JudgedGuardrail[] {
  const measured = guardrails
    .flatMap(({ figure, ...guardrail }) => (figure.kind === 'measured' ? [{ ...guardrail, figure }] : []))
    .sort((left, right) => distance(left) - distance(right));
  let steps = measured.length;
  let isOpen = true;
  const judged = new Map(
    measured.map(({ figure, ...guardrail }) => {
      const interval = figure.intervalAt(look.alphaFor(figure.units) / steps);
      if (interval.upper < -guardrail.tolerance && isOpen) steps -= 1;
      else isOpen = false;
      return [guardrail.metric, { ...guardrail, estimate: figure.estimate, interval }];
    }),
  );
  return guardrails.flatMap(({ metric }) => judged.get(metric) ?? []);
}

/** How many standard errors the estimate lies above what is tolerated; the smallest looks worst. */
function distance({ figure, tolerance }: { readonly figure: MeasuredFigure; readonly tolerance: number }): number {
  const above = figure.estimate + tolerance;
  return figure.standardError > 0 ? above / figure.standardError : above === 0 ? 0 : above * Number.POSITIVE_INFINITY;
}
