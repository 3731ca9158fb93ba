import type { Readable } from 'node:stream';
import type { Caller } from '../experiments/index.ts';
import type { AskSpans } from './ask-spans.use-case.ts';
import { requireTrace, type TracePorts } from './require-trace.use-case.ts';
import { spansUri } from './span-file.ts';
import type { SpansQuestion, SpansTold } from './spans-door.ts';
import type { SpanDetail, SpansPage } from './spans-page.ts';
import { refuseTrace } from './traces.errors.ts';

/** A file of spans, `elsewhere` when it is kept outside of this installation, `null` when there is none. */
export type SpansFile = { readonly stream: Readable; readonly sizeBytes: number } | 'elsewhere' | 'damaged' | null;

/** What reading spans needs: the files, of which the caller gets those that they may see, and who reads them. */
export interface SpanPorts extends TracePorts {
  readonly openSpans: (caller: Caller, uri: string) => Promise<SpansFile>;
  readonly askSpans: AskSpans;
}

/** A stretch of the spans of a trace, in the order of their tree. @throws Problem TRACE_UNKNOWN */
export async function readSpansOfTrace(
  ports: SpanPorts,
  caller: Caller,
  traceId: string,
  { from, limit, signal }: { readonly from: number; readonly limit: number; readonly signal: AbortSignal },
): Promise<SpansPage> {
  const told = await ask(ports, caller, traceId, { kind: 'stretch', from, limit }, signal);
  if (told.kind === 'stretch') return told.page;
  if (told.kind === 'none') return told;
  throw new RangeError(`A stretch of spans was asked for, and "${told.kind}" was answered.`);
}

/** One span of a trace, with the span that it stands below. @throws Problem TRACE_UNKNOWN, SPANS_NOT_HERE, SPAN_UNKNOWN */
export async function readSpan(
  ports: SpanPorts,
  caller: Caller,
  traceId: string,
  { spanId, signal }: { readonly spanId: string; readonly signal: AbortSignal },
): Promise<SpanDetail> {
  const told = await ask(ports, caller, traceId, { kind: 'span', spanId }, signal);
  if (told.kind === 'span') return told.span;
  if (told.kind === 'none') throw refuseTrace('SPANS_NOT_HERE', { why: told.sentence });
  throw refuseTrace('SPAN_UNKNOWN');
}

/** The file of the spans as it is, to be saved. @throws Problem TRACE_UNKNOWN, SPANS_NOT_HERE */
export async function openSpansFile(
  ports: SpanPorts,
  caller: Caller,
  traceId: string,
): Promise<{ readonly stream: Readable; readonly fileName: string }> {
  const file = await openFile(ports, caller, traceId);
  if (typeof file === 'string') throw refuseTrace('SPANS_NOT_HERE', { why: file });
  return { stream: file.stream, fileName: `${traceId}.json` };
}

async function ask(
  ports: SpanPorts,
  caller: Caller,
  traceId: string,
  question: SpansQuestion,
  signal: AbortSignal,
): Promise<SpansTold> {
  const file = await openFile(ports, caller, traceId);
  return typeof file === 'string' ? { kind: 'none', sentence: file } : ports.askSpans(file, question, signal);
}

/** The file, or why there is none. */
async function openFile(
  ports: SpanPorts,
  caller: Caller,
  traceId: string,
): Promise<Exclude<SpansFile, string | null> | string> {
  const trace = await requireTrace(ports, caller, traceId, 'see');
  const { artifactLocation } = await ports.access.experiment(caller, String(trace.experimentNo), 'see');
  const file = await ports.openSpans(caller, spansUri(artifactLocation, trace.id));
  if (file === null)
    return trace.state === 'IN_PROGRESS'
      ? 'They arrive when the trace ends.'
      : 'The client sent none. It sends them as a file, soon after the trace.';
  if (file === 'elsewhere') return 'The experiment keeps its files outside of this installation.';
  if (file === 'damaged') return 'Their file was damaged in the storage.';
  return file;
}
