import { z } from 'zod';
import { MlflowError } from './mlflow-error.ts';

/** How many traces a page holds. */
export const TRACE_SEARCH_BOUNDS = { least: 1, most: 500, absent: 100 } as const;

/** Where a page of traces begins. */
export const tracePosition = z.tuple([z.number().int(), z.number().int()]);

/** Traces come by their moment: the newest first unless the oldest are asked for. */
export function isOldestFirst(clauses: readonly string[]): boolean {
  const [first, ...more] = clauses;
  if (first === undefined) return false;
  const [, direction = 'ASC'] =
    /^(?:attributes?\.)?`?(?:request_time|timestamp_ms|timestamp)`?(?:\s+(ASC|DESC))?$/i.exec(first.trim()) ?? [];
  if (more.length > 0 || !/timestamp|request_time/.test(first))
    throw new MlflowError('INVALID_PARAMETER_VALUE', 'Invalid order_by clause: traces are ordered by timestamp_ms.');
  return direction.toUpperCase() === 'ASC';
}
