import type { Database, Transaction } from '../../platform/database/queryable.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { ExperimentAccess } from './experiment-access.use-case.ts';
import { EXPIRING, type Expired, type ExpiringKind, findExpired, holdExpired, removeForGood } from './expired.store.ts';
import { readKeptDays } from './retention.store.ts';
import { keptInWords, removedBefore } from './retention.ts';

/** What may be removed: its kind, its id on the wire, and where its files are. */
export type Removable = Pick<Expired, 'id' | 'filesUri'> & { readonly kind: ExpiringKind };

/** What removing for good needs. */
export interface RemovalPorts {
  readonly database: Database;
  readonly access: Pick<ExperimentAccess, 'forget'>;
  readonly now: () => Date;
  /** Whether a later room needs a run, a logged model or the files at a place: a registered version was made from them. */
  readonly isNeeded: (tx: Transaction, what: Removable) => Promise<boolean>;
  /** Removes the files at a place. */
  readonly removeFiles: (tx: Transaction, filesUri: string) => Promise<void>;
  readonly announce: (slug: string | null) => void;
}

/** Things that are looked at together. */
const AT_ONCE = 200;

const WORDS: Readonly<Record<ExpiringKind, (thing: Expired) => string>> = {
  'logged-model': ({ name, experimentName }) => `the logged model "${name}" of the experiment "${experimentName}"`,
  run: ({ name, experimentName }) => `the run "${name}" of the experiment "${experimentName}"`,
  experiment: ({ name }) => `the experiment "${name}"`,
};

/**
 * Removes for good what was deleted longer ago than the installation keeps it, as far as nothing refers to it: no
 * conclusion, no registered version and no logged model. Each removal is one transaction with its event.
 * @returns how many things were removed; none while deleted things are kept for ever.
 */
export async function removeExpired(ports: RemovalPorts): Promise<number> {
  const keptDays = await readKeptDays(ports.database);
  if (keptDays === null) return 0;
  const beforeMs = removedBefore(ports.now(), keptDays);
  let removed = 0;
  for (const kind of EXPIRING) {
    let after = -1;
    for (;;) {
      const expired = await findExpired(ports.database, kind, beforeMs, after, AT_ONCE);
      for (const { no } of expired) if (await removeOne(ports, kind, no, { beforeMs, keptDays })) removed += 1;
      const last = expired.at(-1);
      if (!last) break;
      after = last.no;
    }
  }
  if (removed > 0) {
    ports.access.forget();
    ports.announce(null);
  }
  return removed;
}

async function removeOne(
  ports: RemovalPorts,
  kind: ExpiringKind,
  no: number,
  { beforeMs, keptDays }: { readonly beforeMs: number; readonly keptDays: number },
): Promise<boolean> {
  return ports.database.transaction(
    async (tx) => {
      const thing = await holdExpired(tx, kind, no, beforeMs);
      if (!thing || (await ports.isNeeded(tx, { ...thing, kind }))) return false;
      await ports.removeFiles(tx, thing.filesUri);
      await removeForGood(tx, kind, no);
      await appendEvent(
        tx,
        {
          kind: `${kind}.removed`,
          sentence: `removed ${WORDS[kind](thing)} for good, because deleted things are kept ${keptInWords(keptDays)}`,
          actorId: null,
          actorName: 'Throughline',
          ...(thing.initiativeId === null ? {} : { subjectId: thing.initiativeId, section: 'build' }),
          objectType: kind,
          objectId: thing.id,
          detail: { name: thing.name, deletedAt: new Date(thing.deletedMs).toISOString(), keptDays },
        },
        ports.now(),
      );
      return true;
    },
    // A run may have millions of points.
    { statementTimeoutMs: 0 },
  );
}
