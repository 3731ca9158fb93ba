import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { StoredInitiative } from '../initiatives/index.ts';
import { croissantOf, TABLE_FILE_NAME } from './croissant.ts';
import { type DatasetPorts, requireDataset, requireTable } from './dataset-ports.use-case.ts';
import { listChecks, readEntries } from './dictionary.store.ts';

interface WrittenFile {
  readonly stream: Readable;
  readonly fileName: string;
}

/** A version as a description in Croissant. @throws Problem DATASET_UNKNOWN, DATASET_VERSION_UNKNOWN, DATASET_NOT_READY */
export async function writeCroissant(
  ports: DatasetPorts & { readonly publicUrl: string | undefined },
  initiative: StoredInitiative,
  datasetId: string,
  number: number,
): Promise<WrittenFile> {
  const { database } = ports;
  const dataset = await requireDataset(database, initiative, datasetId);
  const { version, table } = await requireTable(ports, dataset, number);
  const checks = await listChecks(database, datasetId, null);
  const json = croissantOf({
    name: dataset.name,
    question: initiative.question,
    version: version.number,
    url: `${ports.publicUrl ?? ''}/i/${initiative.slug}/data?dataset=${dataset.id}&version=${version.number}`,
    createdBy: version.broughtBy.name,
    readyAt: version.finishedAt ?? version.broughtAt,
    origin: { fileName: version.fileName, sha256: version.sha256 },
    table: { sha256: table.sha256, sizeBytes: table.sizeBytes, rows: table.rows },
    columns: table.profile.columns,
    entries: new Map((await readEntries(database, datasetId)).map((entry) => [entry.name, entry])),
    key: keyOf(checks, new Set(table.columns.map(({ name }) => name))),
  });
  return { stream: Readable.from([json]), fileName: `${dataset.name}-${version.number}.croissant.json` };
}

/** The table of a version, as it is kept. @throws Problem DATASET_UNKNOWN, DATASET_VERSION_UNKNOWN, DATASET_NOT_READY */
export async function writeTable(
  ports: DatasetPorts,
  initiative: StoredInitiative,
  datasetId: string,
  number: number,
): Promise<WrittenFile> {
  const dataset = await requireDataset(ports.database, initiative, datasetId);
  const { path } = await requireTable(ports, dataset, number);
  return { stream: createReadStream(path), fileName: TABLE_FILE_NAME };
}

/** The columns of the first check that says which columns name each row once; none where no check says so. */
function keyOf(checks: Awaited<ReturnType<typeof listChecks>>, columns: ReadonlySet<string>): readonly string[] {
  for (const { rule } of checks) {
    if (rule.kind === 'unique' && rule.columns.every((column) => columns.has(column))) return rule.columns;
  }
  return [];
}
