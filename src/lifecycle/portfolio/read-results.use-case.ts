import type { Reader } from './line-fragments.store.ts';
import type { PortfolioPorts } from './list-lines.use-case.ts';
import { PORTFOLIO_LIMITS } from './portfolio-limits.ts';
import { addUpMoney, type MoneyTotals, type PromisedResult, promisedResult } from './promise.ts';
import { listPromises, type PromiseLine, type ResultLine, readResultLines } from './results.store.ts';

/** Promised against measured: a page of initiatives, and the money of all of them in three figures. */
export interface Results {
  readonly lines: readonly (ResultLine & Pick<PromiseLine, 'lastVerdict'> & { readonly promised: PromisedResult })[];
  readonly totals: readonly MoneyTotals[];
  /** Number of the last initiative of the page; `null` on the last page. */
  readonly next: number | null;
  readonly isComplete: boolean;
}

/**
 * Reads what the initiatives that the reader may see promised and what was measured, the newest initiative first. The
 * totals need the promise and the last verdict of all of them; the rest is read for the page only.
 */
export async function readResults(
  ports: PortfolioPorts,
  reader: Reader,
  page: { readonly after: number | null; readonly limit: number },
): Promise<Results> {
  const found = await listPromises(ports.database, reader, PORTFOLIO_LIMITS.results + 1);
  const all = found
    .slice(0, PORTFOLIO_LIMITS.results)
    .map(({ framing, ...line }) => ({ ...line, promised: promisedResult(framing) }));
  const { after, limit } = page;
  const rest = after === null ? all : all.filter(({ no }) => no < after);
  const shown = new Map(rest.slice(0, limit).map((line) => [line.no, line]));
  const lines = await readResultLines(ports.database, reader, [...shown.keys()]);
  return {
    lines: lines.flatMap((line) => {
      const promise = shown.get(line.no);
      return promise ? [{ ...line, ...promise }] : [];
    }),
    totals: addUpMoney(
      all.map(({ promised, lastVerdict }) => ({
        promised,
        grade: lastVerdict?.grade ?? null,
        net: lastVerdict?.net ?? null,
      })),
    ),
    next: rest.length > limit ? (rest[limit - 1]?.no ?? null) : null,
    isComplete: found.length <= PORTFOLIO_LIMITS.results,
  };
}
