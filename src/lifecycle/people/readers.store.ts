import { type RawBuilder, sql } from 'kysely';
import type { Viewer } from './viewer.ts';

/*
 * The rule `initiative.see` in the language of the database, so that lists leave out what somebody may not see in the
 * statement itself. Each names the initiative as `i`.
 */

/** Whether a person holds a seat of initiative `i`. */
function isSeated(accountId: RawBuilder<string>): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select from seats own where own.initiative_no = i.no and own.account_id = ${accountId} and own.left_at is null)`;
}

/** Whether the viewer may know that initiative `i` exists. */
export function isVisible({ accountId, isAuditor }: Viewer): RawBuilder<boolean> {
  return isReader(sql<string>`${accountId}::uuid`, sql<boolean>`${isAuditor}::boolean`);
}

/** Whether account `a` may know that initiative `i` exists. */
export const isReaderOf: RawBuilder<boolean> = isReader(sql<string>`a.id`, sql<boolean>`a.is_auditor`);

function isReader(accountId: RawBuilder<string>, isAuditor: RawBuilder<boolean>): RawBuilder<boolean> {
  return sql<boolean>`(i.visibility = 'open' or ${isAuditor} or ${isSeated(accountId)})`;
}
