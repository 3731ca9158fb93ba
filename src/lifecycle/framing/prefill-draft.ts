import type { CandidateContent } from './candidate.ts';
import { type Draft, partAt, sayJson, withPart } from './draft-path.ts';

/** A field of the framing for which a candidate offers other words than those that stand there. */
export interface KeptField {
  readonly path: string;
  readonly written: unknown;
  readonly offered: unknown;
}

/** A draft with the words of a candidate in its empty fields. */
export interface Prefilled {
  readonly content: Draft;
  /** Fields that had other words and kept them. */
  readonly kept: readonly KeptField[];
}

/** The fields of the framing that a candidate fills: its prediction task and its decision policy. */
export const PREFILLED_PATHS = [
  'predictionTask.entity',
  'predictionTask.moment',
  'predictionTask.outcome',
  'predictionTask.waitDays',
  'predictionTask.heuristic',
  'decisionPolicy.action',
  'decisionPolicy.actor',
  'decisionPolicy.capacityPerCycle',
  'decisionPolicy.cycleDays',
  'decisionPolicy.costPerActionCents',
  'successCriterion.currency',
] as const;

/**
 * Writes a candidate into a draft: its empty fields are filled, and a field in which somebody wrote other words keeps
 * them unless it is named in `replace`.
 */
export function prefillDraft(draft: Draft, candidate: CandidateContent, replace: readonly string[] = []): Prefilled {
  const kept: KeptField[] = [];
  let content = draft;
  for (const path of PREFILLED_PATHS) {
    const offered = offeredAt(candidate, path);
    const written = partAt(draft, path);
    if (offered === undefined || sayJson(offered) === sayJson(written)) continue;
    if (isEmpty(written) || replace.includes(path)) content = withPart(content, path, offered);
    else kept.push({ path, written, offered });
  }
  return { content, kept };
}

function offeredAt(candidate: CandidateContent, path: (typeof PREFILLED_PATHS)[number]): unknown {
  if (path !== 'successCriterion.currency') return partAt(candidate, path);
  // A currency is only offered with an amount in it.
  return candidate.decisionPolicy.costPerActionCents === undefined ? undefined : candidate.currency;
}

function isEmpty(written: unknown): boolean {
  if (typeof written === 'object' && written !== null) return Object.values(written).every(isEmpty);
  return written === undefined || written === null || (typeof written === 'string' && written.trim() === '');
}
