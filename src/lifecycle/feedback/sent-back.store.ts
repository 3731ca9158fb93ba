import { sql } from 'kysely';
import type { Queryable } from '../../platform/database/queryable.ts';
import { STEPS, type Step } from '../line-order.ts';
import { ticketsById } from './feedback.store.ts';
import { type Finding, isEarlier } from './finding.ts';
import { FINDING_COLUMNS, FINDING_PEOPLE, type FindingRow, toFinding } from './findings.store.ts';
import type { ReturnTicket } from './ticket.ts';

/** A place in the list of what was found, newest first. */
export interface SentBackPlace {
  /** In ms since 1970. */
  readonly at: number;
  readonly id: string;
}

/** Something that was found, by a person or by a verdict. */
export type SentBack =
  | { readonly kind: 'finding'; readonly finding: Finding }
  | { readonly kind: 'ticket'; readonly ticket: ReturnTicket };

/**
 * What was found on an initiative, by people and by verdicts in one order, the newest first. The two stay tables of their
 * own, because a ticket is answered by roles and never accepted, and a finding is owned and accepted.
 */
export async function listSentBack(
  queryable: Queryable,
  initiativeNo: number,
  page: { readonly after: SentBackPlace | null; readonly limit: number },
): Promise<{ readonly items: readonly SentBack[]; readonly next: SentBackPlace | null }> {
  const after = page.after === null ? null : new Date(page.after.at);
  const { rows } = await sql<{ kind: 'finding' | 'ticket'; id: string; at: Date }>`
    select * from (
      select 'finding' as kind, id, raised_at as at from findings where initiative_no = ${initiativeNo}
      union all
      select 'ticket', id, opened_at from return_tickets where initiative_no = ${initiativeNo}
    ) found
    where ${after}::timestamptz is null or (at, id) < (${after}::timestamptz, ${page.after?.id ?? null}::uuid)
    order by at desc, id desc
    limit ${page.limit + 1}`.execute(queryable.tables());
  const shown = rows.slice(0, page.limit);
  const idsOf = (kind: 'finding' | 'ticket') => shown.flatMap((row) => (row.kind === kind ? [row.id] : []));
  const [findings, tickets] = await Promise.all([
    findingsById(queryable, idsOf('finding')),
    ticketsById(queryable, initiativeNo, idsOf('ticket')),
  ]);
  const items = shown.flatMap(({ kind, id }): readonly SentBack[] => {
    const finding = findings.get(id);
    const ticket = tickets.get(id);
    if (kind === 'finding') return finding ? [{ kind, finding }] : [];
    return ticket ? [{ kind, ticket }] : [];
  });
  const last = shown.at(-1);
  return { items, next: rows.length > page.limit && last ? { at: last.at.getTime(), id: last.id } : null };
}

async function findingsById(queryable: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, Finding>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<FindingRow>`
    select ${FINDING_COLUMNS} from findings f ${FINDING_PEOPLE} where f.id = any(${[...ids]}::uuid[])`.execute(
    queryable.tables(),
  );
  return new Map(
    rows.flatMap((row) => {
      const finding = toFinding(row);
      return finding ? [[finding.id, finding] as const] : [];
    }),
  );
}

/** What was found on an initiative in numbers, over all iterations. */
export interface SentBackCounts {
  /** Findings not settled and tickets not answered. */
  readonly open: number;
  readonly openHigh: number;
  /** What went back to an earlier step: the number on the returning arrow. */
  readonly sentBack: number;
  readonly openSentBack: number;
}

/** Counts what was found on an initiative, and the steps that something went back to. */
export async function countSentBack(
  queryable: Queryable,
  initiativeNo: number,
): Promise<SentBackCounts & { readonly to: readonly Step[] }> {
  const { rows } = await sql<{ is_open: boolean; is_high: boolean; raised: string; cause: string | null; n: number }>`
    select is_open, is_high, raised, cause, count(*)::int as n from (
      select closed_at is null as is_open, severity = 'high' as is_high, raised_step as raised, cause_step as cause
      from findings where initiative_no = ${initiativeNo}
      union all
      select closed_at is null, false, 'learn', return_to from return_tickets where initiative_no = ${initiativeNo}
    ) found group by 1, 2, 3, 4`.execute(queryable.tables());
  const isSentBack = (row: { raised: string; cause: string | null }) => {
    const raised = STEPS.find((step) => step === row.raised);
    const cause = STEPS.find((step) => step === row.cause);
    return raised !== undefined && cause !== undefined && isEarlier(cause, raised);
  };
  const count = (isCounted: (row: (typeof rows)[number]) => boolean) =>
    rows.filter(isCounted).reduce((sum, { n }) => sum + n, 0);
  return {
    open: count((row) => row.is_open),
    openHigh: count((row) => row.is_open && row.is_high),
    sentBack: count(isSentBack),
    openSentBack: count((row) => row.is_open && isSentBack(row)),
    to: STEPS.filter((step) => rows.some((row) => row.cause === step && isSentBack(row))),
  };
}
