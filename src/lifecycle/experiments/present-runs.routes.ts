import { z } from 'zod';
import { refuse } from '../../platform/contract/index.ts';
import type { Conclusion } from './conclusion.ts';
import type { Caller } from './experiment.ts';
import { instant } from './logged-moment.ts';
import { writeNumber } from './logged-number.ts';
import type { ExperimentEntry } from './overview.store.ts';
import type { RunOnLine, RunsAsked } from './read-runs.use-case.ts';
import type { ListPage, RunListPosition } from './tracking.ts';

const positionSchema = z.object({
  stage: z.number().int().min(0),
  keys: z.array(z.union([z.string(), z.number(), z.null()])).max(64),
});

function writePosition(position: RunListPosition): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

function readPosition(cursor: string): RunListPosition {
  try {
    return positionSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw refuse('LIST_POSITION_INVALID');
  }
}

/** What a request for runs asks for. @throws Problem LIST_POSITION_INVALID */
export function readAsked(query: {
  readonly filter: string;
  readonly orderBy: string;
  readonly cursor?: string | undefined;
  readonly limit: number;
}): RunsAsked {
  const { cursor, ...asked } = query;
  return { ...asked, after: cursor === undefined ? undefined : readPosition(cursor) };
}

/** An experiment as it travels. */
export function presentEntry({ isOwn, createdMs, lastRunMs, ...entry }: ExperimentEntry) {
  return { ...entry, createdAt: instant(createdMs), lastRunAt: lastRunMs === null ? null : instant(lastRunMs) };
}

/** Whether somebody may connect an experiment that belongs to no initiative. */
export function mayChangeUnconnected({ isOwn }: ExperimentEntry, { isAdministrator }: Caller): boolean {
  return isOwn || isAdministrator;
}

/** A page of runs as it travels. */
export function presentRuns({ entries, next }: ListPage<RunOnLine, RunListPosition>) {
  return { items: entries.map(presentRun), nextCursor: next && writePosition(next) };
}

/** A run as it travels. */
export function presentRun({ run, lineage, context, childCount }: RunOnLine) {
  return {
    id: run.id,
    name: run.name,
    experimentId: String(run.experimentNo),
    experimentName: run.experimentName,
    status: run.status,
    startedAt: instant(run.startMs),
    endedAt: run.endMs === null ? null : instant(run.endMs),
    startedByName: run.startedByName,
    metrics: run.metrics.map(({ key, value, least, greatest }) => ({
      key,
      value: writeNumber(value),
      least: least === null ? null : writeNumber(least),
      greatest: greatest === null ? null : writeNumber(greatest),
    })),
    params: [...run.params],
    tags: run.tags.filter(({ key }) => !key.startsWith('mlflow.')),
    childCount,
    lineage: { ...lineage, datasets: [...lineage.datasets] },
    context,
  };
}

/** A conclusion as it travels. */
export function presentConclusion(conclusion: Conclusion) {
  return { ...conclusion, runs: [...conclusion.runs] };
}
