import { appendEvent } from '../../platform/events/events.store.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { draftTranslation, translationHashOf } from './approve-translation.use-case.ts';
import { currentDraft } from './current-draft.use-case.ts';
import { refuseFraming } from './framing.errors.ts';
import { lockFraming } from './framing.store.ts';
import { putDraft } from './framing-drafts.store.ts';
import { type FramingPorts, framingEvent } from './save-draft.use-case.ts';
import type { TranslationState } from './translation.ts';

/**
 * A data scientist takes over the wording of the draft as their own, word for word. So an expert who wrote the
 * translation can approve it all the same: two people stand behind every wording, whoever typed it.
 * @throws Problem FRAMING_TRANSLATION_CHANGED
 */
export async function takeOverTranslation(
  ports: FramingPorts,
  actor: Actor,
  initiative: StoredInitiative,
  textHash: string,
): Promise<TranslationState | null> {
  return ports.database.transaction(async (tx) => {
    await lockFraming(tx, initiative.no);
    const draft = await currentDraft(tx, initiative);
    if (draft.translation === '' || translationHashOf(initiative.question, draft.translation) !== textHash) {
      throw refuseFraming('FRAMING_TRANSLATION_CHANGED');
    }
    const writer = { accountId: actor.accountId, name: actor.name };
    if (draft.writer?.accountId !== actor.accountId) {
      const at = ports.now();
      await putDraft(tx, {
        initiativeNo: initiative.no,
        iteration: initiative.iteration,
        content: draft.content,
        revision: draft.revision + 1,
        updatedBy: actor.accountId,
        updatedByName: actor.name,
        updatedAt: at,
        writer,
      });
      await appendEvent(
        tx,
        {
          kind: 'framing.translation-taken-over',
          sentence: `took over the translation of the question${draft.writer ? ` that ${draft.writer.name} wrote` : ''}`,
          ...(await framingEvent(ports, tx, actor, initiative)),
          objectType: 'framing-translation',
          objectId: textHash,
          detail: { slug: initiative.slug, textHash, translation: draft.translation },
        },
        at,
      );
    }
    return draftTranslation(tx, initiative, { translation: draft.translation, writer });
  });
}
