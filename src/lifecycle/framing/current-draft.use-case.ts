import type { Queryable } from '../../platform/database/queryable.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import { refuseFraming } from './framing.errors.ts';
import { findVersionInState } from './framing.store.ts';
import { latestDraft } from './framing-drafts.store.ts';

/** The draft that the present iteration works on. */
export interface CurrentDraft {
  readonly content: Readonly<Record<string, unknown>>;
  /** Counts the saves of the initiative over all iterations, so that a page left open never overwrites a new iteration. */
  readonly revision: number;
  /** Who saved it in this iteration and when; `null` when nobody has yet. */
  readonly saved: { readonly byName: string; readonly at: Date } | null;
}

/** The draft of the present iteration. A new iteration begins with what was signed last, because most of it stays. */
export async function currentDraft(queryable: Queryable, initiative: StoredInitiative): Promise<CurrentDraft> {
  const latest = await latestDraft(queryable, initiative.no);
  if (latest && latest.iteration === initiative.iteration) {
    return {
      content: latest.content,
      revision: latest.revision,
      saved: { byName: latest.updatedByName, at: latest.updatedAt },
    };
  }
  const signed = await findVersionInState(queryable, initiative.no, 'locked');
  return { content: signed?.content ?? latest?.content ?? {}, revision: latest?.revision ?? 0, saved: null };
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
