import { sql } from 'kysely';
import type { Queryable } from '../../platform/database/queryable.ts';
import { type Return, readMissedRoles } from '../feedback/index.ts';
import type { Reader } from './line-fragments.store.ts';
import { partOf } from './portfolio.store.ts';

/** What came back on the initiatives that the reader may see, the newest first, at most `limit`. */
export async function listReturns(queryable: Queryable, reader: Reader, limit: number): Promise<readonly Return[]> {
  const { rows } = await sql<{
    slug: string;
    raised_step: string;
    cause_step: string;
    raised_at: Date;
    cause_closed_at: Date | null;
    runs_redone: number | null;
    missed: readonly { readonly role: string; readonly how: string }[];
  }>`
    select i.slug, r.raised_step, r.cause_step, r.raised_at, r.cause_closed_at, r.runs_redone, r.missed
    from returns r join initiatives i on i.no = r.initiative_no
    where r.superseded_at is null and ${reader.isVisible}
    order by r.no desc limit ${limit}`.execute(queryable.tables());
  return rows.flatMap((row) => {
    const raisedStep = partOf(row.raised_step);
    const causeStep = partOf(row.cause_step);
    if (!raisedStep || !causeStep) return [];
    return [
      {
        initiative: row.slug,
        raisedStep,
        causeStep,
        raisedAt: row.raised_at.toISOString(),
        causeClosedAt: row.cause_closed_at?.toISOString() ?? null,
        runsRedone: row.runs_redone,
        missed: readMissedRoles(row.missed),
      },
    ];
  });
}
