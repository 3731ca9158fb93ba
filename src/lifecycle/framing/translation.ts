import { isRequired, type PlaybookContent } from '../people/index.ts';

/** Who wrote a wording of the translation last, or took it over as their own. */
export interface TranslationWriter {
  readonly accountId: string;
  /** The name as it was then. */
  readonly name: string;
}

/** A named expert's approval of one exact wording beside the question as it was asked. */
export interface TranslationApproval {
  /** Digest of the question and the wording together. */
  readonly textHash: string;
  /** The wording that was approved. */
  readonly translation: string;
  readonly accountId: string;
  /** The name as it was then. */
  readonly name: string;
  readonly at: string;
}

/** Where a wording of the translation stands. */
export interface TranslationState {
  readonly textHash: string;
  readonly writer: TranslationWriter | null;
  /** Approvals of exactly this wording. */
  readonly approvals: readonly TranslationApproval[];
  /** The latest approval of another wording, which the change made stale; `null` when this one is approved or none ever was. */
  readonly stale: TranslationApproval | null;
}

/** Where a wording stands, among all approvals of an initiative, newest first. */
export function translationState(
  textHash: string,
  writer: TranslationWriter | null,
  all: readonly TranslationApproval[],
): TranslationState {
  const approvals = all.filter((approval) => approval.textHash === textHash);
  return { textHash, writer, approvals, stale: approvals.length > 0 ? null : (all[0] ?? null) };
}

/**
 * Whether a framing under this playbook is signed only after an expert approved the translation: wherever the playbook
 * seats an expert at Frame who does more than be told.
 */
export function needsApprovedTranslation({ steps }: Pick<PlaybookContent, 'steps'>): boolean {
  return steps.some(({ part, seats: { sme } }) => part === 'frame' && sme !== undefined && isRequired(sme));
}
