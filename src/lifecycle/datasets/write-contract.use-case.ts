import { Readable } from 'node:stream';
import type { StoredInitiative } from '../initiatives/index.ts';
import type { ContractDocument } from './contract-document.ts';
import { broughtContract } from './contracts.store.ts';
import { dataContract } from './data-contract.ts';
import { type DatasetPorts, requireDataset, requireTable } from './dataset-ports.use-case.ts';
import { listDatasets } from './datasets.store.ts';
import { listChecks, readEntries } from './dictionary.store.ts';
import type { WithheldColumns } from './withheld-words.ts';

/**
 * The newest version of a data set as a data contract. For whom words of columns are withheld it lacks the values that they
 * may have, and examples of them.
 * @throws Problem DATASET_UNKNOWN, DATASET_NOT_READY
 */
export async function writeContract(
  ports: DatasetPorts,
  initiative: StoredInitiative,
  datasetId: string,
  withheld: WithheldColumns,
): Promise<{ readonly stream: Readable; readonly fileName: string }> {
  const { database } = ports;
  const dataset = await requireDataset(database, initiative, datasetId);
  const { version, table } = await requireTable(ports, dataset, null);
  const brought = await broughtContract(database, datasetId);
  const yaml = dataContract({
    id: dataset.id,
    name: dataset.name,
    question: initiative.question,
    version: version.number,
    columns: table.profile.columns.map(({ name, type, shape }) => ({
      name,
      type,
      isWhole: shape?.kind === 'number' && shape.isWhole,
    })),
    entries: new Map((await readEntries(database, datasetId)).map((entry) => [entry.name, entry])),
    target: dataset.target,
    checks: (await listChecks(database, datasetId, null)).filter(
      ({ rule }) => !(rule.kind === 'accepted' && withheld.has(rule.column)),
    ),
    brought: withheld.size === 0 ? brought : brought && withoutExamples(brought),
    otherNames: new Map((await listDatasets(database, initiative.no)).map(({ id, name }) => [id, name])),
  });
  return { stream: Readable.from([yaml]), fileName: `${dataset.name}.odcs.yaml` };
}

/** A contract without the examples of values that it gives. */
function withoutExamples(contract: ContractDocument): ContractDocument {
  return {
    ...contract,
    schema: contract.schema.map((table) => ({
      ...table,
      properties: table.properties?.map(({ examples: _, ...property }) => property),
    })),
  };
}
