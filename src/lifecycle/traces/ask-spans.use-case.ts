import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Threads } from '../../platform/threads/threads.ts';
import { Turns } from '../../platform/threads/turns.ts';
import { formatBytes } from '../../words/index.ts';
import { answerAboutSpans } from './answer-about-spans.ts';
import { SPAN_LIMITS } from './span.ts';
import { READ_SPANS, type SpansQuestion, type SpansTold } from './spans-door.ts';

/**
 * Answers a question about an opened file of spans, which is at its end or destroyed afterwards. Whoever asked may leave
 * meanwhile, which the signal says.
 */
export type AskSpans = (
  file: { readonly stream: Readable; readonly sizeBytes: number },
  question: SpansQuestion,
  signal: AbortSignal,
) => Promise<SpansTold>;

/** Opens the reading of files of spans: large ones are read in a thread, beside the requests of everybody. */
export function openSpansReader(threads: Pick<Threads, 'run'>): AskSpans {
  const turns = new Turns(SPAN_LIMITS.readAtOnce);
  return async ({ stream, sizeBytes }, question, signal) => {
    if (sizeBytes > SPAN_LIMITS.fileBytes) {
      stream.destroy();
      const [size, most] = [formatBytes(sizeBytes), formatBytes(SPAN_LIMITS.fileBytes)];
      return none(`They take ${size}, and a page shows at most ${most}. Save the file to read them.`);
    }
    const late = AbortSignal.any([signal, AbortSignal.timeout(SPAN_LIMITS.readMs)]);
    if (sizeBytes <= SPAN_LIMITS.smallFileBytes) {
      const file = await wholeFile(stream, late);
      return file ? answerAboutSpans({ file, question }) : NOT_HAD;
    }
    // The turn is taken before the file comes into memory, so that those who wait hold none of it.
    if (!(await turns.take(late))) {
      stream.destroy();
      return NOT_HAD;
    }
    try {
      const file = await wholeFile(stream, late);
      if (!file) return NOT_HAD;
      // What the storage took is not counted as time that the file takes to be read.
      const stop = AbortSignal.any([signal, AbortSignal.timeout(SPAN_LIMITS.readMs)]);
      return await askThread(threads, file, question, stop);
    } finally {
      turns.end();
    }
  };
}

/** All of a file, or `null` as soon as it is too late: a stream that waits for a silent storage ends only with its wait. */
async function wholeFile(stream: Readable, late: AbortSignal): Promise<Uint8Array | null> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      stream.destroy();
      resolve(null);
    };
    if (late.aborted) return leave();
    late.addEventListener('abort', leave, { once: true });
    void buffer(stream)
      .then(resolve, reject)
      .finally(() => late.removeEventListener('abort', leave));
  });
}

async function askThread(
  threads: Pick<Threads, 'run'>,
  file: Uint8Array,
  question: SpansQuestion,
  signal: AbortSignal,
): Promise<SpansTold> {
  const end = await threads.run(READ_SPANS, { file, question }, { signal });
  if (end.kind === 'done') return end.output;
  if (end.kind === 'crashed') throw new Error(`The reading of spans crashed: ${end.told}`);
  return TOO_MUCH;
}

function none(sentence: string): Extract<SpansTold, { kind: 'none' }> {
  return { kind: 'none', sentence };
}

/** The answer where the file did not come in time, which says nothing of the file. */
export const NOT_HAD: SpansTold = none('The storage took too long to hand them over. Try again in a minute.');

/** The answer where another attempt may end otherwise. */
export const TOO_MUCH: SpansTold = none('Reading them took too long or too much memory. Save the file to read them.');
