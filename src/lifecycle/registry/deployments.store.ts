import { type RawBuilder, sql } from 'kysely';
import { newId } from '../../platform/database/new-id.ts';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import { ROLES } from '../people/index.ts';
import type { Approval, Deployment } from './deployment.ts';
import { isVisibleVersion } from './visible-models.store.ts';

/** Who moves an alias, and by which approval. */
export interface Move {
  readonly modelNo: number;
  readonly alias: string;
  /** `null` takes the alias away. */
  readonly version: number | null;
  readonly movedBy: string;
  readonly movedByName: string;
  /** The approved proposal; `null` for aliases that move freely. */
  readonly proposalId: string | null;
}

/** Points an alias of a held model to a version, closing the interval before and beginning the next. */
export async function moveAliasRow(tx: Transaction, move: Move, at: Date): Promise<void> {
  const { modelNo, alias, version } = move;
  await tx.query(
    'update deployments set until_at = greatest(from_at, $3) where model_no = $1 and alias = $2 and until_at is null',
    [modelNo, alias, at],
  );
  if (version === null) {
    await tx.query('delete from model_aliases where model_no = $1 and alias = $2', [modelNo, alias]);
    return;
  }
  await tx.query(
    `insert into model_aliases (model_no, alias, version) values ($1, $2, $3)
     on conflict (model_no, alias) do update set version = excluded.version`,
    [modelNo, alias, version],
  );
  await tx.query(
    `insert into deployments (id, model_no, alias, version, from_at, moved_by, moved_by_name, proposal_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [newId(), modelNo, alias, version, at, move.movedBy, move.movedByName, move.proposalId],
  );
}

/** Ends the present intervals of a model, or of one version of it, because it is put aside. */
export async function endDeployments(
  tx: Transaction,
  modelNo: number,
  version: number | null,
  at: Date,
): Promise<void> {
  await tx.query(
    `update deployments set until_at = greatest(from_at, $3)
     where model_no = $1 and ($2::int is null or version = $2) and until_at is null`,
    [modelNo, version, at],
  );
}

/** The version that an alias of a model points to, or `null`. */
export async function aliasVersion(queryable: Queryable, modelNo: number, alias: string): Promise<number | null> {
  const rows = await queryable.query<{ version: number }>(
    'select version from model_aliases where model_no = $1 and alias = $2',
    [modelNo, alias],
  );
  return rows[0]?.version ?? null;
}

/** The protected ones among aliases of a version, or of all versions of a model. */
export async function protectedAliasesOf(
  queryable: Queryable,
  modelNo: number,
  version: number | null,
): Promise<readonly string[]> {
  const rows = await queryable.query<{ alias: string }>(
    `select a.alias from model_aliases a
     where a.model_no = $1 and ($2::int is null or a.version = $2)
       and exists (select 1 from protected_aliases p where p.alias = lower(a.alias)) order by a.alias`,
    [modelNo, version],
  );
  return rows.map(({ alias }) => alias);
}

/** Every protected alias of the installation, in small letters. */
export async function listProtectedAliases(queryable: Queryable): Promise<readonly string[]> {
  const rows = await queryable.query<{ alias: string }>('select alias from protected_aliases order by alias');
  return rows.map(({ alias }) => alias);
}

/** Protects these aliases and no others. */
export async function replaceProtectedAliases(tx: Transaction, aliases: readonly string[], at: Date): Promise<void> {
  await tx.query('delete from protected_aliases where alias <> all($1)', [aliases]);
  await tx.query(
    'insert into protected_aliases (alias, protected_at) select unnest($1::text[]), $2 on conflict do nothing',
    [aliases, at],
  );
}

/** Which intervals are asked for. */
export interface DeploymentQuery {
  readonly modelNo?: number;
  readonly alias?: string;
  /** Only intervals that hold this moment. */
  readonly at?: Date;
  /** Only intervals that people approved. */
  readonly isApproved?: true;
  /** Where the page before ended. */
  readonly before?: { readonly fromAt: Date; readonly id: string };
  readonly limit: number;
}

interface DeploymentRow {
  readonly id: string;
  readonly model_name: string;
  readonly alias: string;
  readonly version: number;
  readonly from_at: Date;
  readonly until_at: Date | null;
  readonly moved_by_name: string;
  readonly proposal_id: string | null;
  readonly reason: string | null;
  readonly initiative_slug: string | null;
  readonly initiative_name: string | null;
  readonly approvals: readonly {
    readonly role: string;
    readonly name: string;
    readonly reason: string;
    readonly at: string;
  }[];
}

/** What was live when, newest first, as far as the viewer may see it; deleted models and versions included. */
export async function selectDeployments(
  queryable: Queryable,
  isVisible: RawBuilder<boolean>,
  query: DeploymentQuery,
): Promise<readonly Deployment[]> {
  const { rows } = await sql<DeploymentRow>`
    select d.id, m.name as model_name, d.alias, d.version, d.from_at, d.until_at, d.moved_by_name, d.proposal_id,
      p.reason, i.slug as initiative_slug, i.name as initiative_name,
      (select coalesce(json_agg(json_build_object('role', c.role, 'name', c.account_name, 'reason', c.reason,
          'at', to_char(c.decided_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by c.decided_at), '[]')
        from proposal_decisions c where c.proposal_id = d.proposal_id and c.decision = 'approve') as approvals
    from deployments d
    join registered_models m on m.no = d.model_no
    join model_versions v on v.model_no = d.model_no and v.version = d.version
    left join alias_proposals p on p.id = d.proposal_id
    left join initiatives i on i.no = p.initiative_no
    where ${isVisibleVersion(isVisible)}
      and (${query.modelNo ?? null}::bigint is null or d.model_no = ${query.modelNo ?? null}::bigint)
      and (${query.alias ?? null}::text is null or d.alias = ${query.alias ?? null}::text)
      and (${query.at ?? null}::timestamptz is null
        or (d.from_at <= ${query.at ?? null}::timestamptz
          and (d.until_at is null or d.until_at > ${query.at ?? null}::timestamptz)))
      and (${query.isApproved ?? false}::boolean = false or d.proposal_id is not null)
      and (${query.before?.id ?? null}::uuid is null
        or (d.from_at, d.id) < (${query.before?.fromAt ?? null}::timestamptz, ${query.before?.id ?? null}::uuid))
    order by d.from_at desc, d.id desc limit ${query.limit}`.execute(queryable.tables());
  return rows.map(toDeployment);
}

function toDeployment(row: DeploymentRow): Deployment {
  return {
    id: row.id,
    modelName: row.model_name,
    alias: row.alias,
    version: row.version,
    from: row.from_at.toISOString(),
    until: row.until_at?.toISOString() ?? null,
    movedBy: row.moved_by_name,
    reason: row.reason,
    initiative:
      row.initiative_slug === null
        ? null
        : { slug: row.initiative_slug, name: row.initiative_name ?? row.initiative_slug },
    approvals: row.approvals.flatMap((given): Approval[] => {
      const role = ROLES.find((known) => known === given.role);
      return role ? [{ ...given, role }] : [];
    }),
  };
}
