import type { StoredInitiative } from '../initiatives/index.ts';
import { refuseTracking } from './experiments.errors.ts';
import type { FilterCondition, OrderTerm } from './filter-grammar.ts';
import { RUN_GRAMMAR } from './filter-grammar.ts';
import { readFilter, readOrder } from './filter-language.ts';
import { type Lineage, lineageOf } from './lineage.ts';
import { connectedNos } from './overview.store.ts';
import type { Run, RunContext } from './run.ts';
import { fillRuns, readContexts } from './runs.store.ts';
import { searchRuns } from './search-runs.store.ts';
import type { RunPorts } from './start-run.use-case.ts';
import type { ListPage, RunListPosition } from './tracking.ts';

/** A run with where it comes from and what it was started under. */
export interface RunOnLine {
  readonly run: Run;
  readonly lineage: Lineage;
  readonly context: RunContext | null;
}

/**
 * A page of the runs of an initiative's experiments.
 * @throws Problem RUN_FILTER_INVALID naming the place in the filter or order, LIST_POSITION_INVALID
 */
export async function readRuns(
  ports: Pick<RunPorts, 'database' | 'keys'>,
  initiative: StoredInitiative,
  asked: {
    readonly filter: string;
    readonly orderBy: string;
    readonly after: RunListPosition | undefined;
    readonly limit: number;
  },
): Promise<ListPage<RunOnLine, RunListPosition>> {
  const conditions = readConditions(asked.filter);
  const order = readTerms(asked.orderBy);
  const experimentNos = await connectedNos(ports.database, initiative.no);
  if (experimentNos.length === 0) return { entries: [], next: null };
  const { runs, next } = await searchRuns(ports.database, ports.keys, {
    experimentNos,
    view: 'active',
    conditions,
    order,
    after: asked.after,
    limit: asked.limit,
  });
  const [filled, contexts] = await Promise.all([
    fillRuns(ports.database, runs),
    readContexts(
      ports.database,
      runs.map(({ no }) => no),
    ),
  ]);
  const entries = filled.map((run) => {
    const context = contexts.get(run.no);
    // A run may have been started under another initiative, which this one's readers may not be able to see.
    return { run, lineage: lineageOf(run), context: context?.slug === initiative.slug ? context : null };
  });
  return { entries, next };
}

function readConditions(filter: string): readonly FilterCondition[] {
  const reading = readFilter(filter, RUN_GRAMMAR);
  if (reading.kind === 'read') return reading.conditions;
  throw refuseTracking('RUN_FILTER_INVALID', { what: 'filter', why: reading.message }, [
    { path: 'filter', message: reading.message },
  ]);
}

function readTerms(orderBy: string): readonly OrderTerm[] {
  const reading = readOrder(orderBy.trim() === '' ? [] : [orderBy], RUN_GRAMMAR);
  if (reading.kind === 'read') return reading.terms;
  throw refuseTracking('RUN_FILTER_INVALID', { what: 'order', why: reading.message }, [
    { path: 'orderBy', message: reading.message },
  ]);
}
