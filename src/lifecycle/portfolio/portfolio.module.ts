import type { RawBuilder } from 'kysely';
import type { Migration } from '../../platform/database/migrations.ts';
import type { MountedApi } from '../../platform/http/handlers.ts';
import { latenessByMissedRole } from '../feedback/index.ts';
import type { CameOf, InitiativeProgress, SimilarInitiative } from '../ideas/index.ts';
import type { Viewer } from '../people/index.ts';
import { withinDepartment } from './department.store.ts';
import { listDepartures } from './departures.store.ts';
import { findForViewer } from './find-for-viewer.use-case.ts';
import { cameOf, progressOf, similarInitiatives } from './ideas-came-of.store.ts';
import { listReturns } from './lateness.store.ts';
import type { Reader } from './line-fragments.store.ts';
import { listPortfolio, type PortfolioPorts } from './list-lines.use-case.ts';
import { peopleOverviewRoutes } from './people-overview.routes.ts';
import { portfolioMigrations } from './portfolio.migrations.ts';
import { portfolioRoutes } from './portfolio.routes.ts';
import { PORTFOLIO_LIMITS } from './portfolio-limits.ts';
import { type PeopleOverviewPorts, readPeopleOverview } from './read-people-overview.use-case.ts';
import { readResults } from './read-results.use-case.ts';
import { readToday } from './read-today.use-case.ts';
import { searchMigrations } from './search.migrations.ts';

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

/** What the views over all lines are wired with. */
export interface PortfolioDependencies extends PortfolioPorts, PeopleOverviewPorts {
  /** The rule `initiative.see` in SQL; it names the initiative as `i`. */
  readonly isVisible: (viewer: Viewer) => RawBuilder<boolean>;
  /** Whether somebody may see a registered model, in SQL; it names the model as `m`. */
  readonly isVisibleModel: (viewer: Viewer) => RawBuilder<boolean>;
}

/** Wires the views over all lines. */
export function portfolioModule(dependencies: PortfolioDependencies): PortfolioModule {
  const { database } = dependencies;
  const reading = (viewer: Viewer): Reader => ({
    accountId: viewer.accountId,
    isVisible: dependencies.isVisible(viewer),
  });
  const readingWithin = (viewer: Viewer, departmentId: string | undefined): Reader =>
    departmentId === undefined ? reading(viewer) : withinDepartment(reading(viewer), departmentId);
  return {
    mounted: portfolioRoutes({
      list: (viewer, query) => listPortfolio(dependencies, reading(viewer), query),
      today: (viewer) => readToday(dependencies, reading(viewer)),
      search: (viewer, text) =>
        findForViewer(database, { ...reading(viewer), isVisibleModel: dependencies.isVisibleModel(viewer) }, text),
      results: (viewer, page) => readResults(dependencies, reading(viewer), page),
    }),
    mountedPeople: peopleOverviewRoutes({
      people: (viewer, departmentId) => readPeopleOverview(dependencies, readingWithin(viewer, departmentId)),
      lateness: async (viewer, departmentId) => {
        const reader = readingWithin(viewer, departmentId);
        const returns = await listReturns(database, reader, PORTFOLIO_LIMITS.returns + 1);
        const weighed = returns.slice(0, PORTFOLIO_LIMITS.returns);
        return {
          roles: latenessByMissedRole(weighed),
          findings: weighed.length,
          isComplete: weighed.length === returns.length,
        };
      },
      departures: (viewer, page) => listDepartures(database, reading(viewer), page),
    }),
    migrations: [...portfolioMigrations, ...searchMigrations],
    cameOf: (viewer, initiativeNos) => cameOf(database, reading(viewer), initiativeNos),
    similarInitiatives: (viewer, words, limit) => similarInitiatives(database, reading(viewer), words, limit),
    progressOf: (viewer, initiativeNos) => progressOf(database, reading(viewer), initiativeNos),
  };
}
