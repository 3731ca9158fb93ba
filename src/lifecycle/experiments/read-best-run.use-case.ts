import type { StoredInitiative } from '../initiatives/index.ts';
import { type MeasuredRun, readBestRun, readUsedKeys } from './experiment-keys.store.ts';
import { chooseMeasure, type Direction, isOnLearnedData } from './measure.ts';
import { connectedNos } from './overview.store.ts';
import type { RunPorts } from './start-run.use-case.ts';

/** What is best so far among the runs of an initiative, by the one metric that compares them. */
export interface BestSoFar {
  readonly metric: string;
  readonly direction: Direction;
  /** Whether the metric was measured on the data that the models learned from, which flatters them. */
  readonly isOnLearnedData: boolean;
  /** Runs that have the metric. */
  readonly runCount: number;
  readonly best: MeasuredRun;
  readonly first: MeasuredRun;
}

/** What is best so far; `null` while no run has a metric whose name says which values are good. */
export async function readBestSoFar(
  ports: Pick<RunPorts, 'database'>,
  initiative: StoredInitiative,
): Promise<BestSoFar | null> {
  const experimentNos = await connectedNos(ports.database, initiative.no);
  const measure = chooseMeasure((await readUsedKeys(ports.database, experimentNos)).metrics);
  if (!measure) return null;
  const { key, direction } = measure;
  const found = await readBestRun(ports.database, { experimentNos, key, direction });
  if (!found) return null;
  const { count: runCount, best, first } = found;
  return { metric: key, direction, isOnLearnedData: isOnLearnedData(key), runCount, best, first };
}
