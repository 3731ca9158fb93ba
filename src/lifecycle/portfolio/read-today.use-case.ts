import type { Kpi } from '../framing/index.ts';
import { pathTo } from '../initiatives/index.ts';
import { awaitedAnswers } from './awaited-answers.store.ts';
import { changesByOthers, type LineChange } from './changes-by-others.store.ts';
import { kpiSeries, type SeriesPoint } from './kpi-series.store.ts';
import { factsOfPerson } from './line-facts.store.ts';
import type { Reader } from './line-fragments.store.ts';
import { type PortfolioPorts, playbooksByLine } from './list-lines.use-case.ts';
import { ownFindings } from './own-findings.store.ts';
import { PORTFOLIO_LIMITS } from './portfolio-limits.ts';
import { standingAsks } from './standing-asks.store.ts';
import { toldTogether } from './told-together.ts';
import { unconnectedExperiments } from './unconnected-experiments.store.ts';
import { waitingFor } from './waiting.ts';
import { comparedTasks, openProposals } from './waiting-choices.store.ts';
import { waitingFlags } from './waiting-flags.store.ts';
import type { WaitingItem } from './waiting-item.ts';
import { isItWorking, type WorkingLine } from './working.ts';

/** What a person sees first: what waits for them, whether their initiatives work, and what others changed. */
export interface Today {
  readonly waiting: readonly WaitingItem[];
  readonly working: readonly (WorkingLine & {
    readonly slug: string;
    readonly name: string;
    readonly kpi: Kpi | null;
    readonly points: readonly SeriesPoint[];
  })[];
  readonly changes: readonly (LineChange & {
    readonly slug: string;
    readonly name: string;
    readonly path: string;
  })[];
}

/**
 * Reads Today for a person, over the initiatives at whose table they sit; eleven statements, however many those are. Only
 * seats count, so that nothing of an initiative is told to people outside.
 */
export async function readToday(ports: PortfolioPorts, reader: Reader): Promise<Today> {
  const { database } = ports;
  const { accountId } = reader;
  const now = ports.now();
  const lines = await factsOfPerson(database, accountId, PORTFOLIO_LIMITS.linesOfPerson);
  const numbers = lines.map(({ no }) => no);
  const [answers, flags, asks, own, unconnected, tasks, proposals, series, changes] = await Promise.all([
    awaitedAnswers(database, accountId, PORTFOLIO_LIMITS.waitingItems),
    waitingFlags(database, accountId, PORTFOLIO_LIMITS.waitingItems),
    standingAsks(database, reader.isVisible, accountId, PORTFOLIO_LIMITS.waitingItems),
    ownFindings(database, reader.isVisible, accountId, PORTFOLIO_LIMITS.waitingItems),
    unconnectedExperiments(database, accountId, PORTFOLIO_LIMITS.unconnectedExperiments),
    comparedTasks(database, numbers, accountId),
    openProposals(database, numbers, PORTFOLIO_LIMITS.waitingItems),
    kpiSeries(database, numbers, PORTFOLIO_LIMITS.seriesPoints),
    changesByOthers(
      database,
      lines.map(({ id }) => id),
      accountId,
      PORTFOLIO_LIMITS.changes,
    ),
  ]);
  const playbooks = await playbooksByLine(ports, lines);
  const byId = new Map(lines.map((line) => [line.id, line]));
  return {
    waiting: waitingFor(
      { accountId },
      playbooks,
      lines,
      answers,
      { flags, asks: [...asks, ...own], tasks, proposals, unconnected },
      now,
    ).slice(0, PORTFOLIO_LIMITS.waitingItems),
    working: lines.map((line) => ({
      ...isItWorking(line, now),
      slug: line.slug,
      name: line.name,
      kpi: line.framing?.summary.kpi ?? null,
      points: series.get(line.no) ?? [],
    })),
    changes: changes.flatMap((change) => {
      const line = byId.get(change.initiativeId);
      return line
        ? [
            {
              ...change,
              sentence: toldTogether(change),
              slug: line.slug,
              name: line.name,
              path: pathTo(line.slug, change.part),
            },
          ]
        : [];
    }),
  };
}
