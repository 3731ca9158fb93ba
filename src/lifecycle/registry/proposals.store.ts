import { type RawBuilder, sql } from 'kysely';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import { ROLES } from '../people/index.ts';
import { type Decision, PROPOSAL_STATES, type Proposal, type ProposalState } from './proposal.ts';

interface ProposalRow {
  readonly id: string;
  readonly model_no: number;
  readonly model_name: string;
  readonly alias: string;
  readonly version: number | null;
  readonly initiative_no: number;
  readonly slug: string;
  readonly initiative_name: string;
  readonly reason: string;
  readonly files_sha256: string;
  readonly proposed_by: string;
  readonly proposed_by_name: string;
  readonly proposed_at: Date;
  readonly state: string;
  readonly closed_at: Date | null;
  readonly decisions: readonly (Omit<Decision, 'role' | 'decision'> & {
    readonly role: string;
    readonly decision: string;
  })[];
}

/** Stores a proposal; false when another one for the same alias of the same model is open. */
export async function insertProposal(
  tx: Transaction,
  proposal: Omit<Proposal, 'modelName' | 'initiative' | 'state' | 'closedAt' | 'decisions'>,
): Promise<boolean> {
  const rows = await tx.query(
    `insert into alias_proposals (id, model_no, alias, version, initiative_no, reason, files_sha256, proposed_by,
       proposed_by_name, proposed_at, state)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'open') on conflict do nothing returning id`,
    [
      proposal.id,
      proposal.modelNo,
      proposal.alias,
      proposal.version,
      proposal.initiativeNo,
      proposal.reason,
      proposal.filesSha256,
      proposal.proposedBy,
      proposal.proposedByName,
      proposal.proposedAt,
    ],
  );
  return rows.length > 0;
}

/** Holds a proposal until the end of the transaction and reads it; `null` when the model has none of this id. */
export async function holdProposal(tx: Transaction, modelNo: number, id: string): Promise<Proposal | null> {
  await tx.query('select id from alias_proposals where id = $1 and model_no = $2 for update', [id, modelNo]);
  const found = await select(tx, sql<boolean>`p.id = ${id} and p.model_no = ${modelNo}`, 1);
  return found[0] ?? null;
}

/** The proposals about a model, newest first. */
export async function proposalsOfModel(
  queryable: Queryable,
  modelNo: number,
  initiativeNos: readonly number[],
  limit: number,
): Promise<readonly Proposal[]> {
  return select(
    queryable,
    sql<boolean>`p.model_no = ${modelNo} and p.initiative_no = any(${[...initiativeNos]})`,
    limit,
  );
}

async function select(
  queryable: Queryable,
  condition: RawBuilder<boolean>,
  limit: number,
): Promise<readonly Proposal[]> {
  const { rows } = await sql<ProposalRow>`
    select p.*, m.name as model_name, i.slug, i.name as initiative_name,
      (select coalesce(json_agg(json_build_object('role', c.role, 'decision', c.decision, 'reason', c.reason,
          'accountId', c.account_id, 'name', c.account_name,
          'at', to_char(c.decided_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by c.decided_at), '[]')
        from proposal_decisions c where c.proposal_id = p.id) as decisions
    from alias_proposals p
    join registered_models m on m.no = p.model_no
    join initiatives i on i.no = p.initiative_no
    where ${condition} order by p.proposed_at desc, p.id desc limit ${limit}`.execute(queryable.tables());
  return rows.map(toProposal);
}

/** Stores a decision. */
export async function insertDecision(
  tx: Transaction,
  proposalId: string,
  given: Omit<Decision, 'at'> & { readonly at: Date },
): Promise<void> {
  await tx.query(
    `insert into proposal_decisions (proposal_id, role, decision, reason, account_id, account_name, decided_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [proposalId, given.role, given.decision, given.reason, given.accountId, given.name, given.at],
  );
}

/** Ends a proposal. */
export async function closeProposal(
  tx: Transaction,
  id: string,
  state: Exclude<ProposalState, 'open'>,
  at: Date,
): Promise<void> {
  await tx.query('update alias_proposals set state = $2, closed_at = $3 where id = $1', [id, state, at]);
}

/** Whether somebody proposes a version of a model at this moment; any version when `version` is `null`. */
export async function hasOpenProposal(queryable: Queryable, modelNo: number, version: number | null): Promise<boolean> {
  const rows = await queryable.query(
    `select 1 as found from alias_proposals
     where model_no = $1 and state = 'open' and ($2::int is null or version = $2) limit 1`,
    [modelNo, version],
  );
  return rows.length > 0;
}

function toProposal(row: ProposalRow): Proposal {
  return {
    id: row.id,
    modelNo: row.model_no,
    modelName: row.model_name,
    alias: row.alias,
    version: row.version,
    initiativeNo: row.initiative_no,
    initiative: { slug: row.slug, name: row.initiative_name },
    reason: row.reason,
    filesSha256: row.files_sha256,
    proposedBy: row.proposed_by,
    proposedByName: row.proposed_by_name,
    proposedAt: row.proposed_at,
    state: PROPOSAL_STATES.find((known) => known === row.state) ?? 'withdrawn',
    closedAt: row.closed_at,
    decisions: row.decisions.flatMap((given): Decision[] => {
      const role = ROLES.find((known) => known === given.role);
      return role ? [{ ...given, role, decision: given.decision === 'approve' ? 'approve' : 'refuse' }] : [];
    }),
  };
}
