import type { JSONColumnType } from 'kysely';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import type { TranslationWriter } from './translation.ts';

interface DraftTables {
  framing_drafts: {
    initiative_no: number;
    iteration: number;
    content: JSONColumnType<Readonly<Record<string, unknown>>>;
    revision: number;
    updated_by: string;
    updated_by_name: string;
    updated_at: Date;
    translated_by: string | null;
    translated_by_name: string | null;
  };
}

/** A draft as it is stored. */
export interface StoredDraft {
  readonly iteration: number;
  readonly content: Readonly<Record<string, unknown>>;
  readonly revision: number;
  readonly updatedByName: string;
  readonly updatedAt: Date;
  /** Who wrote the translation last; `null` while there is none. */
  readonly writer: TranslationWriter | null;
}

/** The draft of the latest iteration that has one, or `null`. */
export async function latestDraft(queryable: Queryable, initiativeNo: number): Promise<StoredDraft | null> {
  const row = await queryable
    .tables<DraftTables>()
    .selectFrom('framing_drafts')
    .selectAll()
    .where('initiative_no', '=', initiativeNo)
    .orderBy('iteration', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) return null;
  return {
    iteration: row.iteration,
    content: row.content,
    revision: row.revision,
    updatedByName: row.updated_by_name,
    updatedAt: row.updated_at,
    writer: writerOf(row.translated_by, row.translated_by_name),
  };
}

/** Stores the draft of an iteration in place of the one before. */
export async function putDraft(
  tx: Transaction,
  draft: {
    readonly initiativeNo: number;
    readonly iteration: number;
    readonly content: unknown;
    readonly revision: number;
    readonly updatedBy: string;
    readonly updatedByName: string;
    readonly updatedAt: Date;
    readonly writer: TranslationWriter | null;
  },
): Promise<void> {
  const changing = {
    content: JSON.stringify(draft.content),
    revision: draft.revision,
    updated_by: draft.updatedBy,
    updated_by_name: draft.updatedByName,
    updated_at: draft.updatedAt,
    translated_by: draft.writer?.accountId ?? null,
    translated_by_name: draft.writer?.name ?? null,
  };
  await tx
    .tables<DraftTables>()
    .insertInto('framing_drafts')
    .values({ initiative_no: draft.initiativeNo, iteration: draft.iteration, ...changing })
    .onConflict((conflict) => conflict.columns(['initiative_no', 'iteration']).doUpdateSet(changing))
    .execute();
}

/** When a person last saved the draft of an iteration in a way that the log tells; `null` when never. */
export async function lastDraftEvent(
  queryable: Queryable,
  initiativeId: string,
  draftId: string,
  accountId: string,
): Promise<Date | null> {
  const rows = await queryable.query<{ at: Date | null }>(
    `select max(at) as at from events
     where subject_id = $1 and section = 'frame' and actor_id = $2 and kind = 'framing.drafted' and object_id = $3`,
    [initiativeId, accountId, draftId],
  );
  return rows[0]?.at ?? null;
}

/** Who wrote a translation, from its two columns. */
export function writerOf(accountId: string | null, name: string | null): TranslationWriter | null {
  return accountId === null || name === null ? null : { accountId, name };
}
