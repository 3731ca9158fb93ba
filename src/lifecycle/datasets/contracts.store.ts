import type { Queryable } from '../../platform/database/queryable.ts';
import { type ContractDocument, readContractFile } from './contract-document.ts';
import type { By } from './dataset.ts';

/** The contract that was brought for a data set, as it was written; null when none was. */
export async function broughtContract(queryable: Queryable, datasetId: string): Promise<ContractDocument | null> {
  const [row] = await queryable.query<{ yaml: string }>('select yaml from dataset_contracts where dataset_id = $1', [
    datasetId,
  ]);
  if (!row) return null;
  const read = readContractFile(row.yaml);
  // It was read in the same way before it was stored.
  if (read.kind === 'refused') throw new Error(`A stored contract cannot be read: ${read.why}`);
  return read.document;
}

/** Stores the contract that was brought for a data set, in place of the one before. */
export async function storeContract(
  queryable: Queryable,
  datasetId: string,
  yaml: string,
  by: By,
  at: Date,
): Promise<void> {
  await queryable.query(
    `insert into dataset_contracts (dataset_id, yaml, brought_by, brought_by_name, brought_at)
     values ($1, $2, $3, $4, $5)
     on conflict (dataset_id) do update set yaml = $2, brought_by = $3, brought_by_name = $4, brought_at = $5`,
    [datasetId, yaml, by.accountId, by.name, at],
  );
}
