import type { Migration } from '../../platform/database/migrations.ts';
import type { MountedApi } from '../../platform/http/handlers.ts';
import { latenessByMissedRole } from '../feedback/index.ts';
import type { CameOf, InitiativeProgress, SimilarInitiative } from '../ideas/index.ts';
import { listDepartures } from './departures.store.ts';
import { findForViewer } from './find-for-viewer.use-case.ts';
import { cameOf, progressOf, similarInitiatives } from './ideas-came-of.store.ts';
import { listReturns } from './lateness.store.ts';
import type { Viewer } from './line-fragments.store.ts';
import { listPortfolio, type PortfolioPorts } from './list-lines.use-case.ts';
import { peopleOverviewRoutes } from './people-overview.routes.ts';
import { portfolioMigrations } from './portfolio.migrations.ts';
import { portfolioRoutes } from './portfolio.routes.ts';
import { PORTFOLIO_LIMITS } from './portfolio-limits.ts';
import { type PeopleOverviewPorts, readPeopleOverview } from './read-people-overview.use-case.ts';
import { readResults } from './read-results.use-case.ts';
import { readToday } from './read-today.use-case.ts';

/** What the room gives to the composition. */
export interface PortfolioModule {
  readonly mounted: MountedApi;
  /** Who is missing, waited for and gone, over all lines. */
  readonly mountedPeople: MountedApi;
  /** Indexes on the tables of the other rooms; they come after all of those. */
  readonly migrations: readonly Migration[];
  /** What became of initiatives, of those only that the viewer may see. */
  cameOf(viewer: Viewer, initiativeNos: readonly number[]): Promise<ReadonlyMap<number, CameOf>>;
  /** Initiatives that share words with a sentence, of those only that the viewer may see. */
  similarInitiatives(viewer: Viewer, words: readonly string[], limit: number): Promise<readonly SimilarInitiative[]>;
  /** How far initiatives came, of those only that the viewer may see. */
  progressOf(viewer: Viewer, initiativeNos: readonly number[]): Promise<readonly InitiativeProgress[]>;
}

/** Wires the views over all lines. */
export function portfolioModule(dependencies: PortfolioPorts & PeopleOverviewPorts): PortfolioModule {
  const { database } = dependencies;
  return {
    mounted: portfolioRoutes({
      list: (viewer, query) => listPortfolio(dependencies, viewer, query),
      today: (viewer) => readToday(dependencies, viewer),
      search: (viewer, text) => findForViewer(dependencies, viewer, text),
      results: (viewer, page) => readResults(dependencies, viewer, page),
    }),
    mountedPeople: peopleOverviewRoutes({
      people: (viewer) => readPeopleOverview(dependencies, viewer),
      lateness: async (viewer) => {
        const returns = await listReturns(dependencies.database, viewer, PORTFOLIO_LIMITS.returns + 1);
        const weighed = returns.slice(0, PORTFOLIO_LIMITS.returns);
        return {
          roles: latenessByMissedRole(weighed),
          findings: weighed.length,
          isComplete: weighed.length === returns.length,
        };
      },
      departures: (viewer, page) => listDepartures(dependencies.database, viewer, page),
    }),
    migrations: portfolioMigrations,
    cameOf: (viewer, initiativeNos) => cameOf(database, viewer, initiativeNos),
    similarInitiatives: (viewer, words, limit) => similarInitiatives(database, viewer, words, limit),
    progressOf: (viewer, initiativeNos) => progressOf(database, viewer, initiativeNos),
  };
}
