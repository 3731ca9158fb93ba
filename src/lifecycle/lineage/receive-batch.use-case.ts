import { Problem } from '../../platform/contract/index.ts';
import type { LineagePorts } from './lineage-ports.use-case.ts';
import { receiveEvent } from './receive-event.use-case.ts';
import type { Sender } from './uses.store.ts';

/** What became of a batch of events. */
export interface BatchReceived {
  readonly received: number;
  readonly stored: number;
  /** Events that had been received before. */
  readonly known: number;
  readonly refused: readonly { readonly index: number; readonly code: string; readonly sentence: string }[];
}

/** Receives several events, each stored or refused on its own, so that one that cannot be read keeps none of the others out. */
export async function receiveBatch(
  ports: LineagePorts,
  sender: Sender,
  bodies: readonly unknown[],
): Promise<BatchReceived> {
  let stored = 0;
  const refused: { index: number; code: string; sentence: string }[] = [];
  for (const [index, body] of bodies.entries()) {
    try {
      if ((await receiveEvent(ports, sender, body)).isNew) stored += 1;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      refused.push({ index, code: error.code, sentence: error.message });
    }
  }
  return { received: bodies.length, stored, known: bodies.length - stored - refused.length, refused };
}
