import type { Database } from '../../platform/database/database.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import type { Role } from './roles.ts';

/** Says something at a step, in the roles that the speaker holds; it makes them heard there. */
export async function remark(
  ports: { readonly database: Database; readonly now: () => Date },
  actor: Actor,
  roles: readonly Role[],
  initiative: StoredInitiative,
  step: string,
  text: string,
): Promise<{ readonly seq: number }> {
  const seq = await ports.database.transaction((tx) =>
    appendEvent(
      tx,
      {
        kind: 'table.remark',
        sentence: `said: "${text}"`,
        actorId: actor.accountId,
        actorName: actor.name,
        ...(roles.length > 0 ? { actingAs: roles.join(',') } : {}),
        subjectId: initiative.id,
        section: step,
        objectType: 'step',
        objectId: `${initiative.id}/${initiative.iteration}/${step}`,
        detail: { text },
      },
      ports.now(),
    ),
  );
  return { seq };
}
