import type { Transaction } from '../../platform/database/queryable.ts';
import { pathOfStored } from './version-source.ts';

/** Something that versions may come from. */
export interface VersionOrigin {
  readonly kind: 'run' | 'logged-model' | 'experiment';
  readonly id: string;
  /** Where its files are, as a URI. */
  readonly filesUri: string;
}

const COLUMN = { run: 'v.run_id', 'logged-model': 'v.logged_model_id', experiment: 'v.experiment_no::text' } as const;

/**
 * Whether a version was made from something: from the run, logged model or experiment itself, or from files at, above or
 * below its own. Deleted versions count too, because they can be restored.
 */
export async function isNeededByVersion(tx: Transaction, { kind, id, filesUri }: VersionOrigin): Promise<boolean> {
  const path = pathOfStored(filesUri) ?? '';
  const segments = path.split('/');
  const pathAndAbove = segments.map((_, at) => segments.slice(0, at + 1).join('/'));
  const rows = await tx.query(
    `select 1 as found from model_versions v
     where ${COLUMN[kind]} = $1
       or ($2 <> '' and (v.storage_path = any($3) or (v.storage_path >= $2 || '/' and v.storage_path < $2 || '0')))
     limit 1`,
    [id, path, pathAndAbove],
  );
  return rows.length > 0;
}
