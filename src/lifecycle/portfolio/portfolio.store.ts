import { sql } from 'kysely';
import type { Queryable } from '../../platform/database/queryable.ts';
import type { Kpi } from '../framing/index.ts';
import type { Visibility } from '../initiatives/index.ts';
import { STEPS, type Step } from '../line-order.ts';
import { RISK_TIERS, type RiskTier } from '../people/index.ts';
import type { Seated } from './faces.ts';
import { type LastVerdict, readLastVerdict, type StoredVerdictRow } from './last-verdict.ts';
import {
  kpiPoints,
  lastActivity,
  lastVerdict,
  presentPart,
  presentPlace,
  presentSince,
  presentStep,
  type Reader,
} from './line-fragments.store.ts';
import { PORTFOLIO_LIMITS } from './portfolio-limits.ts';
import { roleOf } from './role-of.ts';

/** What a page of initiatives is asked for. */
export interface LineQuery {
  readonly reader: Reader;
  /** Text to look for in the name and the question. */
  readonly text: string | null;
  /** Only initiatives at a step of this part; `done` for those whose steps are all closed. */
  readonly part: Step | 'done' | null;
  /** Where the page before ended. */
  readonly after: LineCursor | null;
  readonly limit: number;
}

/**
 * A place in the list of initiatives by newest activity. The order is that of the moment when the first page was read,
 * so that no initiative is shown twice or left out because something happens to it while somebody leafs through.
 */
export interface LineCursor {
  /** Sequence number of the newest event when the first page was read. */
  readonly asOf: number;
  /** Sequence number of the last event of the last initiative shown. */
  readonly activity: number;
}

/** One initiative of the list. */
export interface Line {
  readonly no: number;
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly question: string;
  readonly visibility: Visibility;
  readonly iteration: number;
  /** `null` when every step is closed. */
  readonly step: string | null;
  readonly part: Step | null;
  readonly stepName: string | null;
  /** Key and version of its playbook. */
  readonly playbook: string;
  readonly riskTier: RiskTier | null;
  readonly since: Date;
  readonly lastActivityAt: Date;
  readonly cursor: LineCursor;
  /** The KPI of the framing in force. */
  readonly kpi: Kpi | null;
  /** The KPI as last observed. */
  readonly kpiNow: { readonly value: number; readonly periodEnd: string } | null;
  readonly lastVerdict: LastVerdict | null;
  readonly openTickets: number;
}

interface LineRow extends StoredVerdictRow {
  readonly no: number;
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly question: string;
  readonly visibility: Visibility;
  readonly iteration: number;
  readonly step: string | null;
  readonly part: string | null;
  readonly step_name: string | null;
  readonly playbook: string;
  readonly risk_tier: string | null;
  readonly since: Date;
  readonly as_of: number;
  readonly activity: number;
  readonly last_activity_at: Date;
  readonly kpi: Kpi | null;
  readonly kpi_value: number | null;
  readonly kpi_period_end: string | null;
  readonly open_tickets: number;
}

/** A page of the initiatives that the reader may see, those with the newest activity first. */
export async function listLines(queryable: Queryable, query: LineQuery): Promise<readonly Line[]> {
  const pattern = query.text === null ? null : `%${query.text.replace(/[\\%_]/g, '\\$&')}%`;
  const asOf = sql<number | null>`(select as_of from reading)`;
  const before = sql`${query.after?.activity ?? null}::bigint`;
  const isAskedFor = sql`${query.reader.isVisible}
    and (${pattern}::text is null or i.name ilike ${pattern}::text or i.question ilike ${pattern}::text)
    and (${query.part}::text is null or coalesce(${presentPart}, 'done') = ${query.part}::text)`;
  const { rows } = await sql<LineRow>`
    with reading as (
      select coalesce(${query.after?.asOf ?? null}::bigint, (select max(seq) from events)) as as_of
    ),
    -- Whoever did something among the newest events comes before everybody else, so that most pages look at no more.
    recent as materialized (
      select e.subject_id, max(e.seq) as activity from (
        select subject_id, seq from events e where e.seq <= ${asOf} and (${before} is null or e.seq < ${before})
        order by e.seq desc limit ${PORTFOLIO_LIMITS.newestEvents}) e
      where e.subject_id is not null group by e.subject_id
    ),
    -- One after the other in their order, so that nobody looks at more of them than the page has.
    newest as materialized (
      select i.*, ordered.activity
      from (select * from recent order by activity desc) ordered
      cross join lateral (select * from initiatives i where i.id = ordered.subject_id and ${isAskedFor} offset 0) i
      where ${before} is null or not exists (
        select from events later where later.subject_id = i.id and later.seq >= ${before} and later.seq <= ${asOf})
      order by ordered.activity desc
      limit ${query.limit}
    ),
    page as materialized (
      select * from newest where (select count(*) from newest) = ${query.limit}
      union all
      select * from (
        select * from (
          select i.*, ${lastActivity(asOf)} as activity from initiatives i
          where (select count(*) from newest) < ${query.limit} and ${isAskedFor}
        ) i
        where activity is not null and (${before} is null or activity < ${before})
        order by activity desc
        limit ${query.limit}) everything
    ),
    -- The step of a line is looked for only where it is shown or asked for.
    lines as materialized (select i.*, ${presentStep} as step from page i)
    select i.no, i.id, i.slug, i.name, i.question, i.visibility, i.iteration, i.step, i.activity, i.playbook,
      at.part, at.step_name, f.summary ->> 'riskTier' as risk_tier,
      ${presentSince} as since, ${asOf} as as_of,
      (select e.at from events e where e.seq = i.activity) as last_activity_at,
      f.summary -> 'kpi' as kpi, k.value as kpi_value, k.period_end as kpi_period_end, v.*,
      (select count(*) from return_tickets t where t.initiative_no = i.no and t.closed_at is null) as open_tickets
    from lines i
    left join lateral ${presentPlace} at on true
    left join framing_versions f on f.initiative_no = i.no and f.state = 'locked'
    left join lateral (select * from ${kpiPoints} points limit 1) k on true
    left join lateral ${lastVerdict} v on true
    order by i.activity desc`.execute(queryable.tables());
  return rows.map(toLine);
}

/** Everybody who holds a seat on these initiatives, in the order in which they sat down. */
export async function seatedOn(
  queryable: Queryable,
  initiativeNos: readonly number[],
): Promise<ReadonlyMap<number, readonly Seated[]>> {
  const { rows } = await sql<{ no: number; account_id: string; name: string; step: string; role: string }>`
    select s.initiative_no as no, s.account_id, a.name, s.step, s.role
    from seats s join accounts a on a.id = s.account_id
    where s.initiative_no = any(${[...initiativeNos]}::bigint[]) and s.left_at is null
    order by s.initiative_no, s.seated_at, s.id`.execute(queryable.tables());
  const seated = new Map<number, Seated[]>();
  for (const row of rows) {
    const { step } = row;
    const role = roleOf(row.role);
    if (!role) continue;
    const seat = { accountId: row.account_id, name: row.name, step, role };
    const known = seated.get(row.no);
    if (known) known.push(seat);
    else seated.set(row.no, [seat]);
  }
  return seated;
}

/** A part of the line from its word in the database; `null` for none. */
export function partOf(word: string | null): Step | null {
  return STEPS.find((step) => step === word) ?? null;
}

function toLine(row: LineRow): Line {
  return {
    no: row.no,
    id: row.id,
    slug: row.slug,
    name: row.name,
    question: row.question,
    visibility: row.visibility,
    iteration: row.iteration,
    step: row.step,
    part: partOf(row.part),
    stepName: row.step_name,
    playbook: row.playbook,
    riskTier: RISK_TIERS.find((tier) => tier === row.risk_tier) ?? null,
    since: row.since,
    lastActivityAt: row.last_activity_at,
    cursor: { asOf: row.as_of, activity: row.activity },
    kpi: row.kpi,
    kpiNow:
      row.kpi_value === null || row.kpi_period_end === null
        ? null
        : { value: row.kpi_value, periodEnd: row.kpi_period_end },
    lastVerdict: readLastVerdict(row),
    openTickets: row.open_tickets,
  };
}
