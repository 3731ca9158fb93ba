import { z } from 'zod';
import { SPAN_STATES, type Span, type SpanEvent } from './span.ts';

/** The spans of a file, or why it is none that we can read. */
export type SpanReading =
  | {
      readonly kind: 'read';
      readonly spans: readonly Span[];
      /** Entries of the file that are no spans, or repeat the id of another. */
      readonly unreadable: number;
    }
  | { readonly kind: 'unreadable'; readonly sentence: string };

const NS_PER_MS = 1e6;
const FOREIGN_ID_LENGTH = 64;

// A moment in nanoseconds has more digits than a number holds: what is lost is below a microsecond.
const moment = z
  .union([z.number(), z.string().regex(/^\d{1,20}$/)])
  .transform((value) => Number(value) / NS_PER_MS)
  .pipe(z.number().finite());
const id = z.string().min(1).transform(plainId);
const attributes = z.record(z.string(), z.unknown()).nullish();

const eventSchema = z.object({
  name: z.string(),
  time_unix_nano: moment.nullish(),
  timestamp: moment.nullish(),
  attributes,
});

const common = { name: z.string(), attributes, events: z.array(z.unknown()).nullish() };

/** A span as clients of MLflow 3 write it. */
const newerSpan = z.object({
  ...common,
  span_id: id,
  parent_span_id: id.or(z.literal('')).nullish(),
  start_time_unix_nano: moment,
  end_time_unix_nano: moment.nullish(),
  status: z.object({ code: z.string().nullish(), message: z.string().nullish() }).nullish(),
});

/** A span as clients before MLflow 3 write it. */
const olderSpan = z.object({
  ...common,
  context: z.object({ span_id: id }),
  parent_id: id.nullish(),
  start_time: moment,
  end_time: moment.nullish(),
  status_code: z.string().nullish(),
  status_message: z.string().nullish(),
});

const fileSchema = z.object({ spans: z.array(z.unknown()) });

/** Reads the file in which MLflow's clients keep the spans of a trace. Spans that are broken are counted and left out. */
export function readSpans(text: string): SpanReading {
  const file = fileSchema.safeParse(jsonOf(text));
  if (!file.success)
    return { kind: 'unreadable', sentence: 'The file of the spans is not one that a client of MLflow writes.' };
  const spans = new Map<string, Span>();
  for (const entry of file.data.spans) {
    const span = spanOf(entry);
    if (span && !spans.has(span.id)) spans.set(span.id, span);
  }
  return { kind: 'read', spans: [...spans.values()], unreadable: file.data.spans.length - spans.size };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function spanOf(entry: unknown): Span | null {
  if (typeof entry !== 'object' || entry === null) return null;
  // Only what may be one is judged: a file can hold millions of entries that are none, and each judgement takes long.
  const newer = 'span_id' in entry ? newerSpan.safeParse(entry) : null;
  if (newer?.success) {
    const { data } = newer;
    return {
      ...contentOf(data),
      id: data.span_id,
      parentId: data.parent_span_id || null,
      startMs: data.start_time_unix_nano,
      endMs: data.end_time_unix_nano || null,
      state: stateOf(data.status?.code),
      message: data.status?.message ?? '',
    };
  }
  const older = 'context' in entry ? olderSpan.safeParse(entry) : null;
  if (!older?.success) return null;
  const { data } = older;
  return {
    ...contentOf(data),
    id: data.context.span_id,
    parentId: data.parent_id ?? null,
    startMs: data.start_time,
    endMs: data.end_time || null,
    state: stateOf(data.status_code),
    message: data.status_message ?? '',
  };
}

function contentOf(data: {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, unknown>> | null | undefined;
  readonly events?: readonly unknown[] | null | undefined;
}): Pick<Span, 'name' | 'attributes' | 'events'> {
  return { name: data.name, attributes: data.attributes ?? {}, events: (data.events ?? []).flatMap(eventOf) };
}

function eventOf(entry: unknown): readonly SpanEvent[] {
  const { success, data } = eventSchema.safeParse(entry);
  if (!success) return [];
  return [{ name: data.name, atMs: data.time_unix_nano ?? data.timestamp ?? null, attributes: data.attributes ?? {} }];
}

function stateOf(code: string | null | undefined): Span['state'] {
  const word = (code ?? '').replace(/^STATUS_CODE_/, '');
  return SPAN_STATES.find((state) => state === word) ?? 'UNSET';
}

/** Clients write the eight bytes of an id in base 64 or as hexadecimal digits, and judge a span by the latter. */
function plainId(text: string): string {
  const digits = /^(?:0x)?([0-9a-f]{16})$/i.exec(text)?.[1];
  if (digits !== undefined) return digits.toLowerCase();
  if (!/^[A-Za-z0-9+/]{11}=$/.test(text)) return text.slice(0, FOREIGN_ID_LENGTH);
  return Array.from(atob(text), (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}
