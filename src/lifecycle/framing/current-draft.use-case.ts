import type { Queryable } from '../../platform/database/queryable.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import { refuseFraming } from './framing.errors.ts';
import { findVersionInState } from './framing.store.ts';
import { latestDraft } from './framing-drafts.store.ts';
import type { TranslationWriter } from './translation.ts';

/** The draft that the present iteration works on. */
export interface CurrentDraft {
  readonly content: Readonly<Record<string, unknown>>;
  /** Counts the saves of the initiative over all iterations, so that a page left open never overwrites a new iteration. */
  readonly revision: number;
  /** Who saved it in this iteration and when; `null` when nobody has yet. */
  readonly saved: { readonly byName: string; readonly at: Date } | null;
  /** The translation as far as it is written; empty while it is not. */
  readonly translation: string;
  /** Who wrote the translation last; `null` while there is none. */
  readonly writer: TranslationWriter | null;
}

/** The draft of the present iteration. A new iteration begins with what was signed last, because most of it stays. */
export async function currentDraft(queryable: Queryable, initiative: StoredInitiative): Promise<CurrentDraft> {
  const latest = await latestDraft(queryable, initiative.no);
  if (latest && latest.iteration === initiative.iteration) {
    return {
      content: latest.content,
      revision: latest.revision,
      saved: { byName: latest.updatedByName, at: latest.updatedAt },
      translation: translationIn(latest.content),
      writer: latest.writer,
    };
  }
  const signed = await findVersionInState(queryable, initiative.no, 'locked');
  const content = signed?.content ?? latest?.content ?? {};
  const writer = signed ? signed.writer : (latest?.writer ?? null);
  return { content, revision: latest?.revision ?? 0, saved: null, translation: translationIn(content), writer };
}

/** The translation in a draft that may be incomplete or wrong; empty where there is none. */
export function translationIn(content: Readonly<Record<string, unknown>>): string {
  return typeof content.translation === 'string' ? content.translation.trim() : '';
}

/** Refuses whoever did not begin with the newest draft. @throws Problem FRAMING_DRAFT_CHANGED */
export function requireNewest(draft: CurrentDraft, revision: number): void {
  if (draft.revision === revision) return;
  const what = draft.saved
    ? `${draft.saved.byName} saved a newer one on ${momentInWords(draft.saved.at)}`
    : 'a new iteration has begun since';
  throw refuseFraming('FRAMING_DRAFT_CHANGED', { what });
}

function momentInWords(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' at ')} UTC`;
}
