import { newId } from '../../platform/database/new-id.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { type CheckChoice, namedColumns, SIGNAL_LIMITS } from './check-choice.ts';
import type { StoredCheck } from './signal-check.ts';
import { recordCheck, SIGNAL_JOBS, type SignalPorts } from './signal-ports.use-case.ts';
import { refuseSignal } from './signals.errors.ts';
import { countRunning, insertCheck } from './signals.store.ts';

/** What is asked of which version; the newest ready one unless a number is given. */
export interface AskedCheck {
  readonly datasetId: string;
  readonly version: number | null;
  readonly choice: CheckChoice;
}

/**
 * Begins a check; it runs in the background.
 * @throws Problem SIGNAL_COLUMN_UNKNOWN, SIGNAL_TOO_MANY_COLUMNS, SIGNAL_CHECK_LIMIT, and those of reading a data set
 */
export async function startCheck(
  ports: SignalPorts,
  actor: Actor,
  initiative: StoredInitiative,
  { datasetId, version: number, choice }: AskedCheck,
): Promise<string> {
  const { dataset, version } = await ports.readColumns(initiative, datasetId, {
    version: number ?? undefined,
    columns: [choice.target],
    maxRows: 1,
    seed: 0,
  });
  const { table } = version;
  if (table === null) throw new RangeError('A version that can be read has a table.');
  const known = new Set(table.columns.map(({ name }) => name));
  const unknown = namedColumns(choice).find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw refuseSignal('SIGNAL_COLUMN_UNKNOWN', { number: version.number, column: unknown });
  }
  const looked = known.size - new Set(choice.knownLater).size - 1;
  if (looked > SIGNAL_LIMITS.columns) {
    throw refuseSignal('SIGNAL_TOO_MANY_COLUMNS', { count: looked, limit: SIGNAL_LIMITS.columns });
  }
  const task = await ports.taskOf(initiative);
  return ports.database.transaction(async (tx) => {
    if ((await countRunning(tx, initiative.no)) >= SIGNAL_LIMITS.running) {
      throw refuseSignal('SIGNAL_CHECK_LIMIT', { limit: SIGNAL_LIMITS.running });
    }
    const id = newId();
    const check: StoredCheck = {
      id,
      initiativeNo: initiative.no,
      initiativeId: initiative.id,
      datasetId,
      datasetName: dataset.name,
      version: version.number,
      tableSha256: table.sha256,
      choice,
      task,
      state: 'running',
      phase: null,
      result: null,
      failure: null,
      startedBy: { accountId: actor.accountId, name: actor.name },
      startedAt: ports.now(),
      finishedAt: null,
      jobId: await ports.jobs.enqueue(tx, SIGNAL_JOBS.check, { checkId: id }),
    };
    await insertCheck(tx, check);
    await recordCheck(tx, ports, actor, check, {
      kind: 'signal.check-started',
      sentence: `asked whether "${choice.target}" can be predicted from the data set "${dataset.name}", version ${version.number}`,
    });
    return id;
  });
}
