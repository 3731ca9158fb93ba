import type { ArtifactStore } from '../platform/artifacts/artifact-store.ts';
import type { Principal } from '../platform/http/principal.ts';
import {
  folderNamed,
  type JudgePath,
  keepFile,
  presentEntry,
  refusalOf,
  requirePath,
  sendFile,
} from './artifact-answers.ts';
import { MlflowError } from './mlflow-error.ts';
import type { MlflowOperation } from './mlflow-operation.ts';
import { wireList } from './present.ts';
import { type MlflowInput, requiredString } from './read-request.ts';

const FILES = '/mlflow-artifacts/artifacts';

/** The operations on files by their paths: streamed both ways, never held whole, and judged by the rights of whose files they are. */
export function artifactOperations({
  store,
  judge,
}: {
  readonly store: ArtifactStore;
  readonly judge: JudgePath;
}): readonly MlflowOperation[] {
  const allowed = (principal: Principal, text: string, wish: Parameters<JudgePath>[2]) =>
    requirePath(judge, principal, text, wish);
  return [
    {
      method: 'PUT',
      path: `${FILES}/*`,
      body: 'stream',
      handle: ({ principal, stream }, input) => keepFile(store, allowed(principal, pathIn(input), 'log'), stream),
    },
    {
      method: 'GET',
      path: `${FILES}/*`,
      handle: async ({ principal }, input) => sendFile(store, await allowed(principal, pathIn(input), 'read')),
    },
    {
      method: 'GET',
      path: FILES,
      handle: async ({ principal }, input) => {
        const folder = await allowed(principal, folderNamed(requiredString(input, 'path')), 'see');
        const entries = await store.list(folder);
        return { files: wireList(entries.map((entry) => presentEntry(entry, entry.name))) };
      },
    },
    {
      method: 'DELETE',
      path: `${FILES}/*`,
      handle: async ({ principal }, input) => {
        const place = await allowed(principal, pathIn(input), 'change');
        const outcome = await store.remove(place);
        if (outcome.kind === 'refused') throw refusalOf(outcome);
        return {};
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
