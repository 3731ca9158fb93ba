import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { ARTIFACT_LIMITS } from './artifact-limits.ts';

/** What a stored content must be like. */
interface Content {
  /** SHA-256, hexadecimal. */
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** What is stored is no longer what arrived: bytes were changed, cut off or lost below us. */
export class DamagedArtifact extends Error {
  constructor(expected: { readonly sha256: string }) {
    super(`The stored content ${expected.sha256} is damaged or lost; it was not delivered.`);
    this.name = 'DamagedArtifact';
  }
}

/**
 * Passes a content on while hashing it, with the last block held back until the hash is right, so that a damaged file
 * never arrives whole. The first block is checked before this resolves: small files are refused before anything is sent.
 * @param noteDamage called before a damaged content is refused.
 * @throws DamagedArtifact here for a small file; a larger one fails in the stream, before its end.
 */
export async function verifiedStream(
  source: Readable,
  expected: Content,
  noteDamage: () => Promise<void>,
): Promise<Readable> {
  const blocks = hashing(source, expected, noteDamage);
  const first = await blocks.next();
  return Readable.from(
    (async function* () {
      try {
        if (!first.done) yield first.value;
        yield* blocks;
      } finally {
        source.destroy();
      }
    })(),
    { objectMode: false },
  );
}

async function* hashing(
  source: Readable,
  expected: Content,
  noteDamage: () => Promise<void>,
): AsyncGenerator<Buffer, void> {
  const refuse = async (): Promise<never> => {
    await noteDamage();
    throw new DamagedArtifact(expected);
  };
  const hash = createHash('sha256');
  const held: Buffer[] = [];
  let heldBytes = 0;
  let readBytes = 0;
  for await (const chunk of source) {
    const block: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
    hash.update(block);
    readBytes += block.length;
    if (readBytes > expected.sizeBytes) await refuse();
    held.push(block);
    heldBytes += block.length;
    for (let next = held[0]; next && heldBytes - next.length >= ARTIFACT_LIMITS.blockBytes; next = held[0]) {
      held.shift();
      heldBytes -= next.length;
      yield next;
    }
  }
  if (readBytes !== expected.sizeBytes || hash.digest('hex') !== expected.sha256) await refuse();
  yield* held;
}
