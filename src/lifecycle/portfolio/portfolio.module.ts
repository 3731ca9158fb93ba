import type { Migration } from '../../platform/database/migrations.ts';
import type { MountedApi } from '../../platform/http/handlers.ts';
import { findForViewer } from './find-for-viewer.use-case.ts';
import { listPortfolio, type PortfolioPorts } from './list-lines.use-case.ts';
import { portfolioMigrations } from './portfolio.migrations.ts';
import { portfolioRoutes } from './portfolio.routes.ts';
import { readResults } from './read-results.use-case.ts';
import { readToday } from './read-today.use-case.ts';

/** What the room gives to the composition. */
export interface PortfolioModule {
  readonly mounted: MountedApi;
  /** Indexes on the tables of the other rooms; they come after all of those. */
  readonly migrations: readonly Migration[];
}

/** Wires the views over all lines. */
export function portfolioModule(dependencies: PortfolioPorts): PortfolioModule {
  return {
    mounted: portfolioRoutes({
      list: (viewer, query) => listPortfolio(dependencies, viewer, query),
      today: (viewer) => readToday(dependencies, viewer),
      search: (viewer, text) => findForViewer(dependencies, viewer, text),
      results: (viewer, page) => readResults(dependencies, viewer, page),
    }),
    migrations: portfolioMigrations,
  };
}
