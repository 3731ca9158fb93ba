import type { Database } from '../../platform/database/database.ts';
import type { Migration } from '../../platform/database/migrations.ts';
import type { MountedApi } from '../../platform/http/handlers.ts';
import type { EvaluationSets } from './evaluation-set.ts';
import { evaluationsMigrations } from './evaluations.migrations.ts';
import { evaluationsRoutes } from './evaluations.routes.ts';
import { openEvaluationSets } from './keep-evaluation-sets.use-case.ts';
import { openScorers } from './keep-scorers.use-case.ts';
import { removeExpiredEvaluations } from './remove-expired-evaluations.use-case.ts';
import type { EvaluationPorts } from './require-evaluation-set.use-case.ts';
import type { Scorers } from './scorer.ts';

/** What the room is wired with. */
export interface EvaluationsDependencies extends EvaluationPorts {
  readonly database: Database;
  /** For how many days deleted things are kept; `null` for ever. */
  readonly keptDays: () => Promise<number | null>;
}

/** What the room gives to the composition. */
export interface EvaluationsModule {
  readonly mounted: MountedApi;
  readonly migrations: readonly Migration[];
  /** What answers are judged on. */
  readonly sets: EvaluationSets;
  /** What they are judged by. */
  readonly scorers: Scorers;
  /** Removes for good what was deleted longer ago than the installation keeps it; returns how much that was. */
  removeExpired(): Promise<number>;
}

/** Wires what answers are judged on, and by. */
export function evaluationsModule(dependencies: EvaluationsDependencies): EvaluationsModule {
  const sets = openEvaluationSets(dependencies);
  return {
    mounted: evaluationsRoutes(sets),
    migrations: evaluationsMigrations,
    sets,
    scorers: openScorers(dependencies),
    removeExpired: () => removeExpiredEvaluations(dependencies),
  };
}
