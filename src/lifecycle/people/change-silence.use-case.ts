import type { Database } from '../../platform/database/database.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { Actor } from '../initiatives/index.ts';
import { writeSilentAfterDays } from './people.store.ts';

/** Changes after how many days without a word somebody counts as silent, for the whole installation; the log keeps it. */
export async function changeSilence(
  ports: { readonly database: Database; readonly now: () => Date },
  actor: Actor,
  days: number,
): Promise<{ readonly silentAfterDays: number }> {
  await ports.database.transaction(async (tx) => {
    const at = ports.now();
    const before = await writeSilentAfterDays(tx, { days, accountId: actor.accountId, at });
    if (before === days) return;
    await appendEvent(
      tx,
      {
        kind: 'people.silence-changed',
        sentence: `decided that somebody counts as silent after ${days} days without a word; it was ${before}`,
        actorId: actor.accountId,
        actorName: actor.name,
        objectType: 'installation',
        objectId: 'silent-after-days',
        detail: { before, after: days },
      },
      at,
    );
  });
  return { silentAfterDays: days };
}
