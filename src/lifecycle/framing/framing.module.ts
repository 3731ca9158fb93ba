import type { Database, Queryable, Transaction } from '../../platform/database/database.ts';
import type { Migration } from '../../platform/database/migrations.ts';
import type { MountedApi } from '../../platform/http/handlers.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import type { Playbook, RiskTier, Role } from '../people/index.ts';
import { answerAssumption, readRegister } from './answer-assumption.use-case.ts';
import { approveTranslation } from './approve-translation.use-case.ts';
import type { AssumptionRegister } from './assumption.ts';
import { beginDraft } from './begin-draft.use-case.ts';
import { designCheck } from './design-check.ts';
import { draftGaps } from './draft-gaps.ts';
import { framingMigrations } from './framing.migrations.ts';
import { framingRoutes } from './framing.routes.ts';
import { findVersion, findVersionInState } from './framing.store.ts';
import type { FramingVersion, LockedFraming } from './framing-version.ts';
import { proposeFraming } from './propose-framing.use-case.ts';
import { changesOf, lockedFraming, readFraming } from './read-framing.use-case.ts';
import { requiredSigners } from './required-signers.ts';
import { type FramingPorts, saveDraft } from './save-draft.use-case.ts';
import { type SignPorts, signFraming } from './sign-framing.use-case.ts';
import { takeOverTranslation } from './take-over-translation.use-case.ts';
import { needsApprovedTranslation } from './translation.ts';

/** What the room is wired with. */
export interface FramingDependencies {
  readonly database: Database;
  readonly now: () => Date;
  readonly require: (slug: string) => Promise<StoredInitiative>;
  readonly rolesOf: FramingPorts['rolesOf'];
  readonly playbookOf: (queryable: Queryable, initiative: StoredInitiative) => Promise<Playbook>;
  /** Called in the transaction of the last signature; the room of the actions opens its phase there. */
  readonly onLocked: SignPorts['onLocked'];
}

/** What the room gives to the composition and to later rooms. */
export interface FramingModule {
  readonly mounted: MountedApi;
  readonly migrations: readonly Migration[];
  /** Begins the draft of a new initiative with what is known before anybody framed it, in a transaction. */
  beginDraft(
    tx: Transaction,
    actor: Actor,
    initiative: StoredInitiative,
    content: Readonly<Record<string, unknown>>,
  ): Promise<void>;
  /** The framing in force, or `null` before the first one has all of its signatures. */
  locked(initiative: StoredInitiative, queryable?: Queryable): Promise<LockedFraming | null>;
  /** A version of the framing, signed or not; `null` when there is none of that number. */
  version(initiative: StoredInitiative, version: number): Promise<FramingVersion | null>;
  /** What is believed in a version, and what people found out about it; `null` when there is none of that number. */
  register(initiative: StoredInitiative, version: number): Promise<AssumptionRegister | null>;
  /** Whether the framing of the present iteration has all of its signatures: the evidence for the gate of Frame. */
  isLocked(initiative: StoredInitiative, queryable?: Queryable): Promise<boolean>;
  /** The roles that signed the framing in force, or the one of the present iteration that waits for signatures. */
  signedRoles(initiative: StoredInitiative, queryable?: Queryable): Promise<readonly Role[]>;
  /** The roles that signed a framing of the present iteration, whether it has all of its signatures or not. */
  signedNow(initiative: StoredInitiative, queryable?: Queryable): Promise<readonly Role[]>;
  /** How high the risk is by the framing in force; `null` before one is signed. */
  riskTier(initiative: StoredInitiative, queryable?: Queryable): Promise<RiskTier | null>;
}

/** Wires the framing. */
export function framingModule(dependencies: FramingDependencies): FramingModule {
  const { database, now, playbookOf } = dependencies;
  const ports: SignPorts = {
    ...dependencies,
    requiredSigners: async (queryable, initiative) => requiredSigners(await playbookOf(queryable, initiative)),
    needsApprovedTranslation: async (queryable, initiative) =>
      needsApprovedTranslation(await playbookOf(queryable, initiative)),
  };
  const locked = (initiative: StoredInitiative, queryable: Queryable = database) =>
    lockedFraming(queryable, initiative);
  const signersOf = async (queryable: Queryable, initiative: StoredInitiative, isNowOnly: boolean) => {
    const versions = [
      await findVersionInState(queryable, initiative.no, 'locked'),
      await findVersionInState(queryable, initiative.no, 'proposed'),
    ];
    const roles = versions.flatMap((version) => {
      const counts =
        version && (version.iteration === initiative.iteration || (!isNowOnly && version.state === 'locked'));
      return counts ? version.signOffs.map(({ role }) => role) : [];
    });
    return [...new Set(roles)];
  };
  return {
    mounted: framingRoutes({
      require: dependencies.require,
      requiredSigners: (initiative) => ports.requiredSigners(database, initiative),
      read: (initiative) => readFraming(database, initiative),
      save: (actor, initiative, given) => saveDraft(ports, actor, initiative, given),
      gaps: draftGaps,
      check: (content) => designCheck(content, now().toISOString().slice(0, 10)),
      propose: (actor, initiative, proposal) => proposeFraming(ports, actor, initiative, proposal),
      sign: (actor, initiative, signature) => signFraming(ports, actor, initiative, signature),
      needsApprovedTranslation: (initiative) => ports.needsApprovedTranslation(database, initiative),
      approveTranslation: (actor, initiative, textHash) => approveTranslation(ports, actor, initiative, textHash),
      takeOverTranslation: (actor, initiative, textHash) => takeOverTranslation(ports, actor, initiative, textHash),
      answerAssumption: (actor, initiative, given) => answerAssumption(ports, actor, initiative, given),
      changes: (initiative, version) => changesOf(database, initiative, version),
    }),
    migrations: framingMigrations,
    beginDraft: (tx, actor, initiative, content) => beginDraft(ports, tx, actor, initiative, content),
    locked,
    version: async (initiative, version) => (await findVersion(database, initiative.no, version)) ?? null,
    register: (initiative, version) => readRegister(database, initiative, version),
    isLocked: async (initiative, queryable) =>
      (await locked(initiative, queryable))?.iteration === initiative.iteration,
    signedRoles: (initiative, queryable = database) => signersOf(queryable, initiative, false),
    signedNow: (initiative, queryable = database) => signersOf(queryable, initiative, true),
    riskTier: async (initiative, queryable) => (await locked(initiative, queryable))?.content.riskTier ?? null,
  };
}
