import { sql } from 'kysely';
import type { Queryable } from '../../platform/database/queryable.ts';
import type { FramingSummary } from '../framing/index.ts';
import { type EvidenceKind, isAgreed } from '../people/index.ts';
import { readLastVerdict, type StoredVerdictRow } from './last-verdict.ts';
import {
  isSeated,
  lastActivity,
  lastVerdict,
  presentPlace,
  presentSince,
  presentStep,
} from './line-fragments.store.ts';
import { partOf } from './portfolio.store.ts';
import { roleOf } from './role-of.ts';
import { type SitterInRole, sittersAt } from './step-sitters.store.ts';
import type { LineFacts } from './today-facts.ts';

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
