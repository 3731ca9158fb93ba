import type { Queryable } from '../../platform/database/queryable.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import type { Role } from '../people/index.ts';
import { readEntries } from './dictionary.store.ts';
import { isAboutPersons, type WithheldColumns } from './withheld-words.ts';

/** The columns of a data set whose words somebody is not shown. */
export type WithheldFrom = (
  reader: { readonly accountId: string },
  initiative: Pick<StoredInitiative, 'no'>,
  datasetId: string,
) => Promise<WithheldColumns>;

const NONE: WithheldColumns = new Set();

/** Reads the rule for one person anew at each question, so that a lost seat and a changed dictionary count at once. */
export function withheldFrom(
  queryable: Queryable,
  rolesOf: (queryable: Queryable, initiativeNo: number, accountId: string) => Promise<readonly Role[]>,
): WithheldFrom {
  return async ({ accountId }, { no }, datasetId) => {
    if ((await rolesOf(queryable, no, accountId)).length > 0) return NONE;
    return columnsAboutPersons(queryable, datasetId);
  };
}

/**
 * The columns of a data set whose words are told at the table alone, whoever asks: what goes into the log, into notices and
 * mails is read by people with and without a seat.
 */
export async function columnsAboutPersons(queryable: Queryable, datasetId: string): Promise<WithheldColumns> {
  const entries = await readEntries(queryable, datasetId);
  return new Set(entries.filter(isAboutPersons).map(({ name }) => name));
}
