import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { formatBytes } from '../../words/index.ts';
import type { Caller } from './experiment.ts';
import { refuseTracking } from './experiments.errors.ts';
import { readSpans } from './read-spans.ts';
import { requireTrace, type TracePorts } from './require-trace.use-case.ts';
import { SPAN_LIMITS, type Span } from './span.ts';
import { extentOf, type PlacedSpan, placeSpans } from './span-tree.ts';

/** A file of spans, `elsewhere` when it is kept outside of this installation, `null` when there is none. */
export type SpansFile = { readonly stream: Readable; readonly sizeBytes: number } | 'elsewhere' | 'damaged' | null;

/** What reading spans needs: the files, of which the caller gets those that they may see. */
export interface SpanPorts extends TracePorts {
  readonly openSpans: (caller: Caller, uri: string) => Promise<SpansFile>;
}

/** A stretch of the tree of spans; or why there is none, in a sentence. */
export type SpansPage =
  | {
      readonly kind: 'read';
      /** How many spans the trace has. */
      readonly count: number;
      /** Entries of the file that could not be read. */
      readonly unreadable: number;
      readonly startMs: number;
      readonly endMs: number;
      readonly failed: { readonly count: number; readonly first: readonly Span[] };
      readonly from: number;
      readonly places: readonly PlacedSpan[];
    }
  | { readonly kind: 'none'; readonly sentence: string };

/** The name of the file in which every client keeps the spans of a trace. */
const SPANS_FILE = 'traces.json';

/** A stretch of the spans of a trace, in the order of their tree. @throws Problem TRACE_UNKNOWN */
export async function readSpansOfTrace(
  ports: SpanPorts,
  caller: Caller,
  traceId: string,
  stretch: { readonly from: number; readonly limit: number },
): Promise<SpansPage> {
  const reading = await readFile(ports, caller, traceId);
  if (reading.kind === 'none') return reading;
  const { spans, unreadable } = reading;
  const failed = spans.filter(({ state }) => state === 'ERROR').sort((one, other) => one.startMs - other.startMs);
  return {
    kind: 'read',
    count: spans.length,
    unreadable,
    ...extentOf(spans),
    failed: { count: failed.length, first: failed.slice(0, SPAN_LIMITS.namedFailures) },
    from: stretch.from,
    places: placeSpans(spans).slice(stretch.from, stretch.from + stretch.limit),
  };
}

/** One span of a trace, with the span that it stands below. @throws Problem TRACE_UNKNOWN, SPANS_NOT_HERE, SPAN_UNKNOWN */
export async function readSpan(
  ports: SpanPorts,
  caller: Caller,
  traceId: string,
  spanId: string,
): Promise<{ readonly span: Span; readonly parent: Span | null; readonly traceStartMs: number }> {
  const reading = await readFile(ports, caller, traceId);
  if (reading.kind === 'none') throw refuseTracking('SPANS_NOT_HERE', { why: reading.sentence });
  const span = reading.spans.find(({ id }) => id === spanId);
  if (!span) throw refuseTracking('SPAN_UNKNOWN');
  const parent = reading.spans.find(({ id }) => id === span.parentId) ?? null;
  return { span, parent, traceStartMs: extentOf(reading.spans).startMs };
}

/** The file of the spans as it is, to be saved. @throws Problem TRACE_UNKNOWN, SPANS_NOT_HERE */
export async function openSpansFile(
  ports: SpanPorts,
  caller: Caller,
  traceId: string,
): Promise<{ readonly stream: Readable; readonly fileName: string }> {
  const file = await openFile(ports, caller, traceId);
  if (typeof file === 'string') throw refuseTracking('SPANS_NOT_HERE', { why: file });
  return { stream: file.stream, fileName: `${traceId}.json` };
}

async function readFile(
  ports: SpanPorts,
  caller: Caller,
  traceId: string,
): Promise<
  | { readonly kind: 'read'; readonly spans: readonly Span[]; readonly unreadable: number }
  | Extract<SpansPage, { kind: 'none' }>
> {
  const file = await openFile(ports, caller, traceId);
  if (typeof file === 'string') return { kind: 'none', sentence: file };
  const { stream, sizeBytes } = file;
  if (sizeBytes > SPAN_LIMITS.fileBytes) {
    stream.destroy();
    const [size, most] = [formatBytes(sizeBytes), formatBytes(SPAN_LIMITS.fileBytes)];
    return {
      kind: 'none',
      sentence: `They take ${size}, and a page shows at most ${most}. Save the file to read them.`,
    };
  }
  const reading = readSpans(await text(stream));
  if (reading.kind === 'unreadable') return { kind: 'none', sentence: reading.sentence };
  if (reading.spans.length === 0)
    return { kind: 'none', sentence: 'The file of the spans holds none that can be read.' };
  return reading;
}

/** The file, or why there is none. Where it lies follows from the experiment: the tag that tells the client may be changed. */
async function openFile(
  ports: SpanPorts,
  caller: Caller,
  traceId: string,
): Promise<Exclude<SpansFile, string | null> | string> {
  const trace = await requireTrace(ports, caller, traceId, 'see');
  const { artifactLocation } = await ports.access.experiment(caller, String(trace.experimentNo), 'see');
  const file = await ports.openSpans(caller, `${artifactLocation}/traces/${trace.id}/artifacts/${SPANS_FILE}`);
  if (file === null)
    return trace.state === 'IN_PROGRESS'
      ? 'They arrive when the trace ends.'
      : 'The client sent none. It sends them as a file, soon after the trace.';
  if (file === 'elsewhere') return 'The experiment keeps its files outside of this installation.';
  if (file === 'damaged') return 'Their file was damaged in the storage.';
  return file;
}
