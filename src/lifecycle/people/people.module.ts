import type { RawBuilder } from 'kysely';
import type { Database, Queryable, Transaction } from '../../platform/database/database.ts';
import type { Migration } from '../../platform/database/migrations.ts';
import type { MountedApi } from '../../platform/http/handlers.ts';
import type { Actor, ClosedStep, StoredInitiative } from '../initiatives/index.ts';
import { closeStep, reopenStep, type StepPorts } from './close-step.use-case.ts';
import { peopleMigrations } from './people.migrations.ts';
import { peopleRoutes } from './people.routes.ts';
import { rolesOf, sittersOf } from './people.store.ts';
import { type EvidenceKind, type Playbook, STANDARD_PLAYBOOK } from './playbook.ts';
import { readTable, type TableStep } from './read-table.use-case.ts';
import { isReaderOf, isVisible } from './readers.store.ts';
import type { Role } from './roles.ts';
import { emptySeat, type Person, seatFounder, seatPerson } from './seat-person.use-case.ts';
import { namesByRole } from './seats.ts';
import type { Viewer } from './viewer.ts';

/** What the room is wired with. */
export interface PeopleDependencies {
  readonly database: Database;
  readonly now: () => Date;
  readonly require: (slug: string) => Promise<StoredInitiative>;
  readonly closedSteps: (queryable: Queryable, initiative: StoredInitiative) => Promise<readonly ClosedStep[]>;
  readonly close: StepPorts['close'];
  readonly reopen: StepPorts['reopen'];
  readonly findPerson: (accountId: string) => Promise<Person | null>;
  readonly evidenceOf: (queryable: Queryable, initiative: StoredInitiative) => Promise<ReadonlySet<EvidenceKind>>;
}

/** What the room gives to the composition and to later rooms. */
export interface PeopleModule {
  readonly mounted: MountedApi;
  readonly migrations: readonly Migration[];
  readonly playbook: Playbook;
  /** Seats whoever started an initiative, in its transaction. */
  seatFounder(tx: Transaction, initiative: StoredInitiative, actor: Actor): Promise<void>;
  rolesOf(queryable: Queryable, initiativeNo: number, accountId: string): Promise<readonly Role[]>;
  /** Names of the people on the seats of an initiative, by role; two people in one role are joined by "and". */
  namesByRole(initiative: StoredInitiative): Promise<Readonly<Partial<Record<Role, string>>>>;
  table(queryable: Queryable, initiative: StoredInitiative): Promise<readonly TableStep[]>;
  /** The rule `initiative.see` in SQL, for the statements of later rooms; it names the initiative as `i`. */
  readonly readers: {
    isVisible(viewer: Viewer): RawBuilder<boolean>;
    /** The same for accounts, named `a`. */
    readonly isReaderOf: RawBuilder<boolean>;
  };
}

/** Wires the table. Until organisations draw their own, every initiative is on the shipped playbook. */
export function peopleModule(dependencies: PeopleDependencies): PeopleModule {
  const { database } = dependencies;
  const ports = { ...dependencies, playbookOf: () => STANDARD_PLAYBOOK };
  const rolesHere = (actor: Actor, initiative: StoredInitiative) => rolesOf(database, initiative.no, actor.accountId);
  return {
    mounted: peopleRoutes({
      require: dependencies.require,
      table: (initiative) => readTable(ports, database, initiative),
      seat: (actor, initiative, request) => seatPerson(ports, actor, initiative, request),
      leave: (actor, initiative, seatId) => emptySeat(ports, actor, initiative, seatId),
      closeStep: async (actor, initiative, step, note) =>
        closeStep(ports, actor, await rolesHere(actor, initiative), initiative, step, note),
      reopenStep: async (actor, initiative, step, reason) =>
        reopenStep(ports, actor, await rolesHere(actor, initiative), initiative, step, reason),
    }),
    migrations: peopleMigrations,
    playbook: STANDARD_PLAYBOOK,
    seatFounder: (tx, initiative, actor) => seatFounder(ports, tx, initiative, actor),
    rolesOf,
    namesByRole: async (initiative) => namesByRole(await sittersOf(database, initiative)),
    table: (queryable, initiative) => readTable(ports, queryable, initiative),
    readers: { isVisible, isReaderOf },
  };
}
