import { type MountedApi, mountApi } from '../../platform/http/handlers.ts';
import type { Step } from '../line-order.ts';
import type { Found } from './find-for-viewer.use-case.ts';
import type { ListedLine } from './list-lines.use-case.ts';
import { portfolioApi } from './portfolio.schema.ts';
import { presentKpi, presentVerdict } from './present.ts';
import type { Results } from './read-results.use-case.ts';
import type { Today } from './read-today.use-case.ts';
import type { SearchKind } from './search-words.ts';

interface Caller {
  readonly accountId: string;
  readonly isAuditor: boolean;
}

interface Place {
  readonly asOf: number;
  readonly activity: number;
}

/** What the routes over all lines call. */
export interface PortfolioUseCases {
  list(
    viewer: Caller,
    query: {
      readonly text: string | null;
      readonly part: Step | 'done' | null;
      readonly after: Place | null;
      readonly limit: number;
    },
  ): Promise<{ readonly lines: readonly ListedLine[]; readonly next: Place | null }>;
  today(viewer: Caller): Promise<Today>;
  search(
    viewer: Caller,
    text: string,
  ): Promise<readonly { readonly kind: SearchKind; readonly found: readonly Found[] }[]>;
  results(viewer: Caller, page: { readonly after: number | null; readonly limit: number }): Promise<Results>;
}

/** The routes over all lines. */
export function portfolioRoutes(useCases: PortfolioUseCases): MountedApi {
  return mountApi('Portfolio', portfolioApi, {
    list: async ({ query }, { principal }) => {
      const { lines, next } = await useCases.list(principal, {
        text: query.q === undefined || query.q === '' ? null : query.q,
        part: query.step ?? null,
        after: readPlace(query.cursor),
        limit: query.limit,
      });
      return {
        initiatives: lines.map(presentLine),
        nextCursor: next === null ? null : `${next.asOf}-${next.activity}`,
      };
    },
    today: async (_input, { principal }) => {
      const { waiting, working, changes } = await useCases.today(principal);
      return {
        waiting: [...waiting],
        working: working.map((line) => ({
          ...line,
          kpi: line.kpi && presentKpi(line.kpi),
          points: [...line.points],
        })),
        changes: changes.map(
          ({ initiativeId: _, part: _part, counts: _counts, isRepetition: _isRepetition, ...change }) => ({
            ...change,
            at: change.at.toISOString(),
          }),
        ),
      };
    },
    search: async ({ query }, { principal }) => {
      const groups = await useCases.search(principal, query.q);
      return { groups: groups.map(({ kind, found }) => ({ kind, found: found.map((each) => ({ ...each })) })) };
    },
    outcomes: async ({ query }, { principal }) => {
      const after = query.cursor === undefined ? null : Number(query.cursor);
      const { lines, totals, next, isComplete } = await useCases.results(principal, { after, limit: query.limit });
      return {
        results: lines.map(presentResult),
        nextCursor: next === null ? null : String(next),
        totals: [...totals],
        isComplete,
      };
    },
  });
}

function readPlace(cursor: string | undefined): Place | null {
  const [asOf, activity] = (cursor ?? '').split('-').map(Number);
  return asOf === undefined || activity === undefined ? null : { asOf, activity };
}

function presentLine(line: ListedLine) {
  return {
    slug: line.slug,
    name: line.name,
    question: line.question,
    visibility: line.visibility,
    iteration: line.iteration,
    step: line.step,
    part: line.part,
    stepName: line.stepName,
    daysInStep: line.daysInStep,
    lastActivityAt: line.lastActivityAt.toISOString(),
    kpi: line.kpi && presentKpi(line.kpi),
    kpiNow: line.kpiNow,
    lastVerdict: line.lastVerdict && presentVerdict(line.lastVerdict),
    faces: [...line.faces],
    peopleCount: line.peopleCount,
    emptySeats: [...line.emptySeats],
    openTickets: line.openTickets,
  };
}

function presentResult({ slug, name, step, stepName, kpi, kpiNow, promised, lastVerdict }: Results['lines'][number]) {
  return {
    slug,
    name,
    step,
    stepName,
    kpi: presentKpi(kpi),
    kpiNow,
    promised,
    measured: lastVerdict?.contribution ?? null,
    money: lastVerdict?.net ?? null,
    grade: lastVerdict?.grade ?? null,
    lastVerdict: lastVerdict && presentVerdict(lastVerdict),
  };
}
