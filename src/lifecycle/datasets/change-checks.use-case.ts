import { newId } from '../../platform/database/new-id.ts';
import type { Transaction } from '../../platform/database/queryable.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { DATASET_LIMITS, type Dataset } from './dataset.ts';
import { type CheckRule, type DatasetCheck, ruleInWords } from './dataset-check.ts';
import {
  type DatasetPorts,
  recordDataset,
  requireDataset,
  requireTable,
  requireVersion,
} from './dataset-ports.use-case.ts';
import { refuseDataset } from './datasets.errors.ts';
import { insertCheck, listChecks, removeCheck } from './dictionary.store.ts';
import { runChecks, storeOutcomes } from './run-checks.use-case.ts';
import { columnsAboutPersons } from './withheld-columns.use-case.ts';
import { checkNameShown } from './withheld-words.ts';

/** The checks in force with what they found in a version. @throws Problem DATASET_UNKNOWN, DATASET_VERSION_UNKNOWN */
export async function readChecks(
  ports: DatasetPorts,
  initiative: StoredInitiative,
  datasetId: string,
  number: number | null,
): Promise<{ readonly version: number; readonly checks: readonly DatasetCheck[] }> {
  const dataset = await requireDataset(ports.database, initiative, datasetId);
  const version = await requireVersion(ports.database, dataset, number);
  return { version: version.number, checks: await listChecks(ports.database, datasetId, version.id) };
}

/**
 * Sets a check and looks at it at once in the newest version.
 * @throws Problem DATASET_UNKNOWN, DATASET_NOT_READY, DATASET_LIMIT
 */
export async function addCheck(
  ports: DatasetPorts,
  actor: Actor,
  initiative: StoredInitiative,
  datasetId: string,
  given: { readonly name: string | undefined; readonly rule: CheckRule },
): Promise<void> {
  const dataset = await requireDataset(ports.database, initiative, datasetId);
  const { version, table, path } = await requireTable(ports, dataset, null);
  const id = newId();
  const { rule } = given;
  const name = given.name ?? ruleInWords(rule);
  const outcomes = await runChecks(ports, dataset, table, path, [{ id, rule }]);
  await ports.database.transaction(async (tx) => {
    await requireDataset(tx, initiative, datasetId, { lock: true });
    const inForce = await listChecks(tx, datasetId, null);
    if (inForce.length >= DATASET_LIMITS.checks) {
      throw refuseDataset('DATASET_LIMIT', { limit: DATASET_LIMITS.checks, what: 'checks' });
    }
    const at = ports.now();
    await insertCheck(tx, { id, datasetId, name, rule, by: { accountId: actor.accountId, name: actor.name }, at });
    await storeOutcomes(tx, version.id, outcomes, at);
    await recordDataset(tx, ports, actor, dataset, {
      kind: 'dataset.check-set',
      sentence: `set a check on the data set "${dataset.name}": ${await toldName(tx, dataset, { name, rule })}`,
      detail: { check: id },
    });
  });
}

/** Takes a check out of force. @throws Problem DATASET_UNKNOWN, DATASET_CHECK_UNKNOWN */
export async function dropCheck(
  ports: DatasetPorts,
  actor: Actor,
  initiative: StoredInitiative,
  datasetId: string,
  checkId: string,
): Promise<void> {
  await ports.database.transaction(async (tx) => {
    const dataset = await requireDataset(tx, initiative, datasetId, { lock: true });
    const check = (await listChecks(tx, datasetId, null)).find(({ id }) => id === checkId);
    if (!check || !(await removeCheck(tx, datasetId, checkId, ports.now()))) {
      throw refuseDataset('DATASET_CHECK_UNKNOWN');
    }
    await recordDataset(tx, ports, actor, dataset, {
      kind: 'dataset.check-removed',
      sentence: `removed a check of the data set "${dataset.name}": ${await toldName(tx, dataset, check)}`,
      detail: { check: checkId },
    });
  });
}

/** What a check is called in the log, which everybody reads who may read the initiative. */
async function toldName(
  tx: Transaction,
  { id }: Pick<Dataset, 'id'>,
  check: Pick<DatasetCheck, 'name' | 'rule'>,
): Promise<string> {
  return checkNameShown(check, await columnsAboutPersons(tx, id));
}
