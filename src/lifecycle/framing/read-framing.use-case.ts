import type { FieldProblem } from '../../platform/contract/index.ts';
import type { Queryable } from '../../platform/database/queryable.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import { translationHashOf } from './approve-translation.use-case.ts';
import { type CurrentDraft, currentDraft } from './current-draft.use-case.ts';
import { draftGaps } from './draft-gaps.ts';
import { refuseFraming } from './framing.errors.ts';
import { findVersion, findVersionBefore, findVersionInState, listVersions } from './framing.store.ts';
import { FRAMING_LIMITS } from './framing.ts';
import { listApprovals } from './framing-agreements.store.ts';
import { type FramingChange, framingChanges } from './framing-changes.ts';
import type { FramingVersion, LockedFraming } from './framing-version.ts';
import { type TranslationState, type TranslationWriter, translationState } from './translation.ts';

/** The whole framing of an initiative. */
export interface FramingReading {
  readonly draft: CurrentDraft;
  readonly gaps: readonly FieldProblem[];
  readonly current: FramingVersion | null;
  readonly versions: readonly FramingVersion[];
  /** Where the wording of the draft's translation stands; `null` while nothing is written. */
  readonly translation: TranslationState | null;
  /** Where the wording of a version's translation stands. */
  readonly translationOf: (version: FramingVersion) => TranslationState;
}

/** The draft, what keeps it from being put forward, the version in force, and all versions, newest first. */
export async function readFraming(queryable: Queryable, initiative: StoredInitiative): Promise<FramingReading> {
  const draft = await currentDraft(queryable, initiative);
  const approvals = await listApprovals(queryable, initiative.no);
  const stateOf = (translation: string, writer: TranslationWriter | null) =>
    translationState(translationHashOf(initiative.question, translation), writer, approvals);
  return {
    draft,
    translation: draft.translation === '' ? null : stateOf(draft.translation, draft.writer),
    translationOf: ({ content, writer }) => stateOf(content.translation, writer),
    gaps: draftGaps(draft.content),
    current: await findVersionInState(queryable, initiative.no, 'locked'),
    versions: await listVersions(queryable, initiative.no, FRAMING_LIMITS.listedVersions),
  };
}

/** The framing in force, or `null` before the first one has all of its signatures. */
export async function lockedFraming(queryable: Queryable, initiative: StoredInitiative): Promise<LockedFraming | null> {
  const version = await findVersionInState(queryable, initiative.no, 'locked');
  return version?.lockedAt ? { ...version, lockedAt: version.lockedAt } : null;
}

/**
 * What a version says otherwise than the last signed one before it, or than the one just before it when none was signed.
 * @throws Problem FRAMING_VERSION_UNKNOWN
 */
export async function changesOf(
  queryable: Queryable,
  initiative: StoredInitiative,
  version: number,
): Promise<{ readonly against: number | null; readonly changes: readonly FramingChange[] }> {
  const after = await findVersion(queryable, initiative.no, version);
  if (!after) throw refuseFraming('FRAMING_VERSION_UNKNOWN', { version });
  const before = await findVersionBefore(queryable, initiative.no, version);
  return before
    ? { against: before.version, changes: framingChanges(before.content, after.content) }
    : { against: null, changes: [] };
}
