import { Problem } from '../../platform/contract/index.ts';
import type { Database } from '../../platform/database/queryable.ts';
import type { Caller, Experiment } from '../experiments/index.ts';
import type { Trace } from './trace.ts';
import { refuseTrace } from './traces.errors.ts';
import { findTrace } from './traces.store.ts';

/** Who may do what with experiments and runs: traces follow their experiment. */
interface AskAccess {
  /** @throws Problem EXPERIMENT_UNKNOWN, EXPERIMENT_RIGHT_MISSING */
  experiment(caller: Caller, id: string, wish: 'see' | 'log' | 'judge' | 'change'): Promise<Experiment>;
  /** @throws Problem RUN_UNKNOWN, EXPERIMENT_RIGHT_MISSING */
  run(caller: Caller, id: string, wish: 'log'): Promise<{ readonly no: number; readonly experiment: Experiment }>;
  /** The numbers of those experiments that somebody may see. @throws Problem BATCH_TOO_LARGE */
  seenAmong(caller: Caller, ids: readonly string[]): Promise<readonly number[]>;
}

/** What keeping traces needs. */
export interface TracePorts {
  readonly database: Database;
  readonly now: () => Date;
  readonly access: AskAccess;
  /** Tells open pages that something changed for an initiative, or for what is connected to none. */
  readonly announce: (slug: string | null) => void;
}

/** A trace that the caller may see, log to or judge. @throws Problem TRACE_UNKNOWN, EXPERIMENT_RIGHT_MISSING */
export async function requireTrace(
  ports: TracePorts,
  caller: Caller,
  id: string,
  wish: 'see' | 'log' | 'judge',
): Promise<Trace> {
  const unknown = refuseTrace('TRACE_UNKNOWN', { id: id.slice(0, 100) });
  const trace = await findTrace(ports.database, id);
  if (!trace) throw unknown;
  const experimentId = String(trace.experimentNo);
  if (!(await visibleExperiment(ports, caller, experimentId))) throw unknown;
  if (wish !== 'see') await ports.access.experiment(caller, experimentId, wish);
  return trace;
}

/** An experiment, or `null` when it does not exist for the caller. */
async function visibleExperiment({ access }: TracePorts, caller: Caller, id: string): Promise<Experiment | null> {
  return access.experiment(caller, id, 'see').catch((error: unknown) => {
    if (error instanceof Problem) return null;
    throw error;
  });
}

/** Tells open pages that the traces of an experiment have changed, or what was said of them. */
export async function announceTraces({ access, announce }: TracePorts, caller: Caller, no: number): Promise<void> {
  announce((await access.experiment(caller, String(no), 'see')).link?.slug ?? null);
}
