import { newId } from '../../platform/database/new-id.ts';
import type { Database } from '../../platform/database/queryable.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import type { Conclusion } from './conclusion.ts';
import { findRunsOf, insertConclusion } from './conclusions.store.ts';
import { refuseTracking } from './experiments.errors.ts';

/**
 * Writes what runs show, in the words of whoever concludes, next to the runs.
 * @throws Problem CONCLUSION_RUN_UNKNOWN when a run is none of this initiative
 */
export async function conclude(
  ports: { readonly database: Database; readonly now: () => Date },
  actor: Actor,
  initiative: StoredInitiative,
  given: { readonly text: string; readonly runIds: readonly string[] },
): Promise<Conclusion> {
  const { iteration } = initiative;
  const ids = [...new Set(given.runIds)];
  return ports.database.transaction(async (tx) => {
    const runs = await findRunsOf(tx, initiative.no, ids);
    const unknown = ids.find((id) => !runs.some((run) => run.id === id));
    if (unknown !== undefined) throw refuseTracking('CONCLUSION_RUN_UNKNOWN', { id: unknown });
    const at = ports.now();
    const conclusion = { id: newId(), iteration, text: given.text, authorName: actor.name };
    const runNos = runs.map(({ no }) => no);
    await insertConclusion(tx, initiative.no, { ...conclusion, authorId: actor.accountId, at }, runNos);
    await appendEvent(
      tx,
      {
        kind: 'runs.concluded',
        sentence: `concluded from ${runs.length === 1 ? 'a run' : `${runs.length} runs`}: "${given.text}"`,
        actorId: actor.accountId,
        actorName: actor.name,
        subjectId: initiative.id,
        section: 'build',
        objectType: 'conclusion',
        objectId: conclusion.id,
        detail: { runIds: ids, slug: initiative.slug, iteration },
      },
      at,
    );
    return {
      ...conclusion,
      at: at.toISOString(),
      runs: runs.map(({ no: _no, ...run }) => run),
    };
  });
}
