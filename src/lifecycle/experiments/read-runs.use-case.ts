import { readConditions, readTerms } from './ask-for-runs.ts';
import { fillRuns } from './fill-runs.store.ts';
import { type Lineage, lineageOf } from './lineage.ts';
import type { Run, RunContext } from './run.ts';
import { countChildren } from './run-relations.store.ts';
import { readContexts } from './runs.store.ts';
import { searchRuns } from './search-runs.store.ts';
import type { RunPorts } from './start-run.use-case.ts';
import type { ListPage, RunListPosition } from './tracking.ts';

/** A run with where it comes from and what it was started under. */
export interface RunOnLine {
  readonly run: Run;
  readonly lineage: Lineage;
  readonly context: RunContext | null;
  /** Runs that name it as the one that they are part of. */
  readonly childCount: number;
}

/** What a page of runs asks for. */
export interface RunsAsked {
  readonly filter: string;
  readonly orderBy: string;
  readonly after: RunListPosition | undefined;
  readonly limit: number;
}

/**
 * A page of the runs of experiments.
 * @param slug the initiative whose readers they are shown to; `null` when their experiment is connected to none.
 * @throws Problem RUN_FILTER_INVALID naming the place in the filter or order, LIST_POSITION_INVALID
 */
export async function readRuns(
  ports: Pick<RunPorts, 'database' | 'keys'>,
  of: { readonly experimentNos: readonly number[]; readonly slug: string | null },
  asked: RunsAsked,
): Promise<ListPage<RunOnLine, RunListPosition>> {
  const conditions = readConditions(asked.filter);
  const order = readTerms(asked.orderBy);
  if (of.experimentNos.length === 0) return { entries: [], next: null };
  const { runNos, next } = await searchRuns(ports.database, ports.keys, {
    experimentNos: of.experimentNos,
    view: 'active',
    conditions,
    order,
    after: asked.after,
    limit: asked.limit,
  });
  return { entries: await putOnLine(ports, runNos, () => of.slug), next };
}

/**
 * Runs by their numbers with what was logged to them and what they were started under.
 * @param slugOf the initiative whose readers a run is shown to: a run may have been started under another one, which those
 * readers may not be able to see.
 */
export async function putOnLine(
  ports: Pick<RunPorts, 'database'>,
  nos: readonly number[],
  slugOf: (run: Run) => string | null,
): Promise<readonly RunOnLine[]> {
  const [filled, contexts, children] = await Promise.all([
    fillRuns(ports.database, nos),
    readContexts(ports.database, nos),
    countChildren(ports.database, nos),
  ]);
  return filled.map((run) => {
    const context = contexts.get(run.no);
    return {
      run,
      lineage: lineageOf(run),
      context: context !== undefined && context.slug === slugOf(run) ? context : null,
      childCount: children.get(run.no) ?? 0,
    };
  });
}
