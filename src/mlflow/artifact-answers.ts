import type { Readable } from 'node:stream';
import { checkArtifactPath } from '../platform/artifacts/artifact-path.ts';
import type { ArtifactStore, RefusedArtifact } from '../platform/artifacts/artifact-store.ts';
import { mediaTypeOf } from '../platform/artifacts/media-type.ts';
import { DamagedArtifact } from '../platform/artifacts/verified-stream.ts';
import type { Principal } from '../platform/http/principal.ts';
import { MlflowError } from './mlflow-error.ts';
import { RawAnswer } from './mlflow-operation.ts';

/**
 * Lets pass whoever may use the files at a path, by the experiments that they belong to. Whoever may not see those is
 * refused in the words of what does not exist. To see is to be told names and sizes; to read is to be given the bytes.
 */
export type JudgePath = (principal: Principal, path: string, wish: 'see' | 'read' | 'log' | 'change') => Promise<void>;

/** A path as it is stored, if it is one and the person may use what is there. @throws MlflowError INVALID_PARAMETER_VALUE */
export async function requirePath(
  judge: JudgePath,
  principal: Principal,
  text: string,
  wish: Parameters<JudgePath>[2],
): Promise<string> {
  const path = checkArtifactPath(text);
  if (path === null) throw invalidPath(text);
  await judge(principal, path, wish);
  return path;
}

/** The folder that a text names to whoever lists it: `.`, `./data` and `data/` say the same as a file system takes them. */
export function folderNamed(text: string): string {
  const parts = text.split('/').filter((part) => part !== '.');
  return parts.join('/').replace(/\/$/, '');
}

/** The refusal of a path in the words that upstream's own tests look for. */
export function invalidPath(text: string): MlflowError {
  return new MlflowError('INVALID_PARAMETER_VALUE', `Invalid path: ${JSON.stringify(text.slice(0, 200))}`);
}

/** Keeps a stream under a path and answers with an empty message. @throws MlflowError when it cannot be kept */
export async function keepFile(store: ArtifactStore, path: Promise<string>, stream: Readable): Promise<object> {
  const allowed = await path.catch((error: unknown) => {
    // The client reads the answer only after it has sent everything.
    stream.resume();
    throw error;
  });
  const outcome = await store.put(allowed, stream);
  if (outcome.kind === 'refused') throw refusalOf(outcome);
  return {};
}

/** Refusals that a repetition does not change have statuses that the client takes as final. */
export function refusalOf({ code, sentence }: RefusedArtifact): MlflowError {
  if (code === 'frozen') return new MlflowError('PERMISSION_DENIED', sentence);
  return new MlflowError(code === 'interrupted' ? 'BAD_REQUEST' : 'INVALID_PARAMETER_VALUE', sentence);
}

/** The file at a path, to be saved: a browser never shows it as a page of ours, whatever it contains. @throws MlflowError */
export async function sendFile(store: ArtifactStore, path: string): Promise<RawAnswer> {
  const artifact = await store.find(path);
  if (!artifact) throw new MlflowError('RESOURCE_DOES_NOT_EXIST', `No such artifact: '${path}'`);
  const stream = await store.open(artifact).catch((error: unknown) => {
    throw error instanceof DamagedArtifact ? new MlflowError('RESOURCE_CONFLICT', error.message, error) : error;
  });
  const name = path.split('/').at(-1) ?? path;
  return new RawAnswer(
    {
      'content-type': mediaTypeOf(name),
      'content-length': String(artifact.sizeBytes),
      'content-disposition': `attachment; filename="${name.replaceAll(/[^\w. -]+/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name)}`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
    },
    stream,
  );
}

/** An entry of a folder as MLflow's clients read it, under the path that the question is about. */
export function presentEntry(
  entry: { readonly isFolder: boolean; readonly sizeBytes: number | null },
  path: string,
): { readonly path: string; readonly is_dir: boolean; readonly file_size: number | undefined } {
  return { path, is_dir: entry.isFolder, file_size: entry.sizeBytes ?? undefined };
}
