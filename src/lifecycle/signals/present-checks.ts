import type { z } from 'zod';
import type { StoredCheck } from './signal-check.ts';
import { verdictOf, verdictSentence } from './signal-words.ts';
import type { checkEntrySchema, checkSchema } from './signals.schema.ts';

/** A check of a list, as it is sent. */
export function presentEntry(check: StoredCheck): z.output<typeof checkEntrySchema> {
  const { id, datasetId, datasetName, version, state, phase, failure, result } = check;
  return {
    id,
    datasetId,
    datasetName,
    version,
    target: check.choice.target,
    state,
    phase,
    verdict: result && verdictOf(result.found),
    sentence: result && verdictSentence({ ...check, result }),
    failure,
    startedBy: check.startedBy.name,
    startedAt: check.startedAt.toISOString(),
    finishedAt: check.finishedAt?.toISOString() ?? null,
  };
}

/** A check with all that it found, as it is sent. */
export function presentCheck(check: StoredCheck): z.output<typeof checkSchema> {
  const { tableSha256, choice, task, result } = check;
  return { ...presentEntry(check), tableSha256, choice, task, result };
}
