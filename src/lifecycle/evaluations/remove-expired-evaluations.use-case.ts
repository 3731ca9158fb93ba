import type { Database } from '../../platform/database/queryable.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import { keptInWords, removedBefore } from '../experiments/index.ts';
import {
  EXPIRING_EVALUATIONS,
  type ExpiredEvaluation,
  type ExpiringEvaluation,
  findExpiredEvaluations,
  removeEvaluationForGood,
} from './expired-evaluations.store.ts';

interface RemovalPorts {
  readonly database: Database;
  readonly now: () => Date;
}

/** Sets and scorers that are looked at together. */
const AT_ONCE = 200;

const WORDS: Readonly<Record<ExpiringEvaluation, (name: string, count: number) => string>> = {
  'evaluation-set': (name) => `the evaluation set "${name}"`,
  'evaluation-records': (name, count) => `${count} deleted ${plural('record', count)} of the evaluation set "${name}"`,
  scorer: (name, count) => `${count} deleted ${plural('version', count)} of the scorer "${name}"`,
};

/**
 * Removes for good what of evaluation sets and scorers was deleted longer ago than the installation keeps it, each in one
 * transaction with its event.
 * @returns of how many sets and scorers something was removed; none while deleted things are kept for ever.
 */
export async function removeExpiredEvaluations(
  ports: RemovalPorts & { readonly keptDays: () => Promise<number | null> },
): Promise<number> {
  const keptDays = await ports.keptDays();
  if (keptDays === null) return 0;
  const past = { beforeMs: removedBefore(ports.now(), keptDays), keptDays };
  let removed = 0;
  for (const kind of EXPIRING_EVALUATIONS) {
    let after = -1;
    for (;;) {
      const expired = await findExpiredEvaluations(ports.database, kind, past.beforeMs, after, AT_ONCE);
      for (const thing of expired) if (await removeOne(ports, kind, thing, past)) removed += 1;
      const last = expired.at(-1);
      if (!last) break;
      after = last.no;
    }
  }
  return removed;
}

async function removeOne(
  ports: RemovalPorts,
  kind: ExpiringEvaluation,
  { no, id, name, initiativeIds }: ExpiredEvaluation,
  { beforeMs, keptDays }: { readonly beforeMs: number; readonly keptDays: number },
): Promise<boolean> {
  return ports.database.transaction(
    async (tx) => {
      const count = await removeEvaluationForGood(tx, kind, no, beforeMs);
      if (count === 0) return false;
      const event = {
        kind: `${kind}.removed`,
        sentence: `removed ${WORDS[kind](name, count)} for good, because deleted things are kept ${keptInWords(keptDays)}`,
        actorId: null,
        actorName: 'Throughline',
        objectType: kind === 'scorer' ? 'scorer' : 'evaluation-set',
        objectId: id,
        detail: { name, count, keptDays },
      };
      if (initiativeIds.length === 0) await appendEvent(tx, event, ports.now());
      for (const subjectId of initiativeIds)
        await appendEvent(tx, { ...event, subjectId, section: 'build' }, ports.now());
      return true;
    },
    // A set may have many long records.
    { statementTimeoutMs: 0 },
  );
}

function plural(word: string, count: number): string {
  return count === 1 ? word : `${word}s`;
}
