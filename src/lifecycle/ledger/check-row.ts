import type { z } from 'zod';
import { humanMessage, type Problem } from '../../platform/contract/index.ts';
import { refuseLedger } from './ledger.errors.ts';
import { LEDGER_LIMITS, type RecordKind, ROW_SCHEMA, type RowOf } from './ledger.ts';

/** What a row is checked against. */
export interface RowContext {
  readonly now: Date;
  /** The currency of the open phase; `null` before the first one, when any currency is taken. */
  readonly currency: string | null;
}

/** A row that may be stored, with its instants in UTC and absent fields left out; or the reason why not. */
export type CheckedRow<K extends RecordKind> =
  | { readonly kind: 'accepted'; readonly row: RowOf[K] }
  | { readonly kind: 'refused'; readonly problem: Problem };

const HOUR_MS = 3_600_000;
const REPORTED_FIELDS = 3;
const OLDEST_MS = Date.parse(LEDGER_LIMITS.oldestDay);
const SCHEMAS: { readonly [K in RecordKind]: z.ZodType<RowOf[K]> } = ROW_SCHEMA;

/** The field that dates a record of each kind, and the field that says when it was complete. */
const DATE_FIELD = {
  predictions: ['occurredAt', 'occurredAt'],
  assignments: ['assignedAt', 'assignedAt'],
  actions: ['occurredAt', 'occurredAt'],
  outcomes: ['occurredAt', 'occurredAt'],
  'kpi-points': ['periodStart', 'periodEnd'],
  watermarks: ['completeThrough', 'completeThrough'],
  costs: ['occurredAt', 'occurredAt'],
} as const satisfies Record<RecordKind, readonly [string, string]>;

/**
 * Checks one delivered row by itself: its fields, its dates and its currency. `null` in a field means that it is absent.
 *
 * What is deliberately not refused: an action or outcome of a unit without an arm, an outcome before the anchor, a
 * record from before the phase. They are facts; the analysis decides by its windows what counts.
 */
export function checkRow<K extends RecordKind>(kind: K, given: unknown, context: RowContext): CheckedRow<K> {
  const parsed = SCHEMAS[kind].safeParse(withoutNulls(given), { error: humanMessage });
  if (!parsed.success) {
    return { kind: 'refused', problem: refuseLedger('LEDGER_ROW_INVALID', { problems: problemsOf(parsed.error) }) };
  }
  const row = withInstantsInUtc(parsed.data);
  const problem = dateProblem(kind, row, context.now) ?? currencyProblem(row, context.currency);
  return problem ? { kind: 'refused', problem } : { kind: 'accepted', row };
}

/** The moment that dates a record, as milliseconds since 1970; a day counts from its midnight in UTC. */
export function dateOfRow<K extends RecordKind>(kind: K, row: RowOf[K]): number {
  return Date.parse(textField(row, DATE_FIELD[kind][0]));
}

function dateProblem(kind: RecordKind, row: object, now: Date): Problem | undefined {
  const [first, last] = DATE_FIELD[kind];
  const start = textField(row, first);
  const end = textField(row, last);
  if (Date.parse(start) < OLDEST_MS) {
    return refuseLedger('LEDGER_DATE_TOO_OLD', { field: first, date: start, oldest: LEDGER_LIMITS.oldestDay });
  }
  if (Date.parse(end) > now.getTime() + LEDGER_LIMITS.futureHours * HOUR_MS) {
    return refuseLedger('LEDGER_DATE_AHEAD', { field: last, date: end, hours: LEDGER_LIMITS.futureHours });
  }
  return undefined;
}

function currencyProblem(row: object, expected: string | null): Problem | undefined {
  const given = textField(row, 'currency');
  if (expected === null || given === '' || given === expected) return undefined;
  return refuseLedger('LEDGER_CURRENCY_OTHER', { given, expected });
}

/** `score: Use a number. flagged: Fill this in.` */
function problemsOf(error: z.core.$ZodError): string {
  const sentences = error.issues.slice(0, REPORTED_FIELDS).map((issue) => {
    const path = issue.path.map(String).join('.');
    return `${path === '' ? 'the row' : path}: ${issue.message}`;
  });
  const more = error.issues.length - sentences.length;
  return more > 0 ? `${sentences.join(' ')} And ${more} more.` : sentences.join(' ');
}

/** Tables and programs write `null` where JSON could leave a field out; both mean the same, in `actor` and the like too. */
function withoutNulls(given: unknown, depth = 2): unknown {
  if (depth === 0 || given === null || typeof given !== 'object' || Array.isArray(given)) return given;
  const entries = Object.entries(given).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name, withoutNulls(value, depth - 1)]));
}

/** The same moment has one text, whatever zone the source wrote it in; else a repeated delivery would look different. */
function withInstantsInUtc<Row extends object>(row: Row): Row {
  const instants: Record<string, string> = {};
  for (const name of ['occurredAt', 'assignedAt', 'completeThrough']) {
    const text = textField(row, name);
    if (text !== '') instants[name] = new Date(text).toISOString();
  }
  return { ...row, ...instants };
}

function textField(row: object, name: string): string {
  const value: unknown = Reflect.get(row, name);
  return typeof value === 'string' ? value : '';
}
