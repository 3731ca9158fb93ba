import { checkRunName } from './check-logged.ts';
import type { Caller } from './experiment.ts';
import { refuseTracking } from './experiments.errors.ts';
import { RUN_NAME_TAG, type RunStatus, type WrittenRun } from './run.ts';
import { deleteRunTag, markRun, readRunInfo, setRunTag, updateRun } from './runs.store.ts';
import { type RunPorts, recordRun } from './start-run.use-case.ts';
import { writeRun } from './write-runs.store.ts';

const ENDED: Partial<Record<RunStatus, { readonly kind: string; readonly did: string }>> = {
  FINISHED: { kind: 'run.finished', did: 'finished' },
  FAILED: { kind: 'run.failed', did: 'saw the failure of' },
  KILLED: { kind: 'run.stopped', did: 'stopped' },
};

/** What can be changed of a run. */
export interface RunChange {
  readonly status: RunStatus | undefined;
  readonly endMs: number | undefined;
  readonly name: string | undefined;
}

/**
 * Changes the state, the end or the name of a run. The first end of a connected run is recorded on the line.
 * @throws Problem RUN_UNKNOWN, RUN_DELETED
 */
export async function changeRun(ports: RunPorts, caller: Caller, id: string, change: RunChange): Promise<WrittenRun> {
  const found = await ports.access.run(caller, id, 'log');
  // An empty name is no name: clients send it along with other changes.
  const name = change.name === '' ? undefined : change.name;
  if (name !== undefined) checkRunName(name, 'run_name');
  const nameKeyNo = name === undefined ? undefined : (await ports.keys.numbersOf([RUN_NAME_TAG])).get(RUN_NAME_TAG);
  await ports.database.transaction(async (tx) => {
    const former = await updateRun(tx, found.no, { ...change, name });
    if (former === null) throw refuseTracking('RUN_DELETED', { id });
    if (name !== undefined && nameKeyNo !== undefined) await setRunTag(tx, found.no, nameKeyNo, name);
    const ended = change.status === undefined || change.status === former ? undefined : ENDED[change.status];
    if (ended === undefined) return;
    const { name: present } = await readRunInfo(tx, found.no);
    await recordRun(ports, tx, caller, found.experiment, { id, name: present, ...ended });
  });
  return writeRun(ports.database, ports.keys, found.no);
}

/** Deletes a run, or brings it back; its rows stay either way. Doing it twice changes nothing. @throws Problem RUN_UNKNOWN */
export async function markRunDeleted(ports: RunPorts, caller: Caller, id: string, isDeleted: boolean): Promise<void> {
  const found = await ports.access.run(caller, id, 'log');
  await ports.database.transaction(async (tx) => {
    if (!(await markRun(tx, found.no, isDeleted ? { atMs: ports.now().getTime(), by: caller.name } : null))) return;
    const { name } = await readRunInfo(tx, found.no);
    const change = isDeleted ? { kind: 'run.deleted', did: 'deleted' } : { kind: 'run.restored', did: 'restored' };
    await recordRun(ports, tx, caller, found.experiment, { id, name, ...change });
  });
}

/** Removes a tag of a run. @throws Problem RUN_UNKNOWN, RUN_DELETED, EXPERIMENT_TAG_UNKNOWN */
export async function removeRunTag(ports: RunPorts, caller: Caller, id: string, key: string): Promise<void> {
  const found = await ports.access.run(caller, id, 'log');
  const { isDeleted } = await readRunInfo(ports.database, found.no);
  if (isDeleted) throw refuseTracking('RUN_DELETED', { id });
  const keyNo = (await ports.keys.find([key])).get(key);
  const wasThere = keyNo !== undefined && (await ports.database.transaction((tx) => deleteRunTag(tx, found.no, keyNo)));
  if (!wasThere) throw refuseTracking('EXPERIMENT_TAG_UNKNOWN', { key: key.slice(0, 250), what: `run ${id}` });
}
