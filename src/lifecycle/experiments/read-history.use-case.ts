import { Problem } from '../../platform/contract/index.ts';
import type { Caller } from './experiment.ts';
import { type HistoryPoint, readAtSteps, readHistories, readHistory, readSteps } from './metric-history.store.ts';
import { pickEvenly } from './pick-evenly.ts';
import type { Metric } from './run.ts';
import type { RunPorts } from './start-run.use-case.ts';
import type { HistoryListPosition, ListPage, PointOfRun } from './tracking.ts';

type HistoryPorts = Pick<RunPorts, 'database' | 'access' | 'keys'>;

/** A page of one metric's history; what is not there has an empty one. */
export async function historyOf(
  ports: HistoryPorts,
  caller: Caller,
  of: { readonly runId: string; readonly key: string },
  page: { readonly after: HistoryListPosition | undefined; readonly limit: number | undefined },
): Promise<ListPage<Metric, HistoryListPosition>> {
  const found = await seen(ports, caller, of.runId);
  const keyNo = (await ports.keys.find([of.key])).get(of.key);
  if (found === null || keyNo === undefined) return { entries: [], next: null };
  const wanted = page.limit === undefined ? undefined : page.limit + 1;
  const points = await readHistory(ports.database, { runNo: found, keyNo }, page.after, wanted);
  const kept = points.slice(0, page.limit);
  const last = kept.at(-1);
  const hasMore = page.limit !== undefined && points.length > page.limit;
  return {
    entries: kept.map(({ timestampMs, step, value }) => ({ key: of.key, timestampMs, step, value })),
    next: hasMore && last ? { timestampMs: last.timestampMs, step: last.step, value: String(last.value) } : null,
  };
}

/** The histories of one metric in several runs, run by run. */
export async function historiesOf(
  ports: HistoryPorts,
  caller: Caller,
  of: { readonly runIds: readonly string[]; readonly key: string },
  limit: number,
): Promise<readonly PointOfRun[]> {
  const runs = await seenRuns(ports, caller, of.runIds);
  const keyNo = (await ports.keys.find([of.key])).get(of.key);
  if (keyNo === undefined) return [];
  return withIds(of.key, runs, await readHistories(ports.database, { runNos: [...runs.keys()], keyNo }, limit));
}

/**
 * The histories of one metric at steps that are spread evenly over the steps of all runs, so that curves of several runs
 * can be laid over each other; the first and the last step of each run are always among them.
 */
export async function sampledHistories(
  ports: HistoryPorts,
  caller: Caller,
  of: {
    readonly runIds: readonly string[];
    readonly key: string;
    readonly from: number | null;
    readonly to: number | null;
  },
  limitPerRun: number,
): Promise<readonly PointOfRun[]> {
  const runs = await seenRuns(ports, caller, of.runIds);
  const keyNo = (await ports.keys.find([of.key])).get(of.key);
  if (keyNo === undefined) return [];
  const stepsOf = new Map<number, readonly number[]>();
  for (const runNo of runs.keys()) stepsOf.set(runNo, await readSteps(ports.database, { runNo, keyNo }, of));
  const all = [...new Set([...stepsOf.values()].flat())].sort((a, b) => a - b);
  const common = pickEvenly(all, limitPerRun);
  const points: PointOfRun[] = [];
  for (const [runNo, own] of stepsOf) {
    const ends = [own[0], own.at(-1)].filter((step) => step !== undefined);
    const steps = [...new Set([...common, ...ends])];
    const read = await readAtSteps(ports.database, { runNo, keyNo, steps }, limitPerRun);
    points.push(...withIds(of.key, runs, read));
  }
  return points;
}

function withIds(key: string, runs: ReadonlyMap<number, string>, points: readonly HistoryPoint[]): PointOfRun[] {
  return points.map(({ runNo, ...point }) => ({ key, ...point, runId: runs.get(runNo) ?? '' }));
}

/** The number of a run that may be seen, or `null`. */
async function seen(ports: HistoryPorts, caller: Caller, id: string): Promise<number | null> {
  try {
    return (await ports.access.run(caller, id, 'see')).no;
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
}

async function seenRuns(
  ports: HistoryPorts,
  caller: Caller,
  ids: readonly string[],
): Promise<ReadonlyMap<number, string>> {
  const runs = new Map<number, string>();
  for (const id of new Set(ids)) {
    const no = await seen(ports, caller, id);
    if (no !== null) runs.set(no, id);
  }
  return runs;
}
