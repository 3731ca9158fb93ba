import { type Caller, refuseTooMany, refuseTracking } from '../experiments/index.ts';
import { announceTraces, requireTrace, type TracePorts } from './require-trace.use-case.ts';
import { type PromptVersion, promptInWords, TRACE_LIMITS } from './trace.ts';
import { linkPromptsToTrace, linkTracesToRun, type NumberedTrace, numberTraces } from './trace-links.store.ts';
import { refuseTrace } from './traces.errors.ts';

/** Links traces to a run; see `Traces.link`. */
export async function linkTraces(
  ports: TracePorts,
  caller: Caller,
  runId: string,
  ids: readonly string[],
): Promise<void> {
  const { access, database } = ports;
  refuseTooMany(ids.length, TRACE_LIMITS.linkedAtOnce, 'traces');
  const { no, experiment } = await access.run(caller, runId, 'log');
  const traces = await seenTraces(ports, caller, ids);
  const known = new Set(traces.map(({ id }) => id));
  const unknown = ids.find((id) => !known.has(id));
  if (unknown !== undefined) throw refuseTrace('TRACE_UNKNOWN', { id: unknown.slice(0, 100) });
  const nos = traces.map((trace) => trace.no);
  if (!(await database.transaction((tx) => linkTracesToRun(tx, no, nos))))
    throw refuseTracking('RUN_DELETED', { id: runId });
  ports.announce(experiment.link?.slug ?? null);
}

/** Links versions of prompts to a trace; see `Traces.linkPrompts`. */
export async function linkPrompts(
  ports: TracePorts,
  caller: Caller,
  id: string,
  prompts: readonly PromptVersion[],
): Promise<void> {
  refuseTooMany(prompts.length, TRACE_LIMITS.promptsAtOnce, 'prompts');
  const { experimentNo } = await requireTrace(ports, caller, id, 'log');
  const written = prompts.map(promptInWords);
  const long = written.find(({ length }) => length > TRACE_LIMITS.promptLength);
  if (long !== undefined)
    throw refuseTracking('LOGGED_VALUE_INVALID', {
      path: 'prompt_versions',
      value: JSON.stringify(long.slice(0, 100)),
      why: `name and version have at most ${TRACE_LIMITS.promptLength} characters.`,
    });
  await linkPromptsToTrace(ports.database, id, written);
  await announceTraces(ports, caller, experimentNo);
}

/** Those of some traces that the caller may see, by their numbers. */
export async function seenTraces(
  { access, database }: TracePorts,
  caller: Caller,
  ids: readonly string[],
): Promise<readonly NumberedTrace[]> {
  const traces = await numberTraces(database, ids);
  const experiments = new Set(traces.map(({ experimentNo }) => String(experimentNo)));
  const seen = new Set(await access.seenAmong(caller, [...experiments]));
  return traces.filter(({ experimentNo }) => seen.has(experimentNo));
}
