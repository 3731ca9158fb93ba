import { formatExact, formatExactAmount, formatShare } from '../../words/index.ts';
import type { Assumption } from './assumption.ts';
import type { SuccessCriterion } from './framing.ts';

/** The part of a criterion that says how believed numbers are read. */
export type NumbersOf = Pick<SuccessCriterion, 'metric' | 'currency'>;

/** How the number of an assumption is written. */
export type NumberStyle = 'share' | 'money' | 'amount';

/** How the number of an assumption of a kind is written: the same on the form, in the register and beside what was measured. */
export function numberStyle(kind: Assumption['kind'], metricKind: string | undefined): NumberStyle {
  switch (kind) {
    case 'reach':
      return 'share';
    case 'action-cost':
    case 'outcome-value':
      return 'money';
    case 'baseline':
    case 'effect':
      return metricKind === undefined || metricKind === 'binary' ? 'share' : 'amount';
    case 'prediction':
    case 'other':
      return 'amount';
  }
}

/** The believed range of an assumption: both ends, the same when one number was stated; `null` without a number. */
export function believedEnds({ low, high }: Assumption): { readonly low: number; readonly high: number } | null {
  const [from, to] = [low ?? high, high ?? low];
  return from === undefined || to === undefined ? null : { low: from, high: to };
}

/** The believed range in words, e.g. `between 3% and 6%`; `undefined` when no number is stated. */
export function believedRange(assumption: Assumption, criterion: NumbersOf): string | undefined {
  const ends = believedEnds(assumption);
  if (ends === null) return undefined;
  const { low, high } = ends;
  const say = (value: number) => believedNumber(assumption, value, criterion);
  const unit = unitOf(assumption, criterion);
  return `${low === high ? say(low) : `between ${say(low)} and ${say(high)}`}${unit}`;
}

function believedNumber({ kind }: Assumption, value: number, { metric, currency }: NumbersOf): string {
  switch (numberStyle(kind, metric.kind)) {
    case 'share':
      return formatShare(value);
    case 'money':
      return formatExactAmount(value, currency);
    case 'amount':
      return formatExact(value);
  }
}

function unitOf({ kind, unit }: Assumption, { metric }: NumbersOf): string {
  if (kind === 'other') return unit ? ` ${unit}` : '';
  const isAmount = (kind === 'baseline' || kind === 'effect') && metric.kind !== 'binary';
  return isAmount && metric.unit ? ` ${metric.unit}` : '';
}
