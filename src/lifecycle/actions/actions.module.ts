import type { Database, Transaction } from '../../platform/database/database.ts';
import type { Migration } from '../../platform/database/migrations.ts';
import type { MountedApi } from '../../platform/http/handlers.ts';
import type { LockedFraming } from '../framing/index.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import { actionsMigrations } from './actions.migrations.ts';
import { actionsRoutes } from './actions.routes.ts';
import { confirmationsOf, phaseReader } from './actions.store.ts';
import { openPhase } from './open-phase.use-case.ts';
import type { PhaseReader, StoredPhase } from './phase.ts';

/** What the room is wired with. */
export interface ActionsDependencies {
  readonly database: Database;
  readonly now: () => Date;
  readonly require: (slug: string) => Promise<StoredInitiative>;
  /** A new random salt: 16 random bytes in hexadecimal. */
  readonly newSalt: () => string;
}

/** What the room gives to the composition and to later rooms. */
export interface ActionsModule {
  readonly mounted: MountedApi;
  readonly migrations: readonly Migration[];
  readonly phases: PhaseReader;
  /** Takes up a framing that was just signed; the composition calls it in the transaction of the last signature. */
  openPhase(tx: Transaction, initiative: StoredInitiative, framing: LockedFraming): Promise<StoredPhase>;
}

/** Wires the assignment plan. */
export function actionsModule(dependencies: ActionsDependencies): ActionsModule {
  const { database } = dependencies;
  const phases = phaseReader(database);
  return {
    mounted: actionsRoutes({
      require: dependencies.require,
      phases: (initiative) => phases.list(initiative.id),
      confirmations: (initiative) => confirmationsOf(database, initiative.id),
    }),
    migrations: actionsMigrations,
    phases,
    openPhase: (tx, initiative, framing) => openPhase(dependencies, tx, initiative, framing),
  };
}
