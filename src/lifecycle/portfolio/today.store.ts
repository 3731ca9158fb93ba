import { type RawBuilder, sql } from 'kysely';
import type { Queryable } from '../../platform/database/queryable.ts';
import type { FramingSummary } from '../framing/index.ts';
import type { Step } from '../line-order.ts';
import { type EvidenceKind, isAgreed, ROLES, type Role, type Sitter } from '../people/index.ts';
import { readLastVerdict, type StoredVerdictRow } from './last-verdict.ts';
import {
  isSeated,
  kpiPoints,
  lastActivity,
  lastVerdict,
  presentPlace,
  presentSince,
  presentStep,
} from './line-fragments.store.ts';
import { partOf } from './portfolio.store.ts';
import type { AwaitedAnswer, LineFacts, StandingAsk, WaitingFlag } from './today-facts.ts';

interface FactsRow extends StoredVerdictRow {
  readonly no: number;
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly iteration: number;
  readonly step: string | null;
  readonly part: string | null;
  readonly playbook: string;
  readonly approved: readonly string[];
  readonly since: Date;
  readonly created_by: string;
  readonly founder_sits: boolean;
  readonly roles: readonly string[];
  readonly framing_iteration: number | null;
  readonly framing_summary: FramingSummary | null;
  readonly proposed_version: number | null;
  readonly proposed_at: Date | null;
  readonly signed: readonly { readonly role: string; readonly accountId: string }[];
  readonly is_translation_approved: boolean;
  readonly assignments: number;
  readonly outcomes: number;
  readonly tickets: number;
  readonly open_tickets: number;
  readonly has_open_high_finding: boolean;
}

/** The initiatives at whose table a person sits, with all that Today needs to know, newest activity first. */
export async function factsOfPerson(
  queryable: Queryable,
  accountId: string,
  limit: number,
): Promise<readonly (LineFacts & { readonly id: string })[]> {
  const { rows } = await sql<FactsRow>`
    with mine as (
      select i.*, ${presentStep} as step, ${lastActivity()} as activity
      from initiatives i
      where ${isSeated(accountId)}
      order by activity desc nulls last, i.no desc
      limit ${limit}
    )
    select i.no, i.id, i.slug, i.name, i.iteration, i.step, at.part, i.playbook, i.created_by, ${presentSince} as since,
      exists (select from seats s
        where s.initiative_no = i.no and s.account_id = i.created_by and s.left_at is null) as founder_sits,
      array(select distinct s.role from seats s
        where s.initiative_no = i.no and s.account_id = ${accountId}::uuid and s.left_at is null) as roles,
      array(select a.role from step_approvals a
        where a.initiative_no = i.no and a.iteration = i.iteration and a.step = i.step) as approved,
      f.iteration as framing_iteration, f.summary as framing_summary,
      p.version as proposed_version, p.proposed_at,
      (select coalesce(jsonb_agg(jsonb_build_object('role', o.role, 'accountId', o.account_id)), '[]')
        from framing_sign_offs o where o.initiative_no = i.no and o.version = p.version) as signed,
      exists (select from framing_translation_approvals t
        where t.initiative_no = i.no and t.translation = p.content ->> 'translation') as is_translation_approved,
      coalesce((select c.count from ledger_counts c where c.initiative_no = i.no and c.kind = 'assignments'), 0) as assignments,
      coalesce((select c.count from ledger_counts c where c.initiative_no = i.no and c.kind = 'outcomes'), 0) as outcomes,
      (select count(*) from return_tickets t where t.initiative_no = i.no and t.iteration = i.iteration) as tickets,
      (select count(*) from return_tickets t
        where t.initiative_no = i.no and t.iteration = i.iteration and t.closed_at is null) as open_tickets,
      exists (select from findings o
        where o.initiative_no = i.no and o.severity = 'high' and o.closed_at is null) as has_open_high_finding,
      v.*
    from mine i
    left join lateral ${presentPlace} at on true
    left join framing_versions f on f.initiative_no = i.no and f.state = 'locked'
    left join framing_versions p on p.initiative_no = i.no and p.state = 'proposed' and p.iteration = i.iteration
    left join lateral ${lastVerdict} v on true
    order by i.activity desc nulls last, i.no desc`.execute(queryable.tables());
  const sitters = await sittersAt(
    queryable,
    rows.flatMap(({ no, step }) => (step === null ? [] : [{ no, step }])),
  );
  return rows.map((row) => toFacts(row, accountId, sitters.get(row.no) ?? []));
}

/** Return tickets that wait for an answer in a role that a person holds, the longest waiting first, at most `limit`. */
export async function awaitedAnswers(
  queryable: Queryable,
  accountId: string,
  limit: number,
): Promise<readonly AwaitedAnswer[]> {
  const { rows } = await sql<{
    id: string;
    slug: string;
    name: string;
    iteration: number;
    role: string;
    headline: string;
    ask: string;
    opened_at: Date;
    answer_by: string | null;
  }>`
    select t.id, i.slug, i.name, t.iteration, r.role, t.headline, t.ask, t.opened_at, t.answer_by
    from (select distinct initiative_no, role from seats where account_id = ${accountId}::uuid and left_at is null) mine
    join return_tickets t on t.initiative_no = mine.initiative_no and t.closed_at is null
    join return_ticket_roles r on r.ticket_id = t.id and r.role = mine.role and r.answered_at is null
    join initiatives i on i.no = t.initiative_no
    order by t.opened_at, t.id, r.place
    limit ${limit}`.execute(queryable.tables());
  return rows.flatMap((row) => {
    const role = roleOf(row.role);
    if (!role) return [];
    const { id: ticketId, slug, name, iteration, headline, ask, opened_at, answer_by: answerBy } = row;
    return [{ ticketId, slug, name, iteration, role, headline, ask, openedAt: opened_at.toISOString(), answerBy }];
  });
}

/** Flags that wait for an answer in a role that a person holds, the longest waiting first, at most `limit`. */
export async function waitingFlags(
  queryable: Queryable,
  accountId: string,
  limit: number,
): Promise<readonly WaitingFlag[]> {
  const { rows } = await sql<{
    thread_id: string;
    slug: string;
    name: string;
    label: string;
    by_name: string;
    opened_at: Date;
  }>`
    select t.id as thread_id, i.slug, i.name, t.label, a.name as by_name, t.opened_at
    from (
      select initiative_no, array_agg(distinct role) as roles from seats
      where account_id = ${accountId}::uuid and left_at is null group by initiative_no
    ) mine
    join threads t on t.initiative_no = mine.initiative_no and t.kind = 'flag' and t.closed_at is null
      and t.addressed_roles && mine.roles and t.opened_by <> ${accountId}::uuid
    join initiatives i on i.no = t.initiative_no
    join accounts a on a.id = t.opened_by
    order by t.opened_at, t.no
    limit ${limit}`.execute(queryable.tables());
  return rows.map((row) => ({
    threadId: row.thread_id,
    slug: row.slug,
    name: row.name,
    label: row.label,
    by: row.by_name,
    openedAt: row.opened_at.toISOString(),
  }));
}

/** Kinds of notices whose matter Today knows from the tables themselves. */
const KNOWN_OTHERWISE = [
  'ticket.opened',
  'framing.proposed',
  'step.closed',
  'step.reopened',
  'flag.raised',
  'flag.reopened',
  'alias.proposed',
] as const;

/** What notices ask of a person beside what Today knows itself (mentions, findings, workshops), one for each matter. */
export async function standingAsks(
  queryable: Queryable,
  isVisible: RawBuilder<boolean>,
  accountId: string,
  limit: number,
): Promise<readonly StandingAsk[]> {
  const { rows } = await sql<{
    slug: string;
    name: string;
    sentence: string;
    verb: string;
    minutes: number;
    path: string;
    at: Date;
  }>`
    select * from (
      select distinct on (n.matter) i.slug, i.name, n.sentence, n.verb, n.minutes, n.path, n.at, n.no
      from notifications n join initiatives i on i.no = n.initiative_no
      where n.account_id = ${accountId} and n.is_ask and n.done_at is null
        and n.kind <> all(${[...KNOWN_OTHERWISE]}::text[]) and ${isVisible}
      order by n.matter, n.no desc
    ) asks
    order by no limit ${limit}`.execute(queryable.tables());
  return rows.map(({ at, slug, name, sentence, verb, minutes, path }) => ({
    slug,
    name,
    sentence,
    verb,
    minutes,
    path,
    since: at.toISOString(),
  }));
}

/** A point of a KPI as observed. */
export interface SeriesPoint {
  /** ISO day. */
  readonly periodEnd: string;
  readonly value: number;
}

/** The newest KPI points of each initiative, oldest first. */
export async function kpiSeries(
  queryable: Queryable,
  initiativeNos: readonly number[],
  pointsEach: number,
): Promise<ReadonlyMap<number, readonly SeriesPoint[]>> {
  const { rows } = await sql<{ no: number; period_end: string; value: number }>`
    select i.no, k.period_end, k.value
    from unnest(${[...initiativeNos]}::bigint[]) i (no)
    cross join lateral (select * from ${kpiPoints} points limit ${pointsEach}) k
    order by i.no, k.period_end, k.period_start`.execute(queryable.tables());
  const series = new Map<number, SeriesPoint[]>();
  for (const { no, period_end: periodEnd, value } of rows) {
    const known = series.get(no);
    if (known) known.push({ periodEnd, value });
    else series.set(no, [{ periodEnd, value }]);
  }
  return series;
}

/** Something that somebody else did on an initiative. */
export interface LineChange {
  readonly seq: number;
  readonly at: Date;
  readonly actorName: string;
  readonly kind: string;
  readonly sentence: string;
  /** The step where it happened, its part of the line and its name; `null` for what belongs to no step. */
  readonly step: string | null;
  readonly part: Step | null;
  readonly stepName: string | null;
  readonly initiativeId: string;
}

/** The newest events of these initiatives that a person did not cause, at most `limit`. */
export async function changesByOthers(
  queryable: Queryable,
  initiativeIds: readonly string[],
  accountId: string,
  limit: number,
): Promise<readonly LineChange[]> {
  const { rows } = await sql<{
    seq: number;
    at: Date;
    actor_name: string;
    kind: string;
    sentence: string;
    step: string | null;
    part: string | null;
    step_name: string | null;
    subject_id: string;
  }>`
    select e.seq, e.at, e.actor_name, e.kind, line.step, line.part, line.name as step_name, e.subject_id,
      -- What its author removed is told by no page any more.
      case when e.object_type = 'comment' and e.kind <> 'comment.removed' and exists (
          select from events r where r.kind = 'comment.removed' and r.object_id = e.object_id)
        then 'said something, and removed it later' else e.sentence end as sentence
    from unnest(${[...initiativeIds]}::uuid[]) i (id)
    cross join lateral (
      select * from events e
      where e.subject_id = i.id and e.actor_id is distinct from ${accountId}::uuid
      order by e.seq desc limit ${limit}
    ) e
    join initiatives own on own.id = e.subject_id
    left join playbook_steps line on line.playbook = own.playbook and line.step = e.section
    order by e.seq desc
    limit ${limit}`.execute(queryable.tables());
  return rows.map((row) => ({
    seq: row.seq,
    at: row.at,
    actorName: row.actor_name,
    kind: row.kind,
    sentence: row.sentence,
    step: row.step,
    part: partOf(row.part),
    stepName: row.step_name,
    initiativeId: row.subject_id,
  }));
}

type SitterInRole = Sitter & { readonly role: Role };

/** Everybody who sits at the given step of each initiative, with their last contribution there in this iteration. */
async function sittersAt(
  queryable: Queryable,
  places: readonly { readonly no: number; readonly step: string }[],
): Promise<ReadonlyMap<number, readonly SitterInRole[]>> {
  const { rows } = await sql<{
    no: number;
    id: string;
    role: string;
    account_id: string;
    name: string;
    seated_at: Date;
    last_at: Date | null;
  }>`
    select i.no, s.id, s.role, s.account_id, a.name, s.seated_at,
      case when s.last_contribution_at >= i.iteration_began_at then s.last_contribution_at end as last_at
    from unnest(${places.map(({ no }) => no)}::bigint[], ${places.map(({ step }) => step)}::text[]) place (no, step)
    join initiatives i on i.no = place.no
    join seats s on s.initiative_no = i.no and s.step = place.step and s.left_at is null
    join accounts a on a.id = s.account_id
    order by i.no, s.seated_at, s.id`.execute(queryable.tables());
  const sitters = new Map<number, SitterInRole[]>();
  for (const row of rows) {
    const role = roleOf(row.role);
    if (!role) continue;
    const sitter = {
      role,
      seatId: row.id,
      accountId: row.account_id,
      name: row.name,
      seatedAt: row.seated_at.toISOString(),
      lastContributionAt: row.last_at?.toISOString() ?? null,
    };
    const known = sitters.get(row.no);
    if (known) known.push(sitter);
    else sitters.set(row.no, [sitter]);
  }
  return sitters;
}

function toFacts(row: FactsRow, accountId: string, sitters: readonly SitterInRole[]): LineFacts & { id: string } {
  return {
    no: row.no,
    id: row.id,
    slug: row.slug,
    name: row.name,
    iteration: row.iteration,
    step: row.step,
    part: partOf(row.part),
    playbook: row.playbook,
    approved: row.approved.flatMap((word) => roleOf(word) ?? []),
    since: row.since.toISOString(),
    isFounder: row.created_by === accountId,
    doesFounderSit: row.founder_sits,
    roles: row.roles.flatMap((word) => roleOf(word) ?? []),
    sitters,
    evidence: evidenceOf(row),
    framing:
      row.framing_iteration === null || row.framing_summary === null
        ? null
        : { iteration: row.framing_iteration, summary: row.framing_summary },
    proposed:
      row.proposed_version === null || row.proposed_at === null
        ? null
        : {
            version: row.proposed_version,
            proposedAt: row.proposed_at.toISOString(),
            signed: row.signed.flatMap(({ role: word, accountId: signer }) => {
              const role = roleOf(word);
              return role ? [{ role, accountId: signer }] : [];
            }),
            isTranslationApproved: row.is_translation_approved,
          },
    hasAssignments: row.assignments > 0,
    hasOutcomes: row.outcomes > 0,
    lastVerdict: readLastVerdict(row),
  };
}

/** The evidence that the gates ask for, for many initiatives at once; the same rules as those of the rooms that own it. */
function evidenceOf(row: FactsRow): ReadonlySet<EvidenceKind> {
  const evidence = new Set<EvidenceKind>();
  const isLocked = row.framing_iteration === row.iteration;
  if (isLocked) evidence.add('framing-locked');
  if (isLocked || isAgreed(row.signed.flatMap(({ role }) => roleOf(role) ?? []))) evidence.add('framing-agreed');
  if (row.assignments > 0 && row.outcomes > 0) evidence.add('ledger-started');
  if (row.tickets > 0 && row.open_tickets === 0) evidence.add('verdict-answered');
  if (!row.has_open_high_finding) evidence.add('no-open-high-findings');
  return evidence;
}

function roleOf(word: string): Role | undefined {
  return ROLES.find((role) => role === word);
}
