import type { Readable } from 'node:stream';
import type { ArtifactFollower } from '../../platform/artifacts/artifact-follower.ts';
import { isStorageAway } from '../../platform/artifacts/storage-away.ts';
import { refuse } from '../../platform/contract/index.ts';
import type { Database, Transaction } from '../../platform/database/queryable.ts';
import type { JsonObject } from '../../platform/events/event.ts';
import { JOB_LIMITS, type JobHandler, type Jobs } from '../../platform/jobs/jobs.ts';
import type { Log } from '../../platform/log/log.ts';
import { answerAboutSpans } from './answer-about-spans.ts';
import { type AskSpans, NOT_HAD, TOO_MUCH } from './ask-spans.use-case.ts';
import type { FindableSpan } from './findable-spans.ts';
import { SPAN_LIMITS } from './span.ts';
import { spansUri, traceIdAt } from './span-file.ts';
import { findPlacedTraces, forgetSpansOf, noteSpansOf, type PlacedTrace } from './span-index.store.ts';
import type { SpansTold } from './spans-door.ts';

/** A file of spans that is here. */
export interface KeptSpansFile {
  readonly sha256: string;
  readonly sizeBytes: number;
  open(): Promise<Readable | 'damaged'>;
}

/** The files of spans as the installation itself uses them, for nobody in particular. */
export interface SpanFiles {
  /** The path in the store of artifacts that a URI means; `null` when it is kept elsewhere. */
  pathOf(uri: string): string | null;
  find(uri: string): Promise<KeptSpansFile | null>;
  /** The content of the file that is there, or `null`; uploads wait for the end of the transaction, and it for those under way. */
  settle(tx: Transaction, uri: string): Promise<Pick<KeptSpansFile, 'sha256'> | null>;
  /** Keeps a file as it is until the end of the transaction; false when its content is another by now, or gone. */
  hold(tx: Transaction, uri: string, sha256: string): Promise<boolean>;
}

/** What noting spans needs. */
export interface NotePorts {
  readonly database: Database;
  readonly log: Log;
  readonly spanFiles: SpanFiles;
  readonly askSpans: AskSpans;
  readonly jobs: Pick<Jobs, 'enqueue'>;
}

/** The kinds of jobs. */
export const SPAN_JOBS = { note: 'experiments.note-spans' } as const;

/** A file as it was when it came. */
interface NamedFile {
  readonly traceId: string;
  readonly sha256: string;
}

/**
 * Notes what traces are found by as their files of spans come and go: a small file in the transaction that stores it, a
 * large one by a job, which is asked for in that transaction.
 */
export function followSpanFiles(ports: NotePorts): ArtifactFollower {
  return {
    handedOverAt: (path) => (traceIdAt(path) === null ? null : SPAN_LIMITS.notedAtOnceBytes),
    onStored: async (tx, { path, sha256, content }) => {
      const [trace] = await tracesOfFiles(ports, tx, [path]);
      if (!trace) return;
      if (content) {
        const told = answerAboutSpans({ file: content, question: { kind: 'findable' } });
        return noteSpansOf(tx, trace.no, foundIn(ports, trace.id, told));
      }
      await forgetSpansOf(tx, [trace.no]);
      await askToNote(ports, tx, { traceId: trace.id, sha256 });
    },
    onRemoved: async (tx, paths) => {
      const traces = await tracesOfFiles(ports, tx, paths);
      await forgetSpansOf(
        tx,
        traces.map(({ no }) => no),
      );
    },
  };
}

/**
 * Has a file noted that came before its trace, as clients may send them that try again. Either the trace finds the file
 * here, or the file that comes at the same moment finds the trace.
 */
export async function noteEarlierFile(
  ports: NotePorts,
  tx: Transaction,
  { traceId, artifactLocation }: { readonly traceId: string; readonly artifactLocation: string },
): Promise<void> {
  const file = await ports.spanFiles.settle(tx, spansUri(artifactLocation, traceId));
  if (file) await askToNote(ports, tx, { traceId, sha256: file.sha256 });
}

/** Has a file noted by a job. */
export async function askToNote({ jobs }: NotePorts, tx: Transaction, file: NamedFile): Promise<void> {
  await jobs.enqueue(tx, SPAN_JOBS.note, { ...file });
}

/**
 * The jobs that note large files. A file that cannot be read is noted as one by which nothing is found; a storage that is
 * away is waited for.
 */
export function spanJobs(ports: NotePorts): Readonly<Record<string, JobHandler>> {
  return {
    [SPAN_JOBS.note]: {
      run: async (payload, { signal, attempt }) => {
        // Each earlier attempt ended with its process: it does not get the next one as well.
        if (attempt > JOB_LIMITS.attempts) throw new Error('The process ended each time while it read the spans.');
        await noteFile(ports, fileOf(payload), signal);
      },
      isWaitedFor: isStorageAway,
      onGivenUp: async (payload) => {
        const file = fileOf(payload);
        const [trace] = await findPlacedTraces(ports.database, [file.traceId]);
        if (trace)
          await keepNote(ports, trace, file.sha256, nothingFound(ports, file.traceId, 'Reading it failed each time.'));
      },
    },
  };
}

/** Reads a file and notes what it says, unless another has come in its place: that one is noted by itself. */
async function noteFile(ports: NotePorts, { traceId, sha256 }: NamedFile, signal: AbortSignal): Promise<void> {
  const [trace] = await findPlacedTraces(ports.database, [traceId]);
  const file = trace ? await ports.spanFiles.find(spansUri(trace.artifactLocation, traceId)) : null;
  if (!trace || file?.sha256 !== sha256) return;
  await keepNote(ports, trace, sha256, await readFindable(ports, traceId, file, signal));
}

/**
 * What a file says that its trace is found by; nothing where it cannot be read. Throws where another attempt may help.
 * @throws Problem FILES_UNAVAILABLE where the storage is away, or too slow to hand the file over.
 */
export async function readFindable(
  ports: NotePorts,
  traceId: string,
  file: KeptSpansFile,
  signal: AbortSignal,
): Promise<readonly FindableSpan[]> {
  const stream = await openOrLeave(file, signal);
  if (stream === 'damaged') return nothingFound(ports, traceId, 'It was damaged in the storage.');
  const told = await ports.askSpans({ stream, sizeBytes: file.sizeBytes }, { kind: 'findable' }, signal);
  signal.throwIfAborted();
  if (told === NOT_HAD) throw refuse('FILES_UNAVAILABLE', { why: 'it took too long' });
  if (told === TOO_MUCH) throw new Error('Reading the spans took too long or too much memory.');
  return foundIn(ports, traceId, told);
}

/** Opens a file, and waits no longer for a silent storage once nobody asks any more: a process that ends would be killed. */
async function openOrLeave(file: KeptSpansFile, signal: AbortSignal): Promise<Readable | 'damaged'> {
  signal.throwIfAborted();
  const opening = file.open();
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      reject(signal.reason);
      void opening.then(
        (stream) => stream !== 'damaged' && stream.destroy(),
        () => undefined,
      );
    };
    signal.addEventListener('abort', leave, { once: true });
    void opening.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}

/** Notes nothing where the file is another by now. */
async function keepNote(
  { database, spanFiles }: NotePorts,
  trace: PlacedTrace,
  sha256: string,
  spans: readonly FindableSpan[],
): Promise<void> {
  await database.transaction(async (tx) => {
    if (!(await spanFiles.hold(tx, spansUri(trace.artifactLocation, trace.id), sha256))) return;
    await noteSpansOf(tx, trace.no, spans);
  });
}

/** The traces whose own files are at these paths: a file of such a name may lie with another experiment. */
async function tracesOfFiles(
  { spanFiles }: NotePorts,
  tx: Transaction,
  paths: readonly string[],
): Promise<readonly PlacedTrace[]> {
  const traces = await findPlacedTraces(
    tx,
    paths.flatMap((path) => traceIdAt(path) ?? []),
  );
  const places = new Set<string | null>(paths);
  return traces.filter(({ id, artifactLocation }) => places.has(spanFiles.pathOf(spansUri(artifactLocation, id))));
}

function foundIn(ports: NotePorts, traceId: string, told: SpansTold): readonly FindableSpan[] {
  if (told.kind === 'findable') return told.spans;
  return nothingFound(ports, traceId, told.kind === 'none' ? told.sentence : 'It was not understood.');
}

/** Nothing is found by a file that cannot be read. Why goes to the log, and nothing of what is in it. */
export function nothingFound({ log }: NotePorts, traceId: string, why: string): readonly FindableSpan[] {
  log.warn({ traceId, why }, 'a trace is not found by its spans, because their file cannot be read');
  return [];
}

function fileOf({ traceId, sha256 }: JsonObject): NamedFile {
  if (typeof traceId !== 'string' || typeof sha256 !== 'string')
    throw new RangeError('The job names no file of spans.');
  return { traceId, sha256 };
}
