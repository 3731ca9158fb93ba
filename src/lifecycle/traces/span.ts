/** Limits of showing spans, stated once. */
export const SPAN_LIMITS = {
  /** A larger file of spans is not read for a page; it can be saved. */
  fileBytes: 16_777_216,
  /** A smaller file is read where the server works: starting a thread for it would cost more than reading it. */
  smallFileBytes: 262_144,
  /** Large files that are in memory and read at the same time; whoever asks for another one waits. */
  readAtOnce: 1,
  /** The longest that a file may take to come, waiting included, and then to be read, in ms. */
  readMs: 30_000,
  /** Spans of one page of a trace, and the most that can be asked for. */
  page: 200,
  mostPerPage: 1_000,
  /** Failed spans that are named above the tree. */
  namedFailures: 10,
  /** Characters of a text that are shown; the page says how long it is. */
  shownText: 20_000,
  shownName: 300,
  shownAttributes: 200,
  shownEvents: 100,
  /** A file up to this size is read on its way in, so that its trace is found at once; a larger one is read afterwards. */
  notedAtOnceBytes: 65_536,
  /** Different spans of one trace that it is found by, attributes of each, and the longest of their texts, in characters. */
  foundSpans: 200,
  foundAttributes: 50,
  foundText: 200,
  /** Levels of a value that is set in lines, and the characters that indenting it may take. */
  laidOutLevels: 100,
  indentCharacters: 5_000_000,
} as const;

/** The state of a span as clients say it, in the words of OpenTelemetry; `UNSET` where nothing was said. */
export const SPAN_STATES = ['OK', 'ERROR', 'UNSET'] as const;

/** Something that happened at one moment of a span; an exception is one. */
export interface SpanEvent {
  readonly name: string;
  /** Milliseconds since 1970; `null` where the client said none. */
  readonly atMs: number | null;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** One piece of the work behind a trace: what went in, what came out, when and how long. */
export interface Span {
  /** 16 hexadecimal digits, or what a foreign client wrote instead. */
  readonly id: string;
  readonly parentId: string | null;
  readonly name: string;
  /** Milliseconds since 1970, with fractions. */
  readonly startMs: number;
  /** `null` while it runs. */
  readonly endMs: number | null;
  readonly state: (typeof SPAN_STATES)[number];
  /** What the client says about the state; empty when nothing. */
  readonly message: string;
  /** Clients of MLflow write each value as a text of JSON. */
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly SpanEvent[];
}

/** Attributes under which MLflow's clients keep what a page shows apart from the rest. */
export const SPAN_ATTRIBUTES = {
  inputs: 'mlflow.spanInputs',
  outputs: 'mlflow.spanOutputs',
  type: 'mlflow.spanType',
  trace: 'mlflow.traceRequestId',
} as const;

/** A text as far as a page shows it. */
export interface ShownText {
  readonly text: string;
  /** How many characters there are in all. */
  readonly length: number;
}

/**
 * The value of an attribute as a text: what a client wrote as JSON is set in lines, anything else stays as it is, and so
 * does what is nested so deeply that its lines would be mostly empty.
 */
export function attributeText(value: unknown): ShownText {
  const whole = typeof value === 'string' ? laidOut(value) : inLines(value);
  return shorten(whole ?? 'It is nested too deeply to be shown.', SPAN_LIMITS.shownText);
}

/** The beginning of a text; a character that consists of two halves is not cut apart. */
export function shorten(text: string, most: number): ShownText {
  if (text.length <= most) return { text, length: text.length };
  const isHalf = /[\uD800-\uDBFF]/.test(text[most - 1] ?? '');
  return { text: text.slice(0, isHalf ? most - 1 : most), length: text.length };
}

function laidOut(text: string): string {
  // What begins like none of JSON's values needs no trial.
  if (!/^\s*["[{\dtfn-]/.test(text)) return text;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : (inLines(value) ?? text);
  } catch {
    return text;
  }
}

/** JSON in lines; `null` where a small value would become a huge text. */
function inLines(value: unknown): string | null {
  if (indentOf(value, 1) > SPAN_LIMITS.indentCharacters) return null;
  return JSON.stringify(value, null, 2) ?? '';
}

/** How many characters the indent of a value takes that stands so many levels deep. */
function indentOf(value: unknown, level: number): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (level > SPAN_LIMITS.laidOutLevels) return Number.POSITIVE_INFINITY;
  return Object.values(value).reduce<number>((sum, part) => sum + 2 * level + indentOf(part, level + 1), 0);
}
