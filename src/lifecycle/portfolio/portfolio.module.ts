import type { Migration } from '../../platform/database/migrations.ts';
import type { MountedApi } from '../../platform/http/handlers.ts';
import type { CameOf, InitiativeProgress, SimilarInitiative } from '../ideas/index.ts';
import { cameOf, progressOf, similarInitiatives } from './ideas-came-of.store.ts';
import type { Viewer } from './line-fragments.store.ts';
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
  /** What became of initiatives, of those only that the viewer may see. */
  cameOf(viewer: Viewer, initiativeNos: readonly number[]): Promise<ReadonlyMap<number, CameOf>>;
  /** Initiatives that share words with a sentence, of those only that the viewer may see. */
  similarInitiatives(viewer: Viewer, words: readonly string[], limit: number): Promise<readonly SimilarInitiative[]>;
  /** How far initiatives came, of those only that the viewer may see. */
  progressOf(viewer: Viewer, initiativeNos: readonly number[]): Promise<readonly InitiativeProgress[]>;
}

/** Wires the views over all lines. */
export function portfolioModule(dependencies: PortfolioPorts): PortfolioModule {
  const { database } = dependencies;
  return {
    mounted: portfolioRoutes({
      list: (viewer, query) => listPortfolio(dependencies, viewer, query),
      today: (accountId) => readToday(dependencies, accountId),
      results: (viewer, page) => readResults(dependencies, viewer, page),
    }),
    migrations: portfolioMigrations,
    cameOf: (viewer, initiativeNos) => cameOf(database, viewer, initiativeNos),
    similarInitiatives: (viewer, words, limit) => similarInitiatives(database, viewer, words, limit),
    progressOf: (viewer, initiativeNos) => progressOf(database, viewer, initiativeNos),
  };
}
