import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const folder = process.env.THROUGHLINE_DATA ? resolve(process.env.THROUGHLINE_DATA) : undefined;

/** Whether the public data sets are here; they belong to others and are no part of the repository. */
export const hasRealData = folder !== undefined && existsSync(folder);

/** Why a suite is skipped, as part of its title, so that nobody takes a skip for a pass. */
export const SKIP_SENTENCE = hasRealData
  ? ''
  : ' (skipped: THROUGHLINE_DATA does not name a folder with the public data sets)';

/** A file of the public data sets. */
export function realDataFile(path: string): string {
  if (folder === undefined) throw new Error('THROUGHLINE_DATA is not set.');
  return resolve(folder, path);
}
