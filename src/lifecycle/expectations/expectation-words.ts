import { formatExact } from '../../words/index.ts';
import type { ExpectationContent } from './expectation.ts';
import type { Condition, Segment } from './segment.ts';

/** A condition: "tickets is over 5". */
export function conditionWords(condition: Condition): string {
  const { column } = condition;
  switch (condition.kind) {
    case 'over':
      return `${column} over ${formatExact(condition.value)}`;
    case 'under':
      return `${column} under ${formatExact(condition.value)}`;
    case 'between':
      return `${column} between ${formatExact(condition.from)} and ${formatExact(condition.to)}`;
    case 'is':
      return `${column} ${condition.words.length === 1 ? '' : 'one of '}${listWords(
        condition.words.map((word) => `"${word}"`),
        'or',
      )}`;
    case 'missing':
      return `no value for ${column}`;
  }
}

/** Rows of a segment: "rows with tickets over 5 and reply "no"", or "all rows". */
export function segmentWords(segment: Segment): string {
  return segment.length === 0 ? 'all rows' : `rows with ${listWords(segment.map(conditionWords), 'and')}`;
}

/** An expectation as a sentence, as people read it. */
export function expectationSentence({
  target,
  outcome,
  claim,
}: Pick<ExpectationContent, 'target' | 'outcome' | 'claim'>): string {
  const what = foreseenWords({ target, outcome });
  const isShare = outcome !== null;
  const amount = (value: number): string => amountWords(value, isShare);
  switch (claim.kind) {
    case 'comparison': {
      const others = claim.against === null ? 'all others' : segmentWords(claim.against);
      const bound = claim.bound === 'at-least' ? 'at least' : 'at most';
      return `${capital(segmentWords(claim.group))} have ${bound} ${formatExact(claim.times)} times the ${what} of ${others}`;
    }
    case 'direction':
      return `More ${claim.column} never ${claim.never} the ${what}${toleranceWords(claim.tolerance, isShare)}${within(claim.segment)}`;
    case 'level':
      return `For ${segmentWords(claim.segment)} the mean ${what} is between ${amount(claim.from)} and ${amount(claim.to)}`;
    case 'invariance':
      return `Another ${claim.column} changes nothing about the ${what}${toleranceWords(claim.tolerance, isShare)}${within(claim.segment)}`;
    case 'quality':
      return claim.measure === 'order'
        ? `For ${segmentWords(claim.segment)} the model puts the right one of two first in at least ${formatExact(claim.bound * 100)} of 100 pairs`
        : `For ${segmentWords(claim.segment)} the model is off by at most ${formatExact(claim.bound)} on average`;
  }
}

/** What is foreseen: "risk of Churn "Yes"", or "predicted amount of price". */
export function foreseenWords({ target, outcome }: Pick<ExpectationContent, 'target' | 'outcome'>): string {
  return outcome === null ? `predicted ${target}` : `risk of ${target} "${outcome}"`;
}

/** A risk as people count it, or an amount in its unit. */
export function amountWords(value: number, isShare: boolean): string {
  return isShare ? `${formatExact(Number((value * 100).toPrecision(6)))} of 100` : formatExact(value);
}

function toleranceWords(tolerance: number, isShare: boolean): string {
  return tolerance === 0 ? '' : ` by more than ${amountWords(tolerance, isShare)}`;
}

function within(segment: Segment): string {
  return segment.length === 0 ? '' : `, for ${segmentWords(segment)}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A list in a sentence: "a, b and c". */
function listWords(items: readonly string[], last: 'and' | 'or'): string {
  return items.length <= 1 ? items.join('') : `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`;
}
