import type { Queryable } from '../../platform/database/queryable.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import type { Step } from '../line-order.ts';
import { latenessByRoute, type Return } from './lateness.ts';
import { returnsOf } from './returns.store.ts';
import {
  countSentBack,
  listSentBack,
  type SentBack,
  type SentBackCounts,
  type SentBackPlace,
} from './sent-back.store.ts';

/** What was found on an initiative: a page of it, and over the whole of it the numbers and what lateness cost. */
export interface FoundOnLine {
  readonly items: readonly SentBack[];
  readonly next: SentBackPlace | null;
  readonly counts: SentBackCounts;
  /** The steps that something went back to. */
  readonly to: readonly Step[];
  /** What each thing that came back cost, by its id. */
  readonly costs: ReadonlyMap<string, Return>;
  readonly lateness: ReturnType<typeof latenessByRoute>;
}

/** The one reading of what came back on an initiative, used by its list, by the returning arrow and by the cost of lateness. */
export async function readFindings(
  queryable: Queryable,
  initiative: StoredInitiative,
  page: { readonly after: SentBackPlace | null; readonly limit: number },
): Promise<FoundOnLine> {
  const [{ items, next }, { to, ...counts }, costs] = await Promise.all([
    listSentBack(queryable, initiative.no, page),
    countSentBack(queryable, initiative.no),
    returnsOf(queryable, initiative.no),
  ]);
  return { items, next, counts, to, costs, lateness: latenessByRoute([...costs.values()]) };
}
