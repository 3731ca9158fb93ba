import type { Assessment, GivenAssessment } from './assessment.ts';
import type { Caller } from './experiment.ts';
import type { FilterCondition, FilterGrammar, OrderTerm } from './filter-grammar.ts';

/** Limits of traces, stated once. */
export const TRACE_LIMITS = {
  /** Longest description of a trace, in characters of JSON, without its spans. */
  infoLength: 1_000_000,
  tagsPerTrace: 500,
  tagKeyLength: 250,
  /** Longer values are cut. */
  tagValueLength: 8_000,
  deletedAtOnce: 100,
  /** Traces of one page of a list, and what of their texts it shows. */
  page: 50,
  shownBeginning: 200,
} as const;

/** How one request went through an application: when, how long, and what it said. Its spans are kept as an artifact. */
export interface Trace {
  /** `tr-` and 32 hexadecimal digits, made by the client. */
  readonly id: string;
  readonly experimentNo: number;
  readonly requestMs: number;
  /** `null` while it runs. */
  readonly durationMs: number | null;
  readonly state: string;
  /** What the client said of it beside the rest, as it came: previews, metadata. */
  readonly info: Readonly<Record<string, unknown>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** A trace with what is said of it. */
export interface AssessedTrace extends Trace {
  readonly assessments: readonly Assessment[];
}

/** What traces can be asked about. */
export const TRACE_GRAMMAR: FilterGrammar = {
  kinds: ['feedback', 'expectation', 'metadata', 'tag'],
  sortableKinds: ['metadata', 'tag'],
  attributes: {
    trace_id: { type: 'text', synonyms: ['request_id'], allowsLists: true },
    client_request_id: { type: 'text', allowsLists: true, isSortable: false },
    name: { type: 'text', synonyms: ['trace_name'], allowsLists: true },
    state: { type: 'text', synonyms: ['status'], allowsLists: true },
    run_id: { type: 'text', allowsLists: true },
    request_time: { type: 'number', synonyms: ['timestamp', 'timestamp_ms'] },
    execution_duration: { type: 'number', synonyms: ['execution_time', 'execution_time_ms'] },
    end_time: { type: 'number', synonyms: ['end_time_ms'] },
  },
};

/** Milliseconds of a duration as protobuf writes it: `0.5s`; `null` for anything else. */
export function durationMsOf(text: string): number | null {
  const seconds = /^(\d{1,12}(?:\.\d{1,9})?)s$/.exec(text)?.[1];
  return seconds === undefined ? null : Math.round(Number(seconds) * 1_000);
}

/** What a client said of a trace beside its tags, as texts; it may have put anything there. */
export function metadataOf({ info }: Pick<Trace, 'info'>): Readonly<Record<string, string>> {
  const metadata = info.trace_metadata;
  if (typeof metadata !== 'object' || metadata === null) return {};
  return Object.fromEntries(
    Object.entries(metadata).map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}

/** Where a page of traces ended. */
export type TracePosition = readonly (string | number | null)[];

/** Traces as programs see them; each call is judged by the rights of the experiment. */
export interface Traces {
  /**
   * Stores a trace with what was said of it while it ran, and says where its spans are put.
   * @throws Problem EXPERIMENT_UNKNOWN, TRACE_ELSEWHERE, LOGGED_VALUE_INVALID, ASSESSMENTS_FULL
   */
  keep(
    caller: Caller,
    experimentId: string,
    trace: Omit<Trace, 'experimentNo'>,
    assessments?: readonly GivenAssessment[],
  ): Promise<AssessedTrace>;
  /** @throws Problem TRACE_UNKNOWN */
  get(caller: Caller, id: string): Promise<AssessedTrace>;
  search(
    caller: Caller,
    search: {
      readonly experimentIds: readonly string[];
      readonly conditions: readonly FilterCondition[];
      /** The newest first where nothing is given. */
      readonly order: readonly OrderTerm[];
      readonly after: TracePosition | undefined;
      readonly limit: number;
    },
  ): Promise<{ readonly found: readonly AssessedTrace[]; readonly next: TracePosition | undefined }>;
  /** Sets a tag, or removes it where the value is `null`. @throws Problem TRACE_UNKNOWN */
  tag(caller: Caller, id: string, key: string, value: string | null): Promise<void>;
  /** Puts traces aside; returns how many. Their spans stay. */
  delete(
    caller: Caller,
    experimentId: string,
    which: { readonly ids: readonly string[] } | { readonly upToMs: number; readonly limit: number },
  ): Promise<number>;
}
