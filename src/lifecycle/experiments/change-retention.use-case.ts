import type { Database } from '../../platform/database/queryable.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { Caller } from './experiment.ts';
import { holdKeptDays, setKeptDays } from './retention.store.ts';
import { keptInWords } from './retention.ts';

/** Says for how many days deleted experiments, runs, logged models, evaluation sets and scorers are kept; `null` keeps them for ever. */
export async function changeRetention(
  ports: { readonly database: Database; readonly now: () => Date },
  caller: Caller,
  keptDays: number | null,
): Promise<void> {
  await ports.database.transaction(async (tx) => {
    const before = await holdKeptDays(tx);
    if (before === keptDays) return;
    await setKeptDays(tx, keptDays);
    await appendEvent(
      tx,
      {
        kind: 'retention.changed',
        sentence: `decided that deleted experiments and runs are kept ${keptInWords(keptDays)}`,
        actorId: caller.accountId,
        actorName: caller.name,
        objectType: 'installation',
        objectId: 'retention',
        detail: { before, after: keptDays },
      },
      ports.now(),
    );
  });
}
