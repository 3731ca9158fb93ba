import type { StoredInitiative } from '../initiatives/index.ts';
import { type ExpectationPorts, refuseWithheld } from './expectation-ports.use-case.ts';
import { refuseExpectation } from './expectations.errors.ts';
import type { ModelGroups } from './groups.schema.ts';
import { JUDGE } from './judge-door.ts';
import { loadModel, readRows } from './judge-order.use-case.ts';
import type { CandidateName } from './judged-model.ts';

/** Which groups of which model are to be compared. */
export interface GroupsWish extends CandidateName {
  readonly datasetId: string;
  readonly version: number;
  readonly target: string;
  readonly outcome: string | null;
  readonly column: string;
  /** Whoever is at or above it is acted upon; null for as many as have the outcome. */
  readonly threshold: number | null;
}

/**
 * How a model treats the groups of a column, measured anew each time: the same model and data give the same figures.
 * @throws Problem MODEL_TO_JUDGE_UNKNOWN, EXPECTATION_TABLE_UNKNOWN, EXPECTATION_COLUMN_UNFIT, MODEL_NOT_JUDGED
 */
export async function compareGroups(
  ports: ExpectationPorts,
  reader: { readonly accountId: string },
  initiative: StoredInitiative,
  wish: GroupsWish,
): Promise<ModelGroups> {
  const { target, outcome, column, threshold } = wish;
  const loaded = await loadModel(ports, initiative.no, wish);
  if (loaded === null) throw refuseExpectation('MODEL_TO_JUDGE_UNKNOWN');
  if (loaded.kind === 'unfit') return { kind: 'unfit', sentence: loaded.sentence };
  const table = await ports.source.find(initiative, wish.datasetId, wish.version);
  if (!table) throw refuseExpectation('EXPECTATION_TABLE_UNKNOWN');
  const kind = table.columns.find(({ name }) => name === column)?.kind;
  if (kind === undefined || kind === 'time' || kind === 'id' || column === target)
    throw refuseExpectation('EXPECTATION_COLUMN_UNFIT', {
      column: column.slice(0, 100),
      reason: kind === undefined ? 'the table has no such column.' : 'it makes no groups.',
    });
  await refuseWithheld(ports, reader, initiative, table, [column]);
  const rows = await readRows(ports, initiative, { table, loaded, columns: [target, column] });
  const groups = { target, outcome, column, threshold };
  const ended = await ports.threads.run(JUDGE, { ...rows, expectations: [], groups });
  if (ended.kind === 'done' && ended.output.groups !== null) return ended.output.groups;
  if (ended.kind === 'done') throw new Error('The program that was asked for groups gave none.');
  if (ended.kind === 'crashed') throw new Error(`Comparing groups crashed: ${ended.told}`);
  throw refuseExpectation('MODEL_NOT_JUDGED', {
    reason: ended.kind === 'out-of-memory' ? 'it would take more memory than it may.' : 'the server is stopping.',
  });
}
