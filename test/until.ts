import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 120_000;
const FIRST_PAUSE_MS = 20;
/** A question over HTTP costs some milliseconds of the processor that the awaited work needs. */
const LONGEST_PAUSE_MS = 250;

/** Waits for what jobs and programs do beside the requests: asks again and again, with pauses that grow. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const endMs = performance.now() + PATIENCE_MS;
  for (let pauseMs = FIRST_PAUSE_MS; performance.now() < endMs; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 1.5)) {
    if (await isSo()) return;
    await sleep(pauseMs);
  }
  throw new Error(`It did not become so in ${PATIENCE_MS / 1_000} seconds: ${isSo.toString()}`);
}
