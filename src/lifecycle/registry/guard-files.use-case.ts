import type { Transaction } from '../../platform/database/queryable.ts';
import { frozenVersionAt } from './frozen-files.store.ts';

/**
 * Why the files at a path may not change, as a sentence; `null` when they may. The files of a version that somebody
 * proposes or that people approved are exactly what they approved, for ever.
 */
export async function refuseChangeOfFiles(tx: Transaction, path: string): Promise<string | null> {
  const found = await frozenVersionAt(tx, path);
  if (!found) return null;
  return `These files belong to version ${found.version} of the model "${found.name}", which was proposed or approved as it is. Log changed files as a new version.`;
}
