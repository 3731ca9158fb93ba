import { pathOfStored } from '../lifecycle/registry/index.ts';
import type { ArtifactStore } from '../platform/artifacts/artifact-store.ts';
import type { Principal } from '../platform/http/principal.ts';
import { folderNamed, type JudgePath, keepFile, presentEntry, requirePath, sendFile } from './artifact-answers.ts';
import { MlflowError } from './mlflow-error.ts';
import type { MlflowOperation } from './mlflow-operation.ts';
import { wireList } from './present.ts';
import { type MlflowInput, optionalString, requiredString } from './read-request.ts';
import { requiredVersion } from './registered-model-operations.ts';
import { readRunId } from './run-operations.ts';

/** Where the files are of what the fields of a request name, as a URI; refuses what the caller may not see. */
type UriOf<Name> = (principal: Principal, of: Name) => Promise<string>;

/** What the operations on the files of runs, logged models and versions are wired with. */
export interface OwnedArtifactParts {
  readonly store: ArtifactStore;
  readonly judge: JudgePath;
  readonly uriOfRun: UriOf<string>;
  readonly uriOfLoggedModel: UriOf<string>;
  readonly uriOfVersion: UriOf<{ readonly name: string; readonly version: number }>;
}

/** The operations on files by what they belong to, with paths from its root: what pages and other languages' clients ask. */
export function ownedArtifactOperations(parts: OwnedArtifactParts): readonly MlflowOperation[] {
  const { store, judge } = parts;
  const runOf = (principal: Principal, input: MlflowInput) => parts.uriOfRun(principal, readRunId(input));
  const modelOf = (principal: Principal, input: MlflowInput) =>
    parts.uriOfLoggedModel(principal, requiredString(input, 'model_id'));
  const versionOf = (principal: Principal, input: MlflowInput) =>
    parts.uriOfVersion(principal, { name: requiredString(input, 'name'), version: requiredVersion(input) });

  const placeOf = async (principal: Principal, uri: string, path: string, wish: 'read' | 'log'): Promise<string> => {
    const root = pathOfStored(uri);
    if (root === null)
      throw new MlflowError('RESOURCE_DOES_NOT_EXIST', `The files at ${uri.slice(0, 200)} are not kept here.`);
    // Judged by its place as well: an experiment may have named one that is not its own.
    return requirePath(judge, principal, `${root}/${path}`, wish);
  };
  const send =
    (of: typeof runOf, field: string): MlflowOperation['handle'] =>
    async ({ principal }, input) => {
      const path = requiredString(input, field);
      return sendFile(store, await placeOf(principal, await of(principal, input), path, 'read'));
    };
  const list =
    (of: typeof runOf, field: string): MlflowOperation['handle'] =>
    async ({ principal }, input) => {
      const inner = folderNamed(optionalString(input, field) ?? '');
      const uri = await of(principal, input);
      const root = pathOfStored(uri);
      const folder =
        root === null ? null : await requirePath(judge, principal, inner === '' ? root : `${root}/${inner}`, 'see');
      const entries = folder === null ? [] : await store.list(folder);
      const prefix = inner === '' ? '' : `${inner}/`;
      return { root_uri: uri, files: wireList(entries.map((entry) => presentEntry(entry, prefix + entry.name))) };
    };
  return [
    { method: 'GET', path: '/mlflow/artifacts/list', handle: list(runOf, 'path') },
    { method: 'GET', path: '/get-artifact', isAtRoot: true, handle: send(runOf, 'path') },
    { method: 'GET', path: '/model-versions/get-artifact', isAtRoot: true, handle: send(versionOf, 'path') },
    {
      method: 'POST',
      path: '/mlflow/upload-artifact',
      body: 'stream',
      handle: async ({ principal, stream }, input) => {
        const place = async (): Promise<string> => {
          const path = requiredString(input, 'path');
          return placeOf(principal, await runOf(principal, input), path, 'log');
        };
        return keepFile(store, place(), stream);
      },
    },
    {
      method: 'GET',
      path: '/mlflow/logged-models/:model_id/artifacts/files',
      handle: send(modelOf, 'artifact_file_path'),
    },
    {
      method: 'GET',
      path: '/mlflow/logged-models/:model_id/artifacts/directories',
      handle: list(modelOf, 'artifact_directory_path'),
    },
  ];
}
