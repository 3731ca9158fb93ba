import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { Transaction } from '../../platform/database/queryable.ts';
import { TableRefusal } from '../../platform/tables/table-refusal.ts';
import type { Dataset, DatasetVersion, VersionProgress, VersionTable } from './dataset.ts';
import { ruleInWords } from './dataset-check.ts';
import { type DatasetPorts, recordDataset } from './dataset-ports.use-case.ts';
import {
  findDatasetOfVersion,
  findReadyBefore,
  findVersionById,
  finishVersion,
  writeVersionProgress,
} from './datasets.store.ts';
import { listChecks } from './dictionary.store.ts';
import { type FoundOutcome, runChecks, storeOutcomes } from './run-checks.use-case.ts';
import { differenceOf } from './table-difference.ts';
import { columnsAboutPersons } from './withheld-columns.use-case.ts';
import { ruleShown } from './withheld-words.ts';

const TABLE_FILE = 'table.parquet';
const PROGRESS_EVERY_MS = 500;
/** Broken rules that the story names; the page lists all. */
const NAMED_RULES = 5;

/**
 * Reads the file of a version into a table, describes it and says what changed since the version before. Called again
 * after a crash it begins anew; nothing of a reading that did not end is kept.
 */
export async function readVersion(
  ports: DatasetPorts,
  run: { readonly versionId: string; readonly jobId: string; readonly signal: AbortSignal },
): Promise<void> {
  const version = await findVersionById(ports.database, run.versionId);
  if (version?.state !== 'reading' || version.jobId !== run.jobId) return;
  const dataset = await findDatasetOfVersion(ports.database, version);
  if (!dataset) return;
  try {
    const table = await readTable(ports, version, run.signal);
    const outcomes = await checkTable(ports, dataset, table, run.signal);
    await finish(ports, dataset, version, table, outcomes);
  } catch (error) {
    if (!(error instanceof TableRefusal)) throw error;
    await failVersion(ports, version.id, error.message);
  }
}

/** Writes down that a version cannot be read, in a sentence for whoever brought it. */
export async function failVersion(ports: DatasetPorts, versionId: string, sentence: string): Promise<void> {
  const version = await findVersionById(ports.database, versionId);
  const dataset = version && (await findDatasetOfVersion(ports.database, version));
  if (!version || !dataset) return;
  await ports.database.transaction(async (tx) => {
    const isFailed = await finishVersion(tx, versionId, { state: 'failed', failure: sentence }, ports.now());
    if (!isFailed) return;
    await recordDataset(tx, ports, version.broughtBy, dataset, {
      kind: 'dataset.version-failed',
      sentence: `could not read "${version.fileName}" into the data set "${dataset.name}": ${sentence}`,
      detail: { version: version.number },
    });
  });
}

async function readTable(ports: DatasetPorts, version: DatasetVersion, signal: AbortSignal): Promise<VersionTable> {
  const path = await ports.uploads.find(version.uploadId);
  if (path === null) throw new TableRefusal('The file is no longer on this server. Bring it again.');
  const kept: { tableId: string; sha256: string; sizeBytes: number }[] = [];
  const brought = await withProgress(ports, version.id, (onProgress) =>
    ports.engine.run(
      'bring',
      (folder) => ({
        path,
        fileName: version.fileName,
        target: join(folder, TABLE_FILE),
        said: version.said.map((reading) => ({ ...reading, missingMarks: [...reading.missingMarks] })),
      }),
      {
        signal,
        onProgress,
        keep: async (folder) => {
          const stored = await ports.tables.receive(createReadStream(join(folder, TABLE_FILE)));
          if (stored.kind === 'refused') throw new TableRefusal(stored.sentence);
          kept.push({ tableId: stored.id, sha256: stored.sha256, sizeBytes: stored.sizeBytes });
        },
      },
    ),
  );
  const [file] = kept;
  if (!file) throw new Error('The table was written and not kept.');
  const { format, rows, columns, malformed, profile } = brought;
  return { ...file, format, rows, columns, malformed, profile, difference: null };
}

async function finish(
  ports: DatasetPorts,
  dataset: Dataset,
  version: DatasetVersion,
  read: VersionTable,
  outcomes: readonly FoundOutcome[],
): Promise<void> {
  const before = await findReadyBefore(ports.database, dataset.id, version.number);
  const difference = before?.table ? differenceOf(before.number, before.table.profile, read.profile) : null;
  const isKept = await ports.database.transaction(async (tx) => {
    const isReady = await finishVersion(
      tx,
      version.id,
      { state: 'ready', table: { ...read, difference } },
      ports.now(),
    );
    if (!isReady) return false;
    await storeOutcomes(tx, version.id, outcomes, ports.now());
    const rows = read.rows.toLocaleString('en-US');
    await recordDataset(tx, ports, version.broughtBy, dataset, {
      kind: 'dataset.version-ready',
      sentence: `has version ${version.number} of the data set "${dataset.name}" ready: ${rows} rows, ${read.columns.length} columns`,
      detail: { version: version.number, rows: read.rows, sha256: read.sha256 },
    });
    await recordBroken(tx, ports, dataset, version, outcomes);
    return true;
  });
  // Somebody stopped it while it ended.
  if (!isKept) await ports.tables.remove(read.tableId);
}

async function checkTable(
  ports: DatasetPorts,
  dataset: Dataset,
  table: VersionTable,
  signal: AbortSignal,
): Promise<readonly FoundOutcome[]> {
  const path = await ports.tables.find(table.tableId);
  if (path === null) throw new Error('The table was kept and is not there.');
  return runChecks(ports, dataset, table, path, await listChecks(ports.database, dataset.id, null), signal);
}

/** A version that breaks checks says so in the story of the initiative, where nobody overlooks it. */
async function recordBroken(
  tx: Transaction,
  ports: DatasetPorts,
  dataset: Dataset,
  version: DatasetVersion,
  outcomes: readonly FoundOutcome[],
): Promise<void> {
  const brokenIds = new Set(outcomes.flatMap(({ checkId, outcome }) => (outcome.state === 'kept' ? [] : [checkId])));
  const broken = brokenIds.size;
  if (broken === 0) return;
  const checks = await listChecks(tx, dataset.id, null);
  const withheld = await columnsAboutPersons(tx, dataset.id);
  const rules = checks.filter(({ id }) => brokenIds.has(id)).map(({ rule }) => ruleInWords(ruleShown(rule, withheld)));
  const named = rules.slice(0, NAMED_RULES).join('; ');
  await recordDataset(tx, ports, version.broughtBy, dataset, {
    kind: 'dataset.checks-broken',
    sentence: `brought version ${version.number} of the data set "${dataset.name}", which breaks ${broken === 1 ? 'a check' : `${broken} checks`}: ${named}${broken > NAMED_RULES ? ' and more' : ''}`,
    detail: { version: version.number, broken },
  });
}

/** Runs work that takes long and writes down twice a second how far it is. */
async function withProgress<R>(
  ports: DatasetPorts,
  versionId: string,
  work: (onProgress: (progress: VersionProgress) => void) => Promise<R>,
): Promise<R> {
  let newest: VersionProgress | undefined;
  let writing: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    if (!newest) return;
    const progress = newest;
    newest = undefined;
    writing = writeVersionProgress(ports.database, versionId, progress).catch((error: unknown) =>
      ports.log.warn({ err: error, versionId }, 'progress was not written'),
    );
  }, PROGRESS_EVERY_MS);
  try {
    return await work((progress) => {
      newest = progress;
    });
  } finally {
    clearInterval(timer);
    await writing;
  }
}
