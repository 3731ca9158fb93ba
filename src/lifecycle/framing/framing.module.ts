import type { Database, Queryable } from '../../platform/database/database.ts';
import type { Migration } from '../../platform/database/migrations.ts';
import type { MountedApi } from '../../platform/http/handlers.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import type { Playbook } from '../people/index.ts';
import { answerAssumption, readRegister } from './answer-assumption.use-case.ts';
import { approveTranslation } from './approve-translation.use-case.ts';
import type { AssumptionRegister } from './assumption.ts';
import { designCheck } from './design-check.ts';
import { draftGaps } from './draft-gaps.ts';
import { framingMigrations } from './framing.migrations.ts';
import { framingRoutes } from './framing.routes.ts';
import { findVersion } from './framing.store.ts';
import type { FramingVersion, LockedFraming, SignOff } from './framing-version.ts';
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
  readonly playbookOf: (initiative: StoredInitiative) => Playbook;
  /** Called in the transaction of the last signature; the room of the actions opens its phase there. */
  readonly onLocked: SignPorts['onLocked'];
}

/** What the room gives to the composition and to later rooms. */
export interface FramingModule {
  readonly mounted: MountedApi;
  readonly migrations: readonly Migration[];
  /** The framing in force, or `null` before the first one has all of its signatures. */
  locked(initiative: StoredInitiative, queryable?: Queryable): Promise<LockedFraming | null>;
  /** A version of the framing, signed or not; `null` when there is none of that number. */
  version(initiative: StoredInitiative, version: number): Promise<FramingVersion | null>;
  /** What is believed in a version, and what people found out about it; `null` when there is none of that number. */
  register(initiative: StoredInitiative, version: number): Promise<AssumptionRegister | null>;
  /** Who signed the version that is in force in the present iteration, in which roles; nobody while none is. */
  signedBy(initiative: StoredInitiative, queryable?: Queryable): Promise<readonly SignOff[]>;
  /** Whether the framing of the present iteration has all of its signatures: the evidence for the gate of Frame. */
  isLocked(initiative: StoredInitiative, queryable?: Queryable): Promise<boolean>;
}

/** Wires the framing. */
export function framingModule(dependencies: FramingDependencies): FramingModule {
  const { database, now, playbookOf } = dependencies;
  const ports: SignPorts = {
    ...dependencies,
    requiredSigners: (initiative) => requiredSigners(playbookOf(initiative)),
    needsApprovedTranslation: (initiative) => needsApprovedTranslation(playbookOf(initiative)),
  };
  const locked = (initiative: StoredInitiative, queryable: Queryable = database) =>
    lockedFraming(queryable, initiative);
  return {
    mounted: framingRoutes({
      require: dependencies.require,
      requiredSigners: ports.requiredSigners,
      read: (initiative) => readFraming(database, initiative),
      save: (actor, initiative, given) => saveDraft(ports, actor, initiative, given),
      gaps: draftGaps,
      check: (content) => designCheck(content, now().toISOString().slice(0, 10)),
      propose: (actor, initiative, proposal) => proposeFraming(ports, actor, initiative, proposal),
      sign: (actor, initiative, signature) => signFraming(ports, actor, initiative, signature),
      needsApprovedTranslation: ports.needsApprovedTranslation,
      approveTranslation: (actor, initiative, textHash) => approveTranslation(ports, actor, initiative, textHash),
      takeOverTranslation: (actor, initiative, textHash) => takeOverTranslation(ports, actor, initiative, textHash),
      answerAssumption: (actor, initiative, given) => answerAssumption(ports, actor, initiative, given),
      changes: (initiative, version) => changesOf(database, initiative, version),
    }),
    migrations: framingMigrations,
    locked,
    version: async (initiative, version) => (await findVersion(database, initiative.no, version)) ?? null,
    register: (initiative, version) => readRegister(database, initiative, version),
    signedBy: async (initiative, queryable) => {
      const inForce = await locked(initiative, queryable);
      return inForce?.iteration === initiative.iteration ? inForce.signOffs : [];
    },
    isLocked: async (initiative, queryable) =>
      (await locked(initiative, queryable))?.iteration === initiative.iteration,
  };
}
