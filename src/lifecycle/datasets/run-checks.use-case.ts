import type { Queryable } from '../../platform/database/queryable.ts';
import type { CheckOutcome, TableCheck } from '../../platform/tables/tables.schema.ts';
import type { Dataset, VersionTable } from './dataset.ts';
import type { CheckRule, DatasetCheck } from './dataset-check.ts';
import type { DatasetPorts } from './dataset-ports.use-case.ts';
import { findDataset, findVersion } from './datasets.store.ts';
import { storeOutcome } from './dictionary.store.ts';

/** What a check found. */
export interface FoundOutcome {
  readonly checkId: string;
  readonly outcome: CheckOutcome;
}

/** Looks at checks in a table; a rule that cannot be looked at says so and hides none of the others. */
export async function runChecks(
  ports: DatasetPorts,
  dataset: Dataset,
  table: Pick<VersionTable, 'columns'>,
  path: string,
  checks: readonly Pick<DatasetCheck, 'id' | 'rule'>[],
  signal?: AbortSignal,
): Promise<readonly FoundOutcome[]> {
  if (checks.length === 0) return [];
  const compiled = await Promise.all(checks.map(({ rule }) => compile(ports, dataset, rule)));
  const columns = table.columns.map(({ name, type }) => ({ name, type }));
  const input = { path, columns, checks: compiled.filter((rule) => rule !== null), nowMs: ports.now().getTime() };
  const { outcomes } = await ports.engine.run('check', () => input, { signal });
  const answers = outcomes.values();
  return checks.map(({ id }, i) => {
    const outcome = compiled[i] === null ? NO_OTHER : answers.next().value;
    if (!outcome) throw new Error('A check was not answered.');
    return { checkId: id, outcome };
  });
}

/** Stores what checks found in a version. */
export async function storeOutcomes(
  queryable: Queryable,
  versionId: string,
  outcomes: readonly FoundOutcome[],
  at: Date,
): Promise<void> {
  for (const { checkId, outcome } of outcomes) await storeOutcome(queryable, checkId, versionId, outcome, at);
}

const NO_OTHER: CheckOutcome = {
  state: 'impossible',
  broken: 0,
  sentence: 'The other data set has no version that can be used.',
  examples: [],
};

/** A rule with the file of the other data set that it names; null when that has none. */
async function compile(ports: DatasetPorts, dataset: Dataset, rule: CheckRule): Promise<TableCheck | null> {
  if (rule.kind !== 'foreign-key') return rule;
  const other = await findDataset(ports.database, dataset.initiativeNo, rule.datasetId);
  const version = other && (await findVersion(ports.database, other.id, null));
  const file = version?.table ? await ports.tables.find(version.table.tableId) : null;
  if (file === null) return null;
  return { kind: 'foreign-key', column: rule.column, file, otherColumn: rule.otherColumn };
}
