import type { Transaction } from '../../platform/database/queryable.ts';

/** A version that people rely on whose files are at, above or below a path of the store; `null` when there is none. */
export async function frozenVersionAt(
  tx: Transaction,
  path: string,
): Promise<{ readonly name: string; readonly version: number } | null> {
  const segments = path.split('/');
  const pathAndAbove = segments.map((_, at) => segments.slice(0, at + 1).join('/'));
  const rows = await tx.query<{ name: string; version: number }>(
    `select m.name, v.version from model_versions v join registered_models m on m.no = v.model_no
     where (v.storage_path = any($1) or (v.storage_path >= $2 || '/' and v.storage_path < $2 || '0'))
       and (exists (select 1 from deployments d
              where d.model_no = v.model_no and d.version = v.version and d.proposal_id is not null)
         or exists (select 1 from alias_proposals p
              where p.model_no = v.model_no and p.version = v.version and p.state = 'open'))
     limit 1`,
    [pathAndAbove, path],
  );
  return rows[0] ?? null;
}
