import { formatCount, formatNumber } from '../../../words/index.ts';
import type { AssessmentEntry, SpanRow, TraceEntry } from './trace-queries.ts';

interface StateWords {
  readonly word: string;
  readonly tone: 'accent' | 'reached' | 'broken' | 'unknown';
}

const TRACE_STATE: ReadonlyMap<string, StateWords> = new Map<string, StateWords>([
  ['OK', { word: 'Answered', tone: 'reached' }],
  ['ERROR', { word: 'Failed', tone: 'broken' }],
  ['IN_PROGRESS', { word: 'Running', tone: 'accent' }],
]);

/** The state of a trace in words; clients may say any. */
export function traceState(state: string): StateWords {
  return TRACE_STATE.get(state) ?? { word: 'State not said', tone: 'unknown' };
}

/** The state of a span in words. */
export const SPAN_STATE: Readonly<Record<SpanRow['state'], StateWords>> = {
  OK: { word: 'Done', tone: 'reached' },
  ERROR: { word: 'Failed', tone: 'broken' },
  UNSET: { word: 'State not said', tone: 'unknown' },
};

/** How long something took: `0.25 ms`, `250 ms`, `1.25 s`, `3 min 20 s`. */
export function tookInWords(ms: number | null): string {
  if (ms === null) return 'Not ended';
  if (ms < 10) return `${formatNumber(ms, ms === 0 ? 0 : 2)} ms`;
  if (ms < 1_000) return `${formatCount(ms)} ms`;
  if (ms < 120_000) return `${formatNumber(ms / 1_000, 2)} s`;
  const seconds = Math.round(ms / 1_000);
  return `${formatCount(Math.floor(seconds / 60))} min ${seconds % 60} s`;
}

/**
 * What was asked or answered in a line of a list, without the marks of a program: a text without its quotation marks, and of
 * one named value the value. Anything else stays as it was sent; the page of the trace shows all of it.
 */
export function plainWords(sent: string): string {
  const value = parsedOr(sent);
  // Of a long text the list has the beginning only, which is no whole value.
  const beginning = /^\{"[^"\\]*": ?"([^"\\]*)$/.exec(sent)?.[1];
  if (beginning !== undefined) return beginning;
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return sent;
  const [only, ...more] = Object.values(value);
  return more.length === 0 && (typeof only === 'string' || typeof only === 'number') ? String(only) : sent;
}

function parsedOr(sent: string): unknown {
  try {
    return JSON.parse(sent);
  } catch {
    return sent;
  }
}

/** An assessment in a line: `good: true`. */
export function saidInWords({ said, saidCount }: Pick<TraceEntry, 'said' | 'saidCount'>): string {
  const shown = said.map(({ kind, name, value }) => `${kind === 'expectation' ? 'expected ' : ''}${name}: ${value}`);
  const rest = saidCount - said.length;
  return rest > 0 ? `${shown.join(', ')}, and ${rest} more` : shown.join(', ');
}

const SOURCE: Readonly<Record<AssessmentEntry['sourceType'], string>> = {
  HUMAN: 'a person',
  LLM_JUDGE: 'a language model as judge',
  CODE: 'a program',
  SOURCE_TYPE_UNSPECIFIED: 'nobody said who',
};

/** Who judged: `Ana`, `judge-1 (a language model as judge), sent by Ana`. */
export function judgeInWords({ sourceType, sourceId, givenByName, name, isOwn }: AssessmentEntry): string {
  const giver = isOwn ? 'you' : givenByName || 'somebody who has left';
  // What people say on this page has their address as its source; their name says the same.
  if (sourceType === 'HUMAN' && name === 'good') return giver;
  const source = sourceId === '' ? SOURCE[sourceType] : `${sourceId} (${SOURCE[sourceType]})`;
  return `${source}, sent by ${giver}`;
}
