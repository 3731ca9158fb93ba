import { isDeepStrictEqual } from 'node:util';
import { newId } from '../../platform/database/new-id.ts';
import type { Transaction } from '../../platform/database/queryable.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { LockedFraming } from '../framing/index.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import { closePhase, findOpenPhase, insertConfirmation, insertPhase } from './actions.store.ts';
import { measuredPart, type StoredPhase } from './phase.ts';
import { planInWords } from './plan-words.ts';

/** What opening a phase needs. */
export interface PhasePorts {
  readonly now: () => Date;
  /** A new random salt, so that the draws of two phases are independent. */
  readonly newSalt: () => string;
}

/**
 * Takes up a framing that was just signed, in the transaction of its last signature. Opens the first phase; closes the
 * open one and opens the next when the measured part changed or a new iteration began; else keeps the open one and
 * records that the new version stands behind it too.
 * @returns the phase that is open now.
 */
export async function openPhase(
  ports: PhasePorts,
  tx: Transaction,
  initiative: StoredInitiative,
  framing: LockedFraming,
): Promise<StoredPhase> {
  const at = ports.now();
  const open = await findOpenPhase(tx, initiative.id);
  if (open && isSameMeasurement(open, framing)) {
    await insertConfirmation(tx, open.no, {
      framingVersion: framing.version,
      contentHash: framing.contentHash,
      at,
    });
    await record(tx, initiative, open, framing, at, {
      kind: 'phase.confirmed',
      sentence: `kept phase ${open.number} open: version ${framing.version} of the framing measures the same`,
    });
    return open;
  }
  if (open) await closePhase(tx, open.no, at);
  const phase = await insertPhase(tx, initiative, {
    id: newId(),
    iteration: framing.iteration,
    framingVersion: framing.version,
    content: framing.content,
    contentHash: framing.contentHash,
    salt: ports.newSalt(),
    openedAt: at,
  });
  const before = open ? `closed phase ${open.number} and ` : '';
  await record(tx, initiative, phase, framing, at, {
    kind: 'phase.opened',
    sentence: `${before}opened phase ${phase.number} under version ${framing.version} of the framing: ${planInWords(phase)}`,
  });
  return phase;
}

function isSameMeasurement(open: StoredPhase, framing: LockedFraming): boolean {
  return (
    open.iteration === framing.iteration && isDeepStrictEqual(measuredPart(open.content), measuredPart(framing.content))
  );
}

/** The system acts here: who signed last has not thereby been heard at the step Act. */
async function record(
  tx: Transaction,
  initiative: StoredInitiative,
  phase: StoredPhase,
  framing: LockedFraming,
  at: Date,
  said: { readonly kind: string; readonly sentence: string },
): Promise<void> {
  await appendEvent(
    tx,
    {
      ...said,
      actorId: null,
      actorName: 'Throughline',
      subjectId: initiative.id,
      section: 'act',
      objectType: 'phase',
      objectId: phase.id,
      detail: {
        number: phase.number,
        iteration: phase.iteration,
        framingVersion: framing.version,
        contentHash: framing.contentHash,
        // The salt is in the log from the start, so that anybody can check every draw later.
        salt: phase.salt,
      },
    },
    at,
  );
}
