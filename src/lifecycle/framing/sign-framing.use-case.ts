import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { ROLE_NAME, type Role } from '../people/index.ts';
import { translationHashOf } from './approve-translation.use-case.ts';
import { refuseFraming } from './framing.errors.ts';
import {
  findVersion,
  findVersionInState,
  insertSignOff,
  lockFraming,
  lockVersion,
  supersedeVersion,
} from './framing.store.ts';
import { approvalsOf } from './framing-agreements.store.ts';
import type { FramingVersion, LockedFraming, VersionState } from './framing-version.ts';
import { mayAlsoSign, missingSigners, SIGNING_ROLES } from './required-signers.ts';
import { type FramingPorts, framingEvent } from './save-draft.use-case.ts';

/** What signing needs beside the framing itself. */
export interface SignPorts extends FramingPorts {
  /** The roles whose signatures lock a framing of this initiative. */
  readonly requiredSigners: (queryable: Queryable, initiative: StoredInitiative) => Promise<readonly Role[]>;
  /** Whether an expert has to have approved the translation before anybody signs. */
  readonly needsApprovedTranslation: (queryable: Queryable, initiative: StoredInitiative) => Promise<boolean>;
  /** Tells the rooms further along the line, in the same transaction, that a framing is in force. */
  readonly onLocked: (tx: Transaction, initiative: StoredInitiative, framing: LockedFraming) => Promise<void>;
}

/** Which version somebody signs, in which role, and the digest of what they read. */
export interface Signature {
  readonly version: number;
  readonly role: Role;
  readonly contentHash: string;
}

/**
 * Signs exactly the version that the signer read. The last missing signature puts the version in force in place of the
 * one before. Signing again in the same role changes nothing.
 * @throws Problem FRAMING_VERSION_UNKNOWN, FRAMING_ROLE_DOES_NOT_SIGN, FRAMING_ROLE_NOT_HELD, FRAMING_HASH_DIFFERS,
 * FRAMING_NOT_OPEN, FRAMING_ROLE_SIGNED, FRAMING_SIGNER_TWICE, FRAMING_TRANSLATION_NOT_APPROVED
 */
export async function signFraming(
  ports: SignPorts,
  actor: Actor,
  initiative: StoredInitiative,
  signature: Signature,
): Promise<FramingVersion> {
  return ports.database.transaction(async (tx) => {
    await lockFraming(tx, initiative.no);
    await requireRole(ports, tx, actor, initiative, signature.role);
    const version = await requireVersion(tx, initiative, signature.version);
    if (version.contentHash !== signature.contentHash) {
      throw refuseFraming('FRAMING_HASH_DIFFERS', { version: version.version });
    }
    if (version.signOffs.some(({ accountId, role }) => accountId === actor.accountId && role === signature.role)) {
      return version;
    }
    refuseClosed(initiative, version);
    refuseSecondHand(actor, version, signature.role);
    await requireApprovedTranslation(ports, tx, initiative, version);
    const at = ports.now();
    await insertSignOff(tx, initiative.no, version.version, {
      accountId: actor.accountId,
      name: actor.name,
      role: signature.role,
      at,
      contentHash: version.contentHash,
    });
    await recordSignature(ports, tx, actor, initiative, version, signature.role, at);
    const signed = [...version.signOffs.map(({ role }) => role), signature.role];
    if (missingSigners(await ports.requiredSigners(tx, initiative), signed).length === 0) {
      await lock(ports, tx, actor, initiative, version, at);
    }
    return requireVersion(tx, initiative, version.version);
  });
}

async function requireRole(
  ports: SignPorts,
  tx: Transaction,
  actor: Actor,
  initiative: StoredInitiative,
  role: Role,
): Promise<void> {
  const mayEver = [...SIGNING_ROLES, ...(await ports.requiredSigners(tx, initiative))].includes(role);
  if (!mayEver) throw refuseFraming('FRAMING_ROLE_DOES_NOT_SIGN', { role: ROLE_NAME[role] });
  const held = await ports.rolesOf(tx, initiative.no, actor.accountId);
  if (!held.includes(role)) throw refuseFraming('FRAMING_ROLE_NOT_HELD', { role: ROLE_NAME[role] });
}

async function requireVersion(tx: Transaction, initiative: StoredInitiative, version: number): Promise<FramingVersion> {
  const found = await findVersion(tx, initiative.no, version);
  if (!found) throw refuseFraming('FRAMING_VERSION_UNKNOWN', { version });
  return found;
}

const CLOSED_BECAUSE: Readonly<Record<Exclude<VersionState, 'proposed'>, string>> = {
  locked: 'has all of its signatures already',
  superseded: 'was replaced by a later version',
  withdrawn: 'was withdrawn for a later version',
};

function refuseClosed(initiative: StoredInitiative, { version, state, iteration }: FramingVersion): void {
  if (state !== 'proposed') throw refuseFraming('FRAMING_NOT_OPEN', { version, state: CLOSED_BECAUSE[state] });
  if (iteration !== initiative.iteration) {
    throw refuseFraming('FRAMING_NOT_OPEN', { version, state: `belongs to iteration ${iteration}, which is over` });
  }
}

function refuseSecondHand(actor: Actor, { version, signOffs }: FramingVersion, role: Role): void {
  const same = signOffs.find((signOff) => signOff.role === role);
  if (same) throw refuseFraming('FRAMING_ROLE_SIGNED', { name: same.name, version, role: ROLE_NAME[role] });
  const own = signOffs.find((signOff) => signOff.accountId === actor.accountId && !mayAlsoSign(signOff.role, role));
  if (own) throw refuseFraming('FRAMING_SIGNER_TWICE', { version, role: ROLE_NAME[own.role] });
}

async function requireApprovedTranslation(
  ports: SignPorts,
  tx: Transaction,
  initiative: StoredInitiative,
  { version, content, writer }: FramingVersion,
): Promise<void> {
  if (!(await ports.needsApprovedTranslation(tx, initiative))) return;
  const textHash = translationHashOf(initiative.question, content.translation);
  if ((await approvalsOf(tx, initiative.no, textHash)).length > 0) return;
  throw refuseFraming('FRAMING_TRANSLATION_NOT_APPROVED', { version, writer: writer?.name ?? 'somebody else' });
}

async function lock(
  ports: SignPorts,
  tx: Transaction,
  actor: Actor,
  initiative: StoredInitiative,
  { version }: FramingVersion,
  at: Date,
): Promise<void> {
  const former = await findVersionInState(tx, initiative.no, 'locked');
  if (former) await supersedeVersion(tx, initiative.no, former.version, at);
  await lockVersion(tx, initiative.no, version, at);
  // Read back, so that the rooms further along the line see exactly what is stored.
  const locked = await requireVersion(tx, initiative, version);
  await appendEvent(
    tx,
    {
      kind: former ? 'framing.amended' : 'framing.locked',
      sentence: former
        ? `amended the framing with the last signature: version ${version} replaces version ${former.version}`
        : `locked version ${version} of the framing with the last signature`,
      ...(await framingEvent(ports, tx, actor, initiative)),
      objectType: 'framing',
      objectId: `${initiative.id}/${version}`,
      ...(locked.amendmentReason === null ? {} : { reason: locked.amendmentReason }),
      detail: {
        version,
        iteration: locked.iteration,
        contentHash: locked.contentHash,
        supersedes: former?.version ?? null,
      },
    },
    at,
  );
  await ports.onLocked(tx, initiative, { ...locked, lockedAt: at.toISOString() });
}

async function recordSignature(
  ports: SignPorts,
  tx: Transaction,
  actor: Actor,
  initiative: StoredInitiative,
  { version, contentHash }: FramingVersion,
  role: Role,
  at: Date,
): Promise<void> {
  await appendEvent(
    tx,
    {
      kind: 'framing.signed',
      sentence: `signed version ${version} of the framing as ${ROLE_NAME[role]}`,
      ...(await framingEvent(ports, tx, actor, initiative)),
      actingAs: role,
      objectType: 'framing',
      objectId: `${initiative.id}/${version}`,
      detail: { version, role, contentHash },
    },
    at,
  );
}
