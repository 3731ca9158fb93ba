import { Problem } from '../../platform/contract/index.ts';
import type { Queryable } from '../../platform/database/queryable.ts';
import { type Caller, type Experiment, readFilter, TRACKING_LIMITS } from '../experiments/index.ts';
import type { Assessment } from './assessment.ts';
import { assessmentsOf, readGivers } from './assessments.store.ts';
import { requireTrace, type TracePorts } from './require-trace.use-case.ts';
import {
  metadataOf,
  type PromptVersion,
  promptInWords,
  TRACE_GRAMMAR,
  TRACE_LIMITS,
  type Trace,
  type TracePosition,
  type UseOfPrompt,
} from './trace.ts';
import {
  countUsesOfPrompt,
  type LinkedRun,
  listExperimentsOfPrompt,
  listLinkedPrompts,
  listLinkedRuns,
} from './trace-links.store.ts';
import { refuseTrace } from './traces.errors.ts';
import { listTraceLines, type TraceLine } from './traces.store.ts';
import { withinSearchTime } from './within-search-time.store.ts';

/** A run that a trace belongs to; without a name when it is not in the same experiment. */
export interface RunOfTrace {
  readonly id: string;
  readonly name: string | null;
}

/** A trace as a list shows it, with what was said of it and counts. */
export interface TraceOnPage extends Omit<TraceLine, 'runId'> {
  readonly run: RunOfTrace | null;
  readonly said: readonly Assessment[];
}

/** What pages of traces need. */
export interface TracePagePorts extends TracePorts {
  /** The names of runs of an experiment by their id, as far as they exist there. */
  readonly namesOfRuns: (
    queryable: Queryable,
    experimentNo: number,
    ids: readonly string[],
  ) => Promise<ReadonlyMap<string, string>>;
}

/** A page of the traces of an experiment, the newest first. @throws Problem EXPERIMENT_UNKNOWN, TRACE_FILTER_INVALID, TRACE_SEARCH_LONG */
export async function readTracesOfExperiment(
  ports: TracePagePorts,
  caller: Caller,
  experimentId: string,
  asked: { readonly filter: string; readonly after: TracePosition | undefined; readonly limit: number },
): Promise<{ readonly found: readonly TraceOnPage[]; readonly next: TracePosition | undefined }> {
  const { no } = await ports.access.experiment(caller, experimentId, 'see');
  const reading = readFilter(asked.filter, TRACE_GRAMMAR);
  if (reading.kind === 'refused') throw refuseTrace('TRACE_FILTER_INVALID', { why: reading.message });
  const { after, limit } = asked;
  const { found, next } = await withinSearchTime(ports.database, reading.conditions, (queryable) =>
    listTraceLines(
      queryable,
      { experimentNos: [no], conditions: reading.conditions, order: [], after, limit },
      TRACE_LIMITS.shownBeginning,
    ),
  );
  const [said, names] = await Promise.all([
    assessmentsOf(
      ports.database,
      found.map(({ id }) => id),
    ),
    ports.namesOfRuns(
      ports.database,
      no,
      found.flatMap(({ runId }) => runId ?? []),
    ),
  ]);
  return {
    found: found.map(({ runId, ...line }) => ({
      ...line,
      run: runId === null ? null : { id: runId, name: names.get(runId) ?? null },
      said: (said.get(line.id) ?? []).filter(({ isValid }) => isValid),
    })),
    next,
  };
}

/** A trace as its own page shows it, without its spans. */
export interface TracePage {
  readonly trace: Trace;
  readonly experiment: Experiment;
  readonly run: RunOfTrace | null;
  /** The runs that it was linked to, as far as the caller may see them. */
  readonly linkedRuns: readonly LinkedRun[];
  /** The prompts that it used, which may have been registered anywhere. */
  readonly prompts: readonly PromptVersion[];
  readonly assessments: readonly Assessment[];
  /** The names of those who gave the assessments, by their accounts. */
  readonly givers: ReadonlyMap<string, string>;
  /** Why the caller may not judge it, in a sentence; `null` when they may. */
  readonly whyNotJudge: string | null;
}

/** A trace with everything that belongs to it but its spans. @throws Problem TRACE_UNKNOWN */
export async function readTracePage(ports: TracePagePorts, caller: Caller, id: string): Promise<TracePage> {
  const trace = await requireTrace(ports, caller, id, 'see');
  const experimentId = String(trace.experimentNo);
  const runId = metadataOf(trace)['mlflow.sourceRun'] ?? null;
  const [experiment, whyNotJudge, given, names, linkedRuns, prompts] = await Promise.all([
    ports.access.experiment(caller, experimentId, 'see'),
    ports.access.experiment(caller, experimentId, 'judge').then(() => null, refusalOf),
    assessmentsOf(ports.database, [id]),
    ports.namesOfRuns(ports.database, trace.experimentNo, runId === null ? [] : [runId]),
    seenLinkedRuns(ports, caller, id),
    listLinkedPrompts(ports.database, id, TRACE_LIMITS.shownPrompts),
  ]);
  const assessments = given.get(id) ?? [];
  return {
    trace,
    experiment,
    run: runId === null ? null : { id: runId, name: names.get(runId) ?? null },
    linkedRuns,
    prompts,
    assessments,
    givers: await readGivers(
      ports.database,
      assessments.map(({ createdBy }) => createdBy),
    ),
    whyNotJudge,
  };
}

async function seenLinkedRuns(
  { access, database }: TracePorts,
  caller: Caller,
  traceId: string,
): Promise<readonly LinkedRun[]> {
  const runs = await listLinkedRuns(database, traceId, TRACE_LIMITS.shownRuns);
  const experiments = new Set(runs.map(({ experimentNo }) => String(experimentNo)));
  const seen = new Set(await access.seenAmong(caller, [...experiments]));
  return runs.filter(({ experimentNo }) => seen.has(experimentNo));
}

/** In which experiments that somebody may see a version of a prompt was used, those used in last first. */
export async function usesOfPrompt(
  { access, database }: TracePorts,
  caller: Caller,
  prompt: PromptVersion,
): Promise<readonly UseOfPrompt[]> {
  const words = promptInWords(prompt);
  const used = await listExperimentsOfPrompt(database, words, TRACKING_LIMITS.searchedExperiments);
  return countUsesOfPrompt(database, words, await access.seenAmong(caller, used.map(String)));
}

function refusalOf(error: unknown): string {
  if (error instanceof Problem) return `${error.message} ${error.remedy}`;
  throw error;
}
