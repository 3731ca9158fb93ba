import { formatMoney, rangeWords } from '../../../web/kit/index.ts';
import { type CandidateContent, candidateWorth, type Level, missingOfCandidate } from '../candidate.ts';

/** What the levels of feasibility and of risk are called. */
export const FEASIBILITY_WORDS: Readonly<Record<Level, string>> = { low: 'hard', medium: 'doable', high: 'easy' };

/** What the levels of risk are called. */
export const RISK_LEVEL_WORDS: Readonly<Record<Level, string>> = { low: 'low', medium: 'some', high: 'high' };

/** What a task would bring after the cost of acting, in words; `null` while a part of it is missing. */
export function worthWords(content: CandidateContent): string | null {
  const worth = candidateWorth(content);
  // A minus sign stays with its number at the end of a line.
  const say = (cents: number) => formatMoney(cents, content.currency).replace('−', '−\u2060');
  return worth && rangeWords(worth.lowCents, worth.highCents, say);
}

/** What a task still lacks, at most `most` things by name; `null` when nothing. */
export function missingWords(content: CandidateContent, most: number): string | null {
  const missing = missingOfCandidate(content);
  if (missing.length === 0) return null;
  const more = missing.length - most;
  const named = more > 1 ? [...missing.slice(0, most), `${more} more`] : missing;
  return named.length < 2 ? named.join('') : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`;
}
