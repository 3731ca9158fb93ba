import type { Database, Queryable } from '../../platform/database/database.ts';
import type { Migration } from '../../platform/database/migrations.ts';
import type { MountedApi } from '../../platform/http/handlers.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import type { Playbook, RiskTier, Role } from '../people/index.ts';
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
  /** The framing in force, or `null` before the first one has all of its signatures. */
  locked(initiative: StoredInitiative, queryable?: Queryable): Promise<LockedFraming | null>;
  /** A version of the framing, signed or not; `null` when there is none of that number. */
  version(initiative: StoredInitiative, version: number): Promise<FramingVersion | null>;
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
      changes: (initiative, version) => changesOf(database, initiative, version),
    }),
    migrations: framingMigrations,
    locked,
    version: async (initiative, version) => (await findVersion(database, initiative.no, version)) ?? null,
    isLocked: async (initiative, queryable) =>
      (await locked(initiative, queryable))?.iteration === initiative.iteration,
    signedRoles: (initiative, queryable = database) => signersOf(queryable, initiative, false),
    signedNow: (initiative, queryable = database) => signersOf(queryable, initiative, true),
    riskTier: async (initiative, queryable) => (await locked(initiative, queryable))?.content.riskTier ?? null,
  };
}
