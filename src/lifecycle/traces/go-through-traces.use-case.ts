import { isStorageAway } from '../../platform/artifacts/storage-away.ts';
import type { FindableSpan } from './findable-spans.ts';
import { askToNote, type KeptSpansFile, type NotePorts, nothingFound, readFindable } from './note-spans.use-case.ts';
import { SPAN_LIMITS } from './span.ts';
import { spansUri } from './span-file.ts';
import { findOldTraces, goOnBelow, noteSpansOf, type OldTrace, oldTracesBelow } from './span-index.store.ts';
import { PROMPTS_TAG, promptInWords, promptsIn } from './trace.ts';
import { linkPromptsToTrace } from './trace-links.store.ts';

/** Traces that are gone through together, at most. */
const PAGE = 50;
/** Large files that one round leaves to jobs, so that they do not stand before those that come meanwhile. */
const LARGE_PER_ROUND = 5;

/** A trace that was looked at, and what its file says: nothing new, what it is found by, or that it is large. */
interface LookedAt {
  readonly trace: OldTrace;
  readonly file: KeptSpansFile | null;
  readonly spans: readonly FindableSpan[] | 'large';
}

/**
 * Goes through the traces from before this installation noted spans and the prompts that tags name, the newest first, and
 * notes what is missing. Each page is kept together with how far it went, so that whoever begins again goes on there. A
 * round ends after some large files; the next one goes on.
 */
export async function goThroughOldTraces(ports: NotePorts, signal: AbortSignal): Promise<void> {
  let below = await oldTracesBelow(ports.database);
  for (let large = 0; below !== null && large < LARGE_PER_ROUND; ) {
    const page = await findOldTraces(ports.database, below, { promptsTag: PROMPTS_TAG, limit: PAGE });
    const seen: LookedAt[] = [];
    for (const trace of page) {
      const looked = signal.aborted ? null : await lookAt(ports, trace, signal);
      if (!looked) return;
      seen.push(looked);
      if (looked.spans === 'large') large += 1;
      if (large === LARGE_PER_ROUND) break;
    }
    below = await keep(ports, below, seen);
  }
}

/** Looks at a trace; `null` when the process ends meanwhile. */
async function lookAt(ports: NotePorts, trace: OldTrace, signal: AbortSignal): Promise<LookedAt | null> {
  const file = trace.isNoted ? null : await ports.spanFiles.find(spansUri(trace.artifactLocation, trace.id));
  if (!file) return { trace, file, spans: [] };
  if (file.sizeBytes > SPAN_LIMITS.smallFileBytes) return { trace, file, spans: 'large' };
  try {
    return { trace, file, spans: await readFindable(ports, trace.id, file, signal) };
  } catch (error) {
    if (signal.aborted) return null;
    // A storage that does not answer is waited for; a single file that cannot be had holds up no other.
    if (isStorageAway(error)) throw error;
    return { trace, file, spans: nothingFound(ports, trace.id, `Reading it failed (${codeOf(error)}).`) };
  }
}

/** Keeps what was seen, and how far that is; the number to go on below, or `null` when it was all or somebody else goes on. */
async function keep(ports: NotePorts, below: number, seen: readonly LookedAt[]): Promise<number | null> {
  const next = seen.at(-1)?.trace.no ?? null;
  return ports.database.transaction(async (tx) => {
    if (!(await goOnBelow(tx, below, next))) return null;
    for (const { trace, file, spans } of seen) {
      const prompts = promptsIn(trace.promptsTag === null ? {} : { [PROMPTS_TAG]: trace.promptsTag });
      await linkPromptsToTrace(tx, trace.id, prompts.map(promptInWords));
      if (!file) continue;
      if (spans === 'large') await askToNote(ports, tx, { traceId: trace.id, sha256: file.sha256 });
      else if (await ports.spanFiles.hold(tx, spansUri(trace.artifactLocation, trace.id), file.sha256))
        await noteSpansOf(tx, trace.no, spans);
    }
    return next;
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'an unknown fault';
}
