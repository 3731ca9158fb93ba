import type { Readable } from 'node:stream';
import { checkArtifactPath } from '../platform/artifacts/artifact-path.ts';
import type { ArtifactStore, RefusedArtifact } from '../platform/artifacts/artifact-store.ts';
import { mediaTypeOf } from '../platform/artifacts/media-type.ts';
import { DamagedArtifact } from '../platform/artifacts/verified-stream.ts';
import type { Principal } from '../platform/http/principal.ts';
import { MlflowError } from './mlflow-error.ts';
import { type MlflowOperation, RawAnswer } from './mlflow-operation.ts';
import { wireList } from './present.ts';
import { type MlflowInput, optionalString, requiredString } from './read-request.ts';

/**
 * Lets pass whoever may use the files at a path, by the experiments that they belong to. Whoever may not see those is
 * refused in the words of what does not exist.
 */
export type JudgePath = (principal: Principal, path: string, wish: 'see' | 'log' | 'change') => Promise<void>;

/** Where the files of a run are, as a URI; refuses runs that the caller may not see. */
export type UriOfRun = (principal: Principal, runId: string) => Promise<string>;

/** What the operations on files are wired with. */
export interface ArtifactParts {
  readonly store: ArtifactStore;
  readonly judge: JudgePath;
  readonly uriOfRun: UriOfRun;
}

const FILES = '/mlflow-artifacts/artifacts';

/** The operations on files: streamed both ways, never held whole, and judged by the rights of whose files they are. */
export function artifactOperations(parts: ArtifactParts): readonly MlflowOperation[] {
  const { store } = parts;
  const allowed = (principal: Principal, text: string, wish: Parameters<JudgePath>[2]) =>
    requirePath(parts.judge, principal, text, wish);
  return [
    {
      method: 'PUT',
      path: `${FILES}/*`,
      body: 'stream',
      handle: async ({ principal, stream }, input) => {
        const path = await allowed(principal, pathIn(input), 'log').catch((error: unknown) => {
          // The client reads the answer only after it has sent everything.
          stream.resume();
          throw error;
        });
        const outcome = await store.put(path, stream);
        if (outcome.kind === 'refused') throw refusalOf(outcome);
        return {};
      },
    },
    {
      method: 'GET',
      path: `${FILES}/*`,
      handle: async ({ principal }, input) => {
        const path = await allowed(principal, pathIn(input), 'see');
        const artifact = await store.find(path);
        if (!artifact) throw new MlflowError('RESOURCE_DOES_NOT_EXIST', `No such artifact: '${path}'`);
        const stream = await store.open(artifact).catch((error: unknown) => {
          throw error instanceof DamagedArtifact ? new MlflowError('RESOURCE_CONFLICT', error.message, error) : error;
        });
        return fileAnswer(path, artifact.sizeBytes, stream);
      },
    },
    {
      method: 'GET',
      path: FILES,
      handle: async ({ principal }, input) => {
        const folder = await allowed(principal, requiredString(input, 'path').replace(/\/$/, ''), 'see');
        const entries = await store.list(folder);
        return { files: wireList(entries.map((entry) => presentEntry(entry, entry.name))) };
      },
    },
    {
      method: 'DELETE',
      path: `${FILES}/*`,
      handle: async ({ principal }, input) => {
        const outcome = await store.remove(await allowed(principal, pathIn(input), 'change'));
        if (outcome.kind === 'refused') throw refusalOf(outcome);
        return {};
      },
    },
    {
      method: 'GET',
      path: '/mlflow/artifacts/list',
      handle: async ({ principal }, input) => {
        const rootUri = await parts.uriOfRun(principal, requiredString(input, 'run_id', 'run_uuid'));
        const inner = (optionalString(input, 'path') ?? '').replace(/\/$/, '');
        if (inner !== '' && checkArtifactPath(inner) === null) throw invalidPath(inner);
        const root = /^mlflow-artifacts:\/+(?!\/)(.+)$/.exec(rootUri)?.[1];
        const entries = root === undefined ? [] : await store.list(inner === '' ? root : `${root}/${inner}`);
        const prefix = inner === '' ? '' : `${inner}/`;
        return {
          root_uri: rootUri,
          files: wireList(entries.map((entry) => presentEntry(entry, prefix + entry.name))),
        };
      },
    },
    ...multipartOperations(),
  ];
}

/** Files are sent whole: the client falls back on the words of this answer. */
function multipartOperations(): readonly MlflowOperation[] {
  return ['create', 'complete', 'abort'].map((step) => ({
    method: 'POST',
    path: `/mlflow-artifacts/mpu/${step}/*`,
    handle: async () => {
      throw new MlflowError('NOT_IMPLEMENTED', 'Multipart upload is not supported here; send the file as one request.');
    },
  }));
}

function pathIn(input: MlflowInput): string {
  const path = input.fields['*'];
  return typeof path === 'string' ? path : '';
}

async function requirePath(
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

function invalidPath(text: string): MlflowError {
  return new MlflowError('INVALID_PARAMETER_VALUE', `Invalid path: ${JSON.stringify(text.slice(0, 200))}`);
}

/** Refusals that a repetition does not change have statuses that the client takes as final. */
function refusalOf({ code, sentence }: RefusedArtifact): MlflowError {
  if (code === 'frozen') return new MlflowError('PERMISSION_DENIED', sentence);
  return new MlflowError(code === 'interrupted' ? 'BAD_REQUEST' : 'INVALID_PARAMETER_VALUE', sentence);
}

function presentEntry(
  entry: { readonly isFolder: boolean; readonly sizeBytes: number | null },
  path: string,
): { readonly path: string; readonly is_dir: boolean; readonly file_size: number | undefined } {
  return { path, is_dir: entry.isFolder, file_size: entry.sizeBytes ?? undefined };
}

/** A file to save: a browser never shows it as a page of ours, whatever it contains. */
function fileAnswer(path: string, sizeBytes: number, stream: Readable): RawAnswer {
  const name = path.split('/').at(-1) ?? path;
  return new RawAnswer(
    {
      'content-type': mediaTypeOf(name),
      'content-length': String(sizeBytes),
      'content-disposition': `attachment; filename="${name.replaceAll(/[^\w. -]+/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name)}`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
    },
    stream,
  );
}
