import type { Transaction } from '../../platform/database/database.ts';
import type { Work } from '../../platform/documents/open-document.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { Role } from '../people/index.ts';
import { workSentence } from './work-sentence.ts';
import { addWork, initiativeAt } from './workshop.store.ts';
import type { WorkshopDocument } from './workshop-documents.ts';

/** A person's work in one document is told of at most this often, so that a log of a workshop can be read. */
export const TOLD_EVERY_MS = 10 * 60_000;

/** What recording work needs. */
export interface RecordWorkPorts {
  readonly now: () => Date;
  readonly rolesOf: (tx: Transaction, initiativeNo: number, accountId: string) => Promise<readonly Role[]>;
  /** Called after the commit when the log has something new. */
  readonly onTold: (slug: string) => void;
}

/**
 * Records who worked on a document, in the transaction that stores the changes: it makes them present at Frame. The first
 * work is told of at once and what follows is counted, and told of with the next work after ten minutes.
 */
export async function recordWork(
  ports: RecordWorkPorts,
  tx: Transaction,
  document: WorkshopDocument,
  name: string,
  work: readonly Work[],
): Promise<void> {
  const initiative = await initiativeAt(tx, document.slug);
  if (!initiative) return;
  const at = ports.now();
  const before = new Date(at.getTime() - TOLD_EVERY_MS);
  for (const { author, counts } of work) {
    if (Object.values(counts).every((count) => count === 0)) continue;
    const total = await addWork(tx, { document: name, accountId: author.accountId, counts }, at, before);
    if (!total) continue;
    const roles = await ports.rolesOf(tx, initiative.no, author.accountId);
    await appendEvent(
      tx,
      {
        kind: 'workshop.worked',
        sentence: workSentence(document.kind, total),
        actorId: author.accountId,
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
}
