import { isDeepStrictEqual } from 'node:util';
import type { Database } from '../../platform/database/database.ts';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import type { Role } from '../people/index.ts';
import { type CurrentDraft, currentDraft, requireNewest, translationIn } from './current-draft.use-case.ts';
import { lockFraming } from './framing.store.ts';
import { FRAMING_LIMITS } from './framing.ts';
import { lastDraftEvent, putDraft } from './framing-drafts.store.ts';
import type { TranslationWriter } from './translation.ts';

/** What every change of the framing needs. */
export interface FramingPorts {
  readonly database: Database;
  readonly now: () => Date;
  /** The roles that a person holds on an initiative. */
  readonly rolesOf: (queryable: Queryable, initiativeNo: number, accountId: string) => Promise<readonly Role[]>;
}

/**
 * Saves the draft when its writer began with the newest one. Saving the same text again changes nothing, so that a
 * page which lost the answer may send it once more.
 * @returns the draft's revision.
 * @throws Problem FRAMING_DRAFT_CHANGED naming who saved a newer one and when
 */
export async function saveDraft(
  ports: FramingPorts,
  actor: Actor,
  initiative: StoredInitiative,
  given: { readonly content: Readonly<Record<string, unknown>>; readonly revision: number },
): Promise<number> {
  return ports.database.transaction(async (tx) => {
    await lockFraming(tx, initiative.no);
    const draft = await currentDraft(tx, initiative);
    if (draft.saved && isDeepStrictEqual(draft.content, JSON.parse(JSON.stringify(given.content)))) {
      return draft.revision;
    }
    requireNewest(draft, given.revision);
    return writeDraft(ports, tx, actor, initiative, draft, given.content);
  });
}

/** Writes new content in place of a draft, in the transaction that holds its framing, and returns its revision. */
export async function writeDraft(
  ports: FramingPorts,
  tx: Transaction,
  actor: Actor,
  initiative: StoredInitiative,
  before: CurrentDraft,
  content: Readonly<Record<string, unknown>>,
): Promise<number> {
  const at = ports.now();
  const revision = before.revision + 1;
  await putDraft(tx, {
    initiativeNo: initiative.no,
    iteration: initiative.iteration,
    content,
    revision,
    updatedBy: actor.accountId,
    updatedByName: actor.name,
    updatedAt: at,
    writer: writerAfter(before, content, actor),
  });
  await recordDrafting(ports, tx, actor, initiative, at);
  return revision;
}

/** Whoever changed the translation wrote it; whoever changed something else did not. */
function writerAfter(
  before: CurrentDraft,
  content: Readonly<Record<string, unknown>>,
  actor: Actor,
): TranslationWriter | null {
  const translation = translationIn(content);
  if (translation === before.translation) return before.writer;
  return translation === '' ? null : { accountId: actor.accountId, name: actor.name };
}

/** A page saves while one types. One event every few minutes shows that somebody worked on it and keeps the log readable. */
async function recordDrafting(
  ports: FramingPorts,
  tx: Transaction,
  actor: Actor,
  initiative: StoredInitiative,
  at: Date,
): Promise<void> {
  const draftId = `${initiative.id}/${initiative.iteration}`;
  const last = await lastDraftEvent(tx, initiative.id, draftId, actor.accountId);
  if (last && at.getTime() - last.getTime() < FRAMING_LIMITS.draftEventMinutes * 60_000) return;
  await appendEvent(
    tx,
    {
      kind: 'framing.drafted',
      sentence: 'worked on the draft of the framing',
      ...(await framingEvent(ports, tx, actor, initiative)),
      objectType: 'framing-draft',
      objectId: draftId,
      detail: { iteration: initiative.iteration },
    },
    at,
  );
}

/** The part that all events of the framing share: who, in which roles, on which line and at which step. */
export async function framingEvent(ports: FramingPorts, tx: Transaction, actor: Actor, initiative: StoredInitiative) {
  const roles = await ports.rolesOf(tx, initiative.no, actor.accountId);
  return {
    actorId: actor.accountId,
    actorName: actor.name,
    ...(roles.length > 0 ? { actingAs: roles.join(',') } : {}),
    subjectId: initiative.id,
    section: 'frame',
  };
}
