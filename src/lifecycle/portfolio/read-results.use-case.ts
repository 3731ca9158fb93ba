import type { Reader } from './line-fragments.store.ts';
import type { PortfolioPorts } from './list-lines.use-case.ts';
import { PORTFOLIO_LIMITS } from './portfolio-limits.ts';
import { addUpMoney, type MoneyTotals, type PromisedResult, promisedResult } from './promise.ts';
import { listResults, type ResultLine } from './results.store.ts';

/** Promised against measured: a page of initiatives, and the money of all of them in three figures. */
export interface Results {
  readonly lines: readonly (ResultLine & { readonly promised: PromisedResult })[];
  readonly totals: readonly MoneyTotals[];
  /** Number of the last initiative of the page; `null` on the last page. */
  readonly next: number | null;
  readonly isComplete: boolean;
}

/**
 * Reads what the initiatives that the reader may see promised and what was measured, the newest initiative first, with
 * one statement: the totals need them all, so the page is cut afterwards.
 */
export async function readResults(
  ports: PortfolioPorts,
  reader: Reader,
  page: { readonly after: number | null; readonly limit: number },
): Promise<Results> {
  const found = await listResults(ports.database, reader, PORTFOLIO_LIMITS.results + 1);
  const all = found
    .slice(0, PORTFOLIO_LIMITS.results)
    .map((line) => ({ ...line, promised: promisedResult(line.framing) }));
  const { after, limit } = page;
  const rest = after === null ? all : all.filter(({ no }) => no < after);
  const lines = rest.slice(0, limit);
  return {
    lines,
    totals: addUpMoney(
      all.map(({ promised, lastVerdict }) => ({
        promised,
        grade: lastVerdict?.grade ?? null,
        net: lastVerdict?.net ?? null,
      })),
    ),
    next: rest.length > limit ? (lines.at(-1)?.no ?? null) : null,
    isComplete: found.length <= PORTFOLIO_LIMITS.results,
  };
}
