import type { RawBuilder } from 'kysely';
import type { Database, Queryable, Transaction } from '../../platform/database/database.ts';
import type { Migration } from '../../platform/database/migrations.ts';
import type { MountedApi } from '../../platform/http/handlers.ts';
import type { Actor, ClosedStep, LineStep, StoredInitiative } from '../initiatives/index.ts';
import { approveStep } from './approve-step.use-case.ts';
import { changeSilence } from './change-silence.use-case.ts';
import { closeStep, reopenStep, type StepPorts } from './close-step.use-case.ts';
import { emptySeatsOfAccount } from './empty-seats-of-account.use-case.ts';
import type { MovePorts } from './move-playbook.use-case.ts';
import { peopleMigrations } from './people.migrations.ts';
import { peopleRoutes } from './people.routes.ts';
import {
  initiativesSeatedAs,
  type LostSeats,
  readSilentAfterDays,
  rolesOf,
  sittersOf,
  stepAsItStood,
  visibleInitiatives,
} from './people.store.ts';
import type { EvidenceKind, HeldWork, Playbook, RiskTier } from './playbook.ts';
import { playbooksMigrations } from './playbooks.migrations.ts';
import { playbooksOf } from './playbooks.module.ts';
import { PlaybookReader } from './playbooks.store.ts';
import { readTable, requireStep, type TableStep, tierOf } from './read-table.use-case.ts';
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
  readonly repin: MovePorts['repin'];
  readonly hold: StepPorts['hold'];
  readonly findPerson: (accountId: string) => Promise<Person | null>;
  readonly evidenceOf: (queryable: Queryable, initiative: StoredInitiative) => Promise<ReadonlySet<EvidenceKind>>;
  /** How high the signed framing says that the risk is; `null` before one is signed. */
  readonly riskTierOf: (queryable: Queryable, initiative: StoredInitiative) => Promise<RiskTier | null>;
  /** The roles that signed the framing in force, or the one that waits for signatures. */
  readonly signedRoles: (initiative: StoredInitiative) => Promise<readonly Role[]>;
  /** Called after a change of the playbooks, so that pages read them again. */
  readonly onPlaybooksChanged: () => void;
}

/** What the room gives to the composition and to later rooms. */
export interface PeopleModule {
  readonly mounted: MountedApi;
  readonly playbooksMounted: MountedApi;
  readonly migrations: readonly Migration[];
  /** The playbook that an initiative is on. */
  playbookOf(queryable: Queryable, initiative: { readonly playbook: string }): Promise<Playbook>;
  /** The id of the latest version of a playbook, Standard unless told; a new initiative starts with it. @throws Problem PLAYBOOK_UNKNOWN, PLAYBOOK_RETIRED */
  playbookFor(queryable: Queryable, key: string | undefined): Promise<string>;
  /** Refuses work that the playbook holds back until the framing is signed. @throws Problem PLAYBOOK_HOLDS naming who has not signed */
  refuseHeld(initiative: StoredInitiative, work: HeldWork): Promise<void>;
  /** Seats the expert of a new initiative, whoever started it unless stated, in its transaction. */
  seatFounder(tx: Transaction, initiative: StoredInitiative, actor: Actor, expert?: Actor): Promise<void>;
  /** Empties every seat of a person in the transaction that disables their account; returns the tables that lost them. */
  emptySeatsOf(tx: Transaction, actor: Actor, person: Person): Promise<readonly LostSeats[]>;
  /** A step as it stood at a moment, for what comes back to it later. */
  readonly stepAsItStood: typeof stepAsItStood;
  rolesOf(queryable: Queryable, initiativeNo: number, accountId: string): Promise<readonly Role[]>;
  /** Names of the people on the seats of an initiative, by role; two people in one role are joined by "and". */
  namesByRole(initiative: StoredInitiative): Promise<Readonly<Partial<Record<Role, string>>>>;
  table(queryable: Queryable, initiative: StoredInitiative): Promise<readonly TableStep[]>;
  /** A step of the playbook of an initiative. @throws Problem STEP_UNKNOWN, STEP_NOT_NEEDED */
  requireStep(initiative: StoredInitiative, step: string): Promise<LineStep>;
  /** The rule `initiative.see` in SQL, for the statements of later rooms; it names the initiative as `i`. */
  readonly readers: {
    isVisible(viewer: Viewer): RawBuilder<boolean>;
    /** The same for accounts, named `a`. */
    readonly isReaderOf: RawBuilder<boolean>;
  };
  /** The numbers of the initiatives that somebody may see. */
  readonly visibleInitiatives: typeof visibleInitiatives;
  readonly initiativesSeatedAs: typeof initiativesSeatedAs;
}

/** Wires the table and the playbooks that say who sits at it. */
export function peopleModule(dependencies: PeopleDependencies): PeopleModule {
  const { database } = dependencies;
  const reader = new PlaybookReader();
  const playbookOf = (queryable: Queryable, { playbook }: { readonly playbook: string }) =>
    reader.read(queryable, playbook);
  const ports = { ...dependencies, playbookOf };
  const rolesHere = (actor: Actor, initiative: StoredInitiative) => rolesOf(database, initiative.no, actor.accountId);
  const names = async (initiative: StoredInitiative) => namesByRole(await sittersOf(database, initiative));
  const playbooks = playbooksOf(ports, names);
  return {
    mounted: peopleRoutes({
      require: dependencies.require,
      table: (initiative) => readTable(ports, database, initiative),
      risk: (initiative) => tierOf(ports, database, initiative),
      seat: (actor, initiative, request) => seatPerson(ports, actor, initiative, request),
      leave: (actor, initiative, seatId) => emptySeat(ports, actor, initiative, seatId),
      readSilence: async () => ({ silentAfterDays: await readSilentAfterDays(database) }),
      changeSilence: (actor, days) => changeSilence(ports, actor, days),
      approveStep: (actor, initiative, step, approval) => approveStep(ports, actor, initiative, step, approval),
      closeStep: async (actor, initiative, step, note) =>
        closeStep(ports, actor, await rolesHere(actor, initiative), initiative, step, note),
      reopenStep: async (actor, initiative, step, reason) =>
        reopenStep(ports, actor, await rolesHere(actor, initiative), initiative, step, reason),
    }),
    playbooksMounted: playbooks.mounted,
    migrations: [...peopleMigrations, ...playbooksMigrations],
    playbookOf,
    playbookFor: playbooks.playbookFor,
    refuseHeld: playbooks.refuseHeld,
    seatFounder: (tx, initiative, actor, expert) => seatFounder(ports, tx, initiative, actor, expert),
    emptySeatsOf: (tx, actor, person) => emptySeatsOfAccount(tx, actor, person, dependencies.now()),
    stepAsItStood,
    rolesOf,
    namesByRole: names,
    table: (queryable, initiative) => readTable(ports, queryable, initiative),
    requireStep: async (initiative, step) => requireStep(await readTable(ports, database, initiative), step).state,
    readers: { isVisible, isReaderOf },
    visibleInitiatives,
    initiativesSeatedAs,
  };
}
