import { sql } from 'kysely';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import { STEPS } from '../line-order.ts';
import { FINDING_LIMITS } from './findings.schema.ts';
import { type Return, readMissedRoles } from './lateness.ts';

/** What was found by a person or by a verdict. */
export type ReturnSource = { readonly findingId: string } | { readonly ticketId: string };

/** Ends the return of a finding or ticket that is in force, if there is one. */
export async function supersedeReturn(tx: Transaction, source: ReturnSource, at: Date): Promise<void> {
  const id = 'findingId' in source ? source.findingId : source.ticketId;
  await sql`
    update returns set superseded_at = ${at}
    where coalesce(finding_id, ticket_id) = ${id}::uuid and superseded_at is null`.execute(tx.tables());
}

/** Stores what it cost that something came back. */
export async function insertReturn(
  tx: Transaction,
  initiativeNo: number,
  source: ReturnSource,
  cost: Omit<Return, 'initiative'>,
  at: Date,
): Promise<void> {
  const ids = { findingId: null, ticketId: null, ...source };
  await sql`
    insert into returns (initiative_no, finding_id, ticket_id, raised_step, cause_step, raised_at, cause_closed_at,
      runs_redone, missed, noted_at)
    values (${initiativeNo}, ${ids.findingId}::uuid, ${ids.ticketId}::uuid, ${cost.raisedStep}, ${cost.causeStep},
      ${cost.raisedAt}::timestamptz, ${cost.causeClosedAt}::timestamptz, ${cost.runsRedone},
      ${JSON.stringify(cost.missed)}::jsonb, ${at})`.execute(tx.tables());
}

/** A return in force as the database has it. */
interface ReturnRow {
  readonly initiative_no: number;
  readonly source_id: string;
  readonly raised_step: string;
  readonly cause_step: string;
  readonly raised_at: Date;
  readonly cause_closed_at: Date | null;
  readonly runs_redone: number | null;
  readonly missed: readonly { readonly role: string; readonly how: string }[];
}

/** The returns in force of an initiative by the finding or ticket that they belong to, the newest first. */
export async function returnsOf(queryable: Queryable, initiativeNo: number): Promise<ReadonlyMap<string, Return>> {
  const { rows } = await sql<ReturnRow>`
    select initiative_no, coalesce(finding_id, ticket_id) as source_id, raised_step, cause_step, raised_at,
      cause_closed_at, runs_redone, missed
    from returns where initiative_no = ${initiativeNo} and superseded_at is null
    order by no desc limit ${FINDING_LIMITS.weighedReturns}`.execute(queryable.tables());
  return new Map(
    rows.flatMap((row) => {
      const found = toReturn(row);
      return found ? [[row.source_id, found] as const] : [];
    }),
  );
}

function toReturn(row: ReturnRow): Return | null {
  const raisedStep = STEPS.find((step) => step === row.raised_step);
  const causeStep = STEPS.find((step) => step === row.cause_step);
  if (!raisedStep || !causeStep) return null;
  return {
    initiative: String(row.initiative_no),
    raisedStep,
    causeStep,
    raisedAt: row.raised_at.toISOString(),
    causeClosedAt: row.cause_closed_at?.toISOString() ?? null,
    runsRedone: row.runs_redone,
    missed: readMissedRoles(row.missed),
  };
}
