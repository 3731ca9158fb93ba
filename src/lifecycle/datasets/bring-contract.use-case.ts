import { newId } from '../../platform/database/new-id.ts';
import type { Queryable } from '../../platform/database/queryable.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { readContractFile } from './contract-document.ts';
import { ruleKey } from './contract-rules.ts';
import { storeContract } from './contracts.store.ts';
import { DATASET_LIMITS, type Dataset } from './dataset.ts';
import type { CheckRule } from './dataset-check.ts';
import { type DatasetPorts, recordDataset, requireDataset, requireTable } from './dataset-ports.use-case.ts';
import { refuseDataset } from './datasets.errors.ts';
import { listDatasets } from './datasets.store.ts';
import { insertCheck, listChecks, readEntries, storeEntries } from './dictionary.store.ts';
import { type ColumnEntry, emptyEntry } from './dictionary.ts';
import { type ContractNote, readContract, type SaidOfColumn, tableOfContract } from './read-contract.ts';
import { runChecks, storeOutcomes } from './run-checks.use-case.ts';

/** A word of the dictionary that a contract changes. */
export interface ChangedWord {
  readonly column: string;
  readonly part: keyof Omit<ColumnEntry, 'name'>;
  readonly before: string | number | boolean | null;
  readonly now: string | number | boolean | null;
}

/** What bringing a contract changes. */
export interface ContractChange {
  readonly words: readonly ChangedWord[];
  readonly checks: readonly { readonly name: string; readonly rule: CheckRule }[];
  /** Rules of the contract that checks in force look at already. */
  readonly sameChecks: number;
  readonly notes: readonly ContractNote[];
  readonly kept: readonly string[];
}

/**
 * What a contract would change, without changing anything. What it does not speak of stays as it is; nothing is removed.
 * @throws Problem DATASET_UNKNOWN, DATASET_NOT_READY, CONTRACT_UNREADABLE
 */
export async function previewContract(
  ports: DatasetPorts,
  initiative: StoredInitiative,
  datasetId: string,
  yaml: string,
): Promise<ContractChange> {
  const dataset = await requireDataset(ports.database, initiative, datasetId);
  const { table } = await requireTable(ports, dataset, null);
  return (await changeOf(ports.database, dataset, table.columns, yaml)).change;
}

/**
 * Brings a contract: writes its words into the dictionary, sets its checks and looks at them in the newest version, and
 * keeps it, so that what nothing here stands for is written again.
 * @throws Problem DATASET_UNKNOWN, DATASET_NOT_READY, DATASET_LIMIT, CONTRACT_UNREADABLE
 */
export async function bringContract(
  ports: DatasetPorts,
  actor: Actor,
  initiative: StoredInitiative,
  datasetId: string,
  yaml: string,
): Promise<ContractChange> {
  const seen = await requireDataset(ports.database, initiative, datasetId);
  const { version, table, path } = await requireTable(ports, seen, null);
  const first = await changeOf(ports.database, seen, table.columns, yaml);
  const withIds = first.change.checks.map((check) => ({ ...check, id: newId() }));
  const outcomes = await runChecks(ports, seen, table, path, withIds);
  return ports.database.transaction(async (tx) => {
    const dataset = await requireDataset(tx, initiative, datasetId, { lock: true });
    const { change, entries } = await changeOf(tx, dataset, table.columns, yaml);
    const inForce = await listChecks(tx, datasetId, null);
    if (inForce.length + change.checks.length > DATASET_LIMITS.checks) {
      throw refuseDataset('DATASET_LIMIT', { limit: DATASET_LIMITS.checks, what: 'checks' });
    }
    const [by, at] = [{ accountId: actor.accountId, name: actor.name }, ports.now()];
    await storeEntries(tx, datasetId, entries, by, at);
    // A check that somebody set meanwhile is not set twice.
    const wanted = new Set(change.checks.map(({ rule }) => ruleKey(rule)));
    const added = withIds.filter(({ rule }) => wanted.has(ruleKey(rule)));
    for (const { id, name, rule } of added) await insertCheck(tx, { id, datasetId, name, rule, by, at });
    const ids = new Set(added.map(({ id }) => id));
    await storeOutcomes(
      tx,
      version.id,
      outcomes.filter(({ checkId }) => ids.has(checkId)),
      at,
    );
    await storeContract(tx, datasetId, yaml, by, at);
    await recordDataset(tx, ports, actor, dataset, {
      kind: 'dataset.contract-brought',
      sentence: `brought a data contract for the data set "${dataset.name}": ${change.words.length} words and ${added.length} checks`,
      detail: { words: change.words.length, checks: added.map(({ id }) => id) },
    });
    return { ...change, checks: added.map(({ name, rule }) => ({ name, rule })) };
  });
}

async function changeOf(
  queryable: Queryable,
  dataset: Dataset,
  columns: readonly { readonly name: string }[],
  yaml: string,
): Promise<{ readonly change: ContractChange; readonly entries: readonly ColumnEntry[] }> {
  const file = readContractFile(yaml);
  if (file.kind === 'refused') throw refuseDataset('CONTRACT_UNREADABLE', { why: file.why });
  const table = tableOfContract(file.document, dataset.name);
  if (table.kind === 'none') throw refuseDataset('CONTRACT_UNREADABLE', { why: table.why });
  const others = (await listDatasets(queryable, dataset.initiativeNo)).filter(({ id }) => id !== dataset.id);
  const read = readContract(file.document, table.object, {
    name: dataset.name,
    columns: columns.map(({ name }) => name),
    others: new Map(others.map(({ name, id }) => [name, id])),
  });
  const before = new Map((await readEntries(queryable, dataset.id)).map((entry) => [entry.name, entry]));
  const merged = read.columns.map((said) => mergeEntry(before.get(said.name) ?? emptyEntry(said.name), said));
  const inForce = new Set((await listChecks(queryable, dataset.id, null)).map(({ rule }) => ruleKey(rule)));
  const checks = read.checks.filter(({ rule }) => !inForce.has(ruleKey(rule)));
  return {
    entries: merged.flatMap(({ entry, words }) => (words.length > 0 ? [entry] : [])),
    change: {
      words: merged.flatMap(({ words }) => words),
      checks,
      sameChecks: read.checks.length - checks.length,
      notes: read.notes,
      kept: read.kept,
    },
  };
}

const PARTS = ['meaning', 'owner', 'unit', 'min', 'max', 'sensitivity', 'isActionable'] as const;

/** An entry with what a contract says of it; what it does not say stays. */
function mergeEntry(
  before: ColumnEntry,
  said: SaidOfColumn,
): { readonly entry: ColumnEntry; readonly words: readonly ChangedWord[] } {
  const { meaning, owner, unit, min, max, sensitivity, isActionable } = before;
  const entry: ColumnEntry = { meaning, owner, unit, min, max, sensitivity, isActionable, ...said };
  const words = PARTS.flatMap((part) =>
    entry[part] === before[part] ? [] : [{ column: entry.name, part, before: before[part], now: entry[part] }],
  );
  return { entry, words };
}
