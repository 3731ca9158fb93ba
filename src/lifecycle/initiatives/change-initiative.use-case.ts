import type { Database } from '../../platform/database/database.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { Actor } from './actor.ts';
import type { StoredInitiative, Visibility } from './initiative.ts';
import { updateInitiative } from './initiatives.store.ts';

/** Changes the short name or who may read an initiative. The question itself is never rewritten. */
export async function changeInitiative(
  ports: { readonly database: Database; readonly now: () => Date },
  actor: Actor,
  initiative: StoredInitiative,
  change: { readonly name?: string | undefined; readonly visibility?: Visibility | undefined },
): Promise<StoredInitiative> {
  const said = [
    change.name !== undefined && change.name !== initiative.name ? `renamed it to "${change.name}"` : '',
    change.visibility !== undefined && change.visibility !== initiative.visibility
      ? `made it ${change.visibility}`
      : '',
  ].filter((part) => part !== '');
  if (said.length === 0) return initiative;
  return ports.database.transaction(async (tx) => {
    const changed = await updateInitiative(tx, initiative.no, change);
    await appendEvent(
      tx,
      {
        kind: 'initiative.changed',
        sentence: said.join(' and '),
        actorId: actor.accountId,
        actorName: actor.name,
        subjectId: initiative.id,
        objectType: 'initiative',
        objectId: initiative.id,
        detail: { name: changed.name, visibility: changed.visibility },
      },
      ports.now(),
    );
    return changed;
  });
}
