import type { Caller, FilterCondition, FilterGrammar, OrderTerm } from '../experiments/index.ts';
import type { Assessment, GivenAssessment } from './assessment.ts';

/** Limits of traces, stated once. */
export const TRACE_LIMITS = {
  /** Longest description of a trace, in characters of JSON, without its spans. */
  infoLength: 1_000_000,
  tagsPerTrace: 500,
  tagKeyLength: 250,
  /** Longer values are cut. */
  tagValueLength: 8_000,
  deletedAtOnce: 100,
  /** Traces that one request links to a run. */
  linkedAtOnce: 100,
  /** Traces that one request reads by their ids. */
  readAtOnce: 500,
  /** Prompts that are linked to a trace by one request, and the longest name and version of one, in characters. */
  promptsAtOnce: 100,
  promptLength: 400,
  /** Traces of one page of a list, and what of their texts it shows. */
  page: 50,
  /** Runs that a trace was linked to, and prompts that it used, on its page. */
  shownRuns: 20,
  shownPrompts: 20,
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

const NO_TEXT_OF_SPANS =
  "whole texts of spans are not searched here; ask for an attribute, as in span.attributes.model = 'x', or for what went " +
  "in or came out, as in metadata.`mlflow.traceInputs` LIKE '%x%'.";

/** What traces can be asked about. */
export const TRACE_GRAMMAR: FilterGrammar = {
  kinds: ['feedback', 'expectation', 'metadata', 'tag', 'span'],
  sortableKinds: ['metadata', 'tag'],
  allowsPatterns: true,
  unanswered: { text: NO_TEXT_OF_SPANS, 'span.content': NO_TEXT_OF_SPANS },
  attributes: {
    trace_id: { type: 'text', synonyms: ['request_id'], allowsLists: true },
    client_request_id: { type: 'text', allowsLists: true, isSortable: false },
    name: { type: 'text', synonyms: ['trace_name'], allowsLists: true, canBeAbsent: true },
    state: { type: 'text', synonyms: ['status'], allowsLists: true },
    /** The run that it was made in, or that it was linked to. */
    run_id: { type: 'text', allowsLists: true, canBeAbsent: true },
    prompt: { type: 'text', isSortable: false, form: { pattern: /^[^/]+\/[^/]+$/, example: "prompt = 'greeting/1'" } },
    request_time: { type: 'number', synonyms: ['timestamp', 'timestamp_ms'] },
    execution_duration: { type: 'number', synonyms: ['execution_time', 'execution_time_ms'] },
    end_time: { type: 'number', synonyms: ['end_time_ms'] },
    experiment_id: { type: 'number', isComparable: false },
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

/** A version of a prompt, which may have been registered anywhere. */
export interface PromptVersion {
  readonly name: string;
  readonly version: string;
}

/** A version of a prompt as it is searched for. */
export function promptInWords({ name, version }: PromptVersion): string {
  return `${name}/${version}`;
}

/** How many traces of an experiment used a prompt. */
export interface UseOfPrompt {
  readonly experimentNo: number;
  readonly experimentName: string;
  readonly traces: number;
}

/** The tag in which clients list the prompts of a trace, as JSON. */
export const PROMPTS_TAG = 'mlflow.linkedPrompts';

/** The prompts that the tags of a trace list; none where the list is not one that a client writes. */
export function promptsIn(tags: Trace['tags']): readonly PromptVersion[] {
  try {
    const listed: unknown = JSON.parse(tags[PROMPTS_TAG] ?? '[]');
    return Array.isArray(listed) ? listed.flatMap(promptOf) : [];
  } catch {
    return [];
  }
}

function promptOf(listed: unknown): readonly PromptVersion[] {
  if (typeof listed !== 'object' || listed === null || !('name' in listed) || !('version' in listed)) return [];
  const { name, version } = listed;
  if (typeof name !== 'string' || (typeof version !== 'string' && typeof version !== 'number')) return [];
  const prompt = { name, version: String(version) };
  const words = promptInWords(prompt);
  // No database keeps the zero character, which may stand in JSON.
  return words.length > TRACE_LIMITS.promptLength || words.includes('\0') ? [] : [prompt];
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
  /** Traces by their ids, in the order of these; those that the caller may not see are passed over, like those that are not. */
  some(caller: Caller, ids: readonly string[]): Promise<readonly AssessedTrace[]>;
  /**
   * Links traces to a run that they need not have been made in, as an evaluation does; those linked already stay so. All are
   * linked or none. Takes the right to log to the run and to see the traces.
   * @throws Problem RUN_UNKNOWN, RUN_DELETED, TRACE_UNKNOWN, BATCH_TOO_LARGE
   */
  link(caller: Caller, runId: string, ids: readonly string[]): Promise<void>;
  /** Links versions of prompts to a trace; those linked already stay so. @throws Problem TRACE_UNKNOWN, BATCH_TOO_LARGE, LOGGED_VALUE_INVALID */
  linkPrompts(caller: Caller, id: string, prompts: readonly PromptVersion[]): Promise<void>;
  /** Sets a tag, or removes it where the value is `null`. @throws Problem TRACE_UNKNOWN */
  tag(caller: Caller, id: string, key: string, value: string | null): Promise<void>;
  /** Puts traces aside; returns how many. Their spans stay. */
  delete(
    caller: Caller,
    experimentId: string,
    which: { readonly ids: readonly string[] } | { readonly upToMs: number; readonly limit: number },
  ): Promise<number>;
}
