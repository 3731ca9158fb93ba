import type { Queryable } from '../../platform/database/queryable.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import { digestOf } from '../../platform/events/hash-chain.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { currentDraft } from './current-draft.use-case.ts';
import { refuseFraming } from './framing.errors.ts';
import { findVersionInState, lockFraming } from './framing.store.ts';
import { insertApproval, listApprovals } from './framing-agreements.store.ts';
import { type FramingPorts, framingEvent } from './save-draft.use-case.ts';
import { type TranslationState, type TranslationWriter, translationState } from './translation.ts';

/** A wording that somebody may approve: that of the draft, or that of the version which waits for signatures. */
interface OfferedWording {
  readonly translation: string;
  readonly writer: TranslationWriter | null;
}

/** What an approval is on: SHA-256 of the question as it was asked and the translation beside it, in hexadecimal. */
export function translationHashOf(question: string, translation: string): string {
  return digestOf({ question, translation: translation.trim() });
}

/**
 * An expert approves exactly the wording that they read beside the question. Approving the same wording again changes
 * nothing; any change of the wording needs a new approval.
 * @throws Problem FRAMING_TRANSLATION_CHANGED, FRAMING_TRANSLATION_OWN
 */
export async function approveTranslation(
  ports: FramingPorts,
  actor: Actor,
  initiative: StoredInitiative,
  textHash: string,
): Promise<TranslationState> {
  return ports.database.transaction(async (tx) => {
    await lockFraming(tx, initiative.no);
    const wording = await requireOffered(tx, initiative, textHash);
    if (wording.writer?.accountId === actor.accountId) throw refuseFraming('FRAMING_TRANSLATION_OWN');
    const at = ports.now();
    const approval = { textHash, translation: wording.translation, accountId: actor.accountId, name: actor.name, at };
    if (await insertApproval(tx, initiative.no, approval)) {
      await appendEvent(
        tx,
        {
          kind: 'framing.translation-approved',
          sentence: 'approved the translation of the question, word for word',
          ...(await framingEvent(ports, tx, actor, initiative)),
          objectType: 'framing-translation',
          objectId: textHash,
          detail: {
            slug: initiative.slug,
            textHash,
            translation: wording.translation,
            writerId: wording.writer?.accountId ?? null,
            writerName: wording.writer?.name ?? null,
          },
        },
        at,
      );
    }
    return translationState(textHash, wording.writer, await listApprovals(tx, initiative.no));
  });
}

/** The offered wording with a digest. @throws Problem FRAMING_TRANSLATION_CHANGED */
export async function requireOffered(
  queryable: Queryable,
  initiative: StoredInitiative,
  textHash: string,
): Promise<OfferedWording> {
  const draft = await currentDraft(queryable, initiative);
  const waiting = await findVersionInState(queryable, initiative.no, 'proposed');
  const wordings: readonly OfferedWording[] = [
    ...(draft.translation === '' ? [] : [{ translation: draft.translation, writer: draft.writer }]),
    ...(waiting ? [{ translation: waiting.content.translation, writer: waiting.writer }] : []),
  ];
  const found = wordings.find(({ translation }) => translationHashOf(initiative.question, translation) === textHash);
  if (!found) throw refuseFraming('FRAMING_TRANSLATION_CHANGED');
  return found;
}

/** Where the wording of the draft stands; `null` while nothing is written. */
export async function draftTranslation(
  queryable: Queryable,
  initiative: StoredInitiative,
  draft: OfferedWording,
): Promise<TranslationState | null> {
  if (draft.translation === '') return null;
  const textHash = translationHashOf(initiative.question, draft.translation);
  return translationState(textHash, draft.writer, await listApprovals(queryable, initiative.no));
}
