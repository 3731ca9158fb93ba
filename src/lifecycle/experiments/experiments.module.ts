import type { Database, Queryable } from '../../platform/database/database.ts';
import type { Migration } from '../../platform/database/migrations.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import type { AskMayConnect, Caller } from './experiment.ts';
import { type AskGuard, ExperimentAccess } from './experiment-access.use-case.ts';
import { experimentsMigrations } from './experiments.migrations.ts';
import { openWriteQueue } from './log-values.use-case.ts';
import { openLoggedKeys } from './logged-keys.store.ts';
import { openTracking } from './open-tracking.use-case.ts';
import type { InheritedContext } from './start-run.use-case.ts';
import type { Tracking } from './tracking.ts';

/** What the room is wired with. */
export interface ExperimentsDependencies {
  readonly database: Database;
  readonly now: () => Date;
  readonly findInitiative: (slug: string) => Promise<StoredInitiative | null>;
  /** The one guard of the installation. */
  readonly guard: AskGuard;
  readonly visibleInitiatives: (queryable: Queryable, caller: Caller) => Promise<readonly number[]>;
  /** What runs inherit from an initiative when they are started. */
  readonly contextOf: (initiative: StoredInitiative) => Promise<InheritedContext>;
  /** What the playbook says about connecting; without it every initiative may have experiments. */
  readonly mayConnect?: AskMayConnect;
  readonly announce: (slug: string) => void;
}

/** What the room gives to the composition and to later rooms. */
export interface ExperimentsModule {
  readonly migrations: readonly Migration[];
  /** Everything that protocols and later rooms log and read. */
  readonly tracking: Tracking;
  /** Who may do what with experiments, runs and models; later rooms ask it about what lies within experiments. */
  readonly access: ExperimentAccess;
}

/** Wires what was tried. */
export function experimentsModule(dependencies: ExperimentsDependencies): ExperimentsModule {
  const { database, guard, now } = dependencies;
  const access = new ExperimentAccess({ queryable: database, guard, now });
  const ports = {
    ...dependencies,
    mayConnect: dependencies.mayConnect ?? (async () => ({ kind: 'allowed' as const })),
    access,
    keys: openLoggedKeys(database),
    queue: openWriteQueue(database),
  };
  return { migrations: experimentsMigrations, tracking: openTracking(ports), access };
}
