import { sql } from 'kysely';
import type { Database, Queryable } from '../../platform/database/queryable.ts';
import type { FilterCondition } from '../experiments/index.ts';
import { refuseTrace } from './traces.errors.ts';

/**
 * Longest that one statement of a search may take that tests each trace with a regular expression, or opens what is known
 * of its spans, in ms. A search has a handful of statements, and the first that takes longer ends it.
 */
const SEARCH_MS = 3_000;

const INVALID_PATTERN = '2201B';
const TOOK_TOO_LONG = '57014';

/**
 * Runs a search in the time that its conditions are given: little where one has a regular expression, whose cost only
 * trying tells, or asks spans for what no index knows. Others run as they are.
 * @throws Problem TRACE_FILTER_INVALID for a regular expression that is none, TRACE_SEARCH_LONG
 */
export async function withinSearchTime<Found>(
  database: Database,
  conditions: readonly FilterCondition[],
  search: (queryable: Queryable) => Promise<Found>,
): Promise<Found> {
  if (!conditions.some(isCostly)) return search(database);
  const patterns = conditions.flatMap((one) => (one.test === 'text' && one.operator === 'RLIKE' ? one.value : []));
  try {
    return await database.transaction(
      async (tx) => {
        for (const pattern of patterns) await sql`select '' ~ ${pattern}`.execute(tx.tables());
        return search(tx);
      },
      { readOnly: true, statementTimeoutMs: SEARCH_MS },
    );
  } catch (error) {
    const code = codeOf(error);
    if (code === TOOK_TOO_LONG) throw refuseTrace('TRACE_SEARCH_LONG', { seconds: SEARCH_MS / 1_000 });
    if (code !== INVALID_PATTERN) throw error;
    const why = `what follows RLIKE is no regular expression of PostgreSQL (${messageOf(error)}).`;
    throw refuseTrace('TRACE_FILTER_INVALID', { why });
  }
}

function isCostly(condition: FilterCondition): boolean {
  if (condition.test === 'text' && condition.operator === 'RLIKE') return true;
  return condition.kind === 'span';
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/^invalid regular expression: /, '') : '';
}
