import { formatMoney, rangeWords } from '../../../web/kit/index.ts';
import { type CandidateContent, candidateWorth, type Level, missingOfCandidate } from '../candidate.ts';

/** What the levels of feasibility and of risk are called. */
export const FEASIBILITY_WORDS: Readonly<Record<Level, string>> = { low: 'hard', medium: 'doable', high: 'easy' };

/** What the levels of risk are called. */
export const RISK_LEVEL_WORDS: Readonly<Record<Level, string>> = { low: 'low', medium: 'some', high: 'high' };

/** What a task would bring after the cost of acting, in words; what is missing for it otherwise. */
export function worthWords(content: CandidateContent): string {
  const worth = candidateWorth(content);
  if (worth === null) return `Not known yet: ${missingForWorth(content)} missing`;
  return rangeWords(worth.lowCents, worth.highCents, (cents) => formatMoney(cents, content.currency));
}

function missingForWorth({ value, decisionPolicy }: CandidateContent): string {
  const parts = [
    ...(value ? [] : ['what it would bring']),
    ...(decisionPolicy.capacityPerCycle === undefined ? ['how many actions are possible'] : []),
    ...(decisionPolicy.costPerActionCents === undefined ? ['what an action costs'] : []),
  ];
  return `${inWords(parts)} ${parts.length === 1 ? 'is' : 'are'}`;
}

/** What a task still lacks, in one sentence; `null` when nothing. */
export function missingWords(content: CandidateContent): string | null {
  const missing = missingOfCandidate(content);
  return missing.length === 0 ? null : `Still open: ${inWords(missing)}.`;
}

function inWords(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
