import type { ArtifactFollower } from '../../platform/artifacts/artifact-follower.ts';
import type { Database, Queryable } from '../../platform/database/database.ts';
import type { Migration } from '../../platform/database/migrations.ts';
import type { MountedApi } from '../../platform/http/handlers.ts';
import type { JobHandler, Jobs } from '../../platform/jobs/jobs.ts';
import type { Log } from '../../platform/log/log.ts';
import type { Threads } from '../../platform/threads/threads.ts';
import type { Caller } from '../experiments/index.ts';
import { openSpansReader } from './ask-spans.use-case.ts';
import { openAssessments } from './assess-trace.use-case.ts';
import type { Assessments } from './assessment.ts';
import { goThroughOldTraces } from './go-through-traces.use-case.ts';
import { judgeAnswer } from './judge-answer.use-case.ts';
import { openTraces } from './keep-traces.use-case.ts';
import { followSpanFiles, type SpanFiles, spanJobs } from './note-spans.use-case.ts';
import { openSpansFile, readSpan, readSpansOfTrace, type SpanPorts } from './read-spans.use-case.ts';
import {
  readTracePage,
  readTracesOfExperiment,
  type TracePagePorts,
  usesOfPrompt,
} from './read-trace-pages.use-case.ts';
import type { PromptVersion, Traces, UseOfPrompt } from './trace.ts';
import { tracePagesRoutes } from './trace-pages.routes.ts';
import { tracesMigrations } from './traces.migrations.ts';
import { findTracedExperiments } from './traces.store.ts';

/** What the room is wired with. */
export interface TracesDependencies {
  readonly database: Database;
  readonly now: () => Date;
  /** Who may do what with the experiments that traces belong to. */
  readonly access: TracePagePorts['access'];
  readonly namesOfRuns: TracePagePorts['namesOfRuns'];
  /** Opens a file of spans at an address, as far as the caller may see it. */
  readonly openSpans: SpanPorts['openSpans'];
  readonly spanFiles: SpanFiles;
  readonly jobs: Pick<Jobs, 'enqueue'>;
  readonly log: Log;
  /** Threads in which large files of spans are read. */
  readonly threads: Pick<Threads, 'run'>;
  /** Told after a change of what pages show; without an initiative (`null`) of an experiment that is connected to none. */
  readonly announce: (slug: string | null) => void;
}

/** What the room gives to the composition and to later rooms. */
export interface TracesModule {
  readonly mounted: MountedApi;
  readonly migrations: readonly Migration[];
  /** How requests went through applications. */
  readonly traces: Traces;
  /** What is said of them. */
  readonly assessments: Assessments;
  /** Of some experiments, by their numbers, those with traces. */
  findTraced(queryable: Queryable, experimentNos: readonly number[]): Promise<ReadonlySet<number>>;
  /** In which experiments that somebody may see a version of a prompt was used, those used in last first. */
  usesOfPrompt(caller: Caller, prompt: PromptVersion): Promise<readonly UseOfPrompt[]>;
  /** For the store of artifacts: notes what traces are found by as their files of spans come and go. */
  readonly spansFollower: ArtifactFollower;
  /** For `startJobs`. */
  readonly jobHandlers: Readonly<Record<string, JobHandler>>;
  /** Goes on with noting what traces from before are found by, for a while. */
  goThroughOldTraces(signal: AbortSignal): Promise<void>;
}

/** Wires what applications answered, and what is said of it. */
export function tracesModule(dependencies: TracesDependencies): TracesModule {
  const ports = { ...dependencies, askSpans: openSpansReader(dependencies.threads) };
  const assessments = openAssessments(ports);
  return {
    mounted: tracePagesRoutes({
      traces: (caller, id, asked) => readTracesOfExperiment(ports, caller, id, asked),
      trace: (caller, id) => readTracePage(ports, caller, id),
      spans: (caller, id, asked) => readSpansOfTrace(ports, caller, id, asked),
      span: (caller, id, asked) => readSpan(ports, caller, id, asked),
      file: (caller, id) => openSpansFile(ports, caller, id),
      judge: (caller, id, judged) => judgeAnswer(ports, caller, id, judged),
      takeBack: (caller, id, assessmentId) => assessments.remove(caller, id, assessmentId),
    }),
    migrations: tracesMigrations,
    traces: openTraces(ports),
    assessments,
    findTraced: findTracedExperiments,
    usesOfPrompt: (caller, prompt) => usesOfPrompt(ports, caller, prompt),
    spansFollower: followSpanFiles(ports),
    jobHandlers: spanJobs(ports),
    goThroughOldTraces: (signal) => goThroughOldTraces(ports, signal),
  };
}
