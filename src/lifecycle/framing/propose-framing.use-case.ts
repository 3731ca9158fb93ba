import type { Transaction } from '../../platform/database/queryable.ts';
import type { JsonValue } from '../../platform/events/event.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import { digestOf } from '../../platform/events/hash-chain.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { currentDraft, requireNewest } from './current-draft.use-case.ts';
import { readDraft } from './draft-gaps.ts';
import { refuseFraming } from './framing.errors.ts';
import { findVersionInState, insertVersion, lockFraming, withdrawVersion } from './framing.store.ts';
import type { FramingContent } from './framing.ts';
import type { FramingVersion } from './framing-version.ts';
import { type FramingPorts, framingEvent } from './save-draft.use-case.ts';

/** What somebody puts forward: exactly the draft of this revision. */
export interface Proposal {
  readonly revision: number;
  readonly amendmentReason?: string | undefined;
}

/**
 * Puts the draft forward for signature as a new version. One version at a time waits for signatures: an older one that
 * still does is withdrawn. After a signed version this is an amendment and needs a reason.
 * @throws Problem FRAMING_DRAFT_CHANGED, FRAMING_NOT_READY, FRAMING_UNCHANGED, FRAMING_ALREADY_PROPOSED, FRAMING_REASON_NEEDED
 */
export async function proposeFraming(
  ports: FramingPorts,
  actor: Actor,
  initiative: StoredInitiative,
  proposal: Proposal,
): Promise<FramingVersion> {
  return ports.database.transaction(async (tx) => {
    await lockFraming(tx, initiative.no);
    const draft = await currentDraft(tx, initiative);
    requireNewest(draft, proposal.revision);
    const reading = readDraft(draft.content);
    if (reading.kind === 'incomplete') {
      throw refuseFraming('FRAMING_NOT_READY', { first: reading.gaps[0]?.message ?? '' }, reading.gaps);
    }
    const contentHash = contentHashOf(reading.content);
    const signed = await findVersionInState(tx, initiative.no, 'locked');
    const waiting = await findVersionInState(tx, initiative.no, 'proposed');
    refuseRepetition(initiative, contentHash, signed, waiting);
    if (signed && proposal.amendmentReason === undefined) {
      throw refuseFraming('FRAMING_REASON_NEEDED', { version: signed.version });
    }
    if (waiting) await withdrawVersion(tx, initiative.no, waiting.version);
    const at = ports.now();
    const version = await insertVersion(tx, initiative.no, {
      iteration: initiative.iteration,
      content: reading.content,
      contentHash,
      proposedBy: actor.accountId,
      proposedByName: actor.name,
      proposedAt: at,
      amendmentReason: signed ? (proposal.amendmentReason ?? null) : null,
      writer: draft.writer,
    });
    await recordProposal(ports, tx, actor, initiative, version, { signed, waiting }, at);
    return version;
  });
}

/** SHA-256 of the content's canonical JSON, in hexadecimal: what a signer signs. */
function contentHashOf(content: FramingContent): string {
  // The way through JSON drops optional fields that are present without a value, as the database does.
  const stored: JsonValue = JSON.parse(JSON.stringify(content));
  return digestOf(stored);
}

function refuseRepetition(
  { iteration }: StoredInitiative,
  contentHash: string,
  signed: FramingVersion | null,
  waiting: FramingVersion | null,
): void {
  const isSame = (version: FramingVersion | null): version is FramingVersion =>
    version !== null && version.contentHash === contentHash && version.iteration === iteration;
  if (isSame(waiting)) {
    throw refuseFraming('FRAMING_ALREADY_PROPOSED', { version: waiting.version, name: waiting.proposedByName });
  }
  if (isSame(signed)) throw refuseFraming('FRAMING_UNCHANGED', { version: signed.version });
}

async function recordProposal(
  ports: FramingPorts,
  tx: Transaction,
  actor: Actor,
  initiative: StoredInitiative,
  version: FramingVersion,
  before: { readonly signed: FramingVersion | null; readonly waiting: FramingVersion | null },
  at: Date,
): Promise<void> {
  const { signed, waiting } = before;
  const amending = signed ? `, to amend version ${signed.version}` : '';
  const instead = waiting ? `; version ${waiting.version} is withdrawn` : '';
  await appendEvent(
    tx,
    {
      kind: 'framing.proposed',
      sentence: `put version ${version.version} of the framing forward for signature${amending}${instead}`,
      ...(await framingEvent(ports, tx, actor, initiative)),
      objectType: 'framing',
      objectId: `${initiative.id}/${version.version}`,
      ...(version.amendmentReason === null ? {} : { reason: version.amendmentReason }),
      detail: {
        version: version.version,
        iteration: version.iteration,
        contentHash: version.contentHash,
        amends: signed?.version ?? null,
        withdraws: waiting?.version ?? null,
      },
    },
    at,
  );
}
