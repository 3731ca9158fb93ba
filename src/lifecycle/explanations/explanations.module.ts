import type { Migration } from '../../platform/database/migrations.ts';
import type { MountedApi } from '../../platform/http/handlers.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import { explainModel } from './explain-model.use-case.ts';
import { explainRow, explainTyped } from './explain-row.use-case.ts';
import type { ExplanationPorts } from './explanation-ports.use-case.ts';
import { explanationsMigrations } from './explanations.migrations.ts';
import { explanationsRoutes } from './explanations.routes.ts';
import { keepLastRows } from './keep-last-rows.ts';
import { signCurve } from './sign-curve.use-case.ts';

/** What the room is wired with. */
export interface ExplanationsDependencies extends Omit<ExplanationPorts, 'keptRows'> {
  readonly require: (slug: string) => Promise<StoredInitiative>;
}

/** Explanations, as the composition mounts them. */
export interface ExplanationsModule {
  readonly mounted: MountedApi;
  readonly migrations: readonly Migration[];
}

/** Wires explanations. */
export function explanationsModule(dependencies: ExplanationsDependencies): ExplanationsModule {
  const ports: ExplanationPorts = { ...dependencies, keptRows: keepLastRows() };
  return {
    mounted: explanationsRoutes({
      require: dependencies.require,
      isAtTable: async ({ no }, accountId) => (await ports.rolesOf(ports.database, no, accountId)).length > 0,
      explain: (initiative, trainingId) => explainModel(ports, initiative, trainingId),
      explainTyped: (actor, initiative, trainingId, asked) => explainTyped(ports, actor, initiative, trainingId, asked),
      explainRow: (initiative, trainingId, row) => explainRow(ports, initiative, trainingId, row),
      sign: (actor, initiative, trainingId, signed) => signCurve(ports, actor, initiative, trainingId, signed),
    }),
    migrations: explanationsMigrations,
  };
}
