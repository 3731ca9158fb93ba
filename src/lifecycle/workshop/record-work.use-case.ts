import type { Transaction } from '../../platform/database/database.ts';
import type { Work } from '../../platform/documents/open-document.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { Role } from '../people/index.ts';
import { type Counts, TOLD_EVERY_MS, type UntoldWork } from './untold-work.ts';
import { workSentence } from './work-sentence.ts';
import { initiativeAt, noteTelling } from './workshop.store.ts';
import type { WorkshopDocument } from './workshop-documents.ts';

/** What recording work needs. */
export interface RecordWorkPorts {
  readonly now: () => Date;
  readonly untold: UntoldWork;
  readonly rolesOf: (tx: Transaction, initiativeNo: number, accountId: string) => Promise<readonly Role[]>;
  /** Called after the commit when the log has something new. */
  readonly onTold: (slug: string) => void;
}

/**
 * Records who worked on a document, in the transaction that stores the changes: it makes them present at Frame.
 * @returns what is to be stored; `null` when nothing is to be told yet.
 */
export function recordWork(
  ports: RecordWorkPorts,
  document: WorkshopDocument,
  name: string,
  work: readonly Work[],
): ((tx: Transaction) => Promise<void>) | null {
  const at = ports.now();
  const due = work.flatMap(({ author, counts }) => {
    const total = ports.untold.add(name, author.accountId, counts, at.getTime());
    return total ? [{ author, total }] : [];
  });
  if (due.length === 0) return null;
  return async (tx) => {
    for (const { author, total } of due) await tell(ports, tx, document, name, author, total, at);
  };
}

async function tell(
  ports: RecordWorkPorts,
  tx: Transaction,
  document: WorkshopDocument,
  name: string,
  author: Work['author'],
  total: Counts,
  at: Date,
): Promise<void> {
  const { accountId } = author;
  const before = new Date(at.getTime() - TOLD_EVERY_MS);
  const isDue = await noteTelling(tx, { document: name, accountId }, at, before);
  tx.afterCommit(() => ports.untold.told(name, accountId, isDue, at.getTime()));
  const initiative = isDue ? await initiativeAt(tx, document.slug) : null;
  if (!initiative) return;
  const roles = await ports.rolesOf(tx, initiative.no, accountId);
  await appendEvent(
    tx,
    {
      kind: 'workshop.worked',
      sentence: workSentence(document.kind, total),
      actorId: accountId,
      actorName: author.name,
      ...(roles.length > 0 ? { actingAs: roles.join(',') } : {}),
      subjectId: initiative.id,
      section: 'frame',
      objectType: document.kind === 'framing-document' ? 'framing-document' : 'board',
      objectId: name,
      detail: { slug: document.slug, ...total },
    },
    at,
  );
  tx.afterCommit(() => ports.onTold(document.slug));
}
