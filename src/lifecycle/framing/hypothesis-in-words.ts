import type { CandidateContent } from './candidate.ts';

/**
 * What a prediction task claims, as a sentence that a run can test; `null` while the task does not say about whom and
 * what is predicted. Its parts are words of people, so they are quoted and not bent into grammar.
 */
export function hypothesisInWords({
  entity,
  outcome,
  moment,
  heuristic,
}: CandidateContent['predictionTask']): string | null {
  if (entity === undefined || outcome === undefined) return null;
  const when = moment === undefined ? '' : ` (when: ${moment})`;
  const beaten = heuristic === undefined ? '' : `. It must beat the rule of thumb: ${heuristic}`;
  return `For each ${entity.one} it can be predicted: "${outcome}"${when}${beaten}`;
}
