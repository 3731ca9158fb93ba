import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { endpointUrl } from '../../../platform/contract/index.ts';
import type { fileEntrySchema } from '../model-files.schema.ts';
import { registryApi } from '../registry.schema.ts';
import { MODELS_KEY, registryClient } from './model-queries.ts';

/** A file or a folder, as a page lists it. */
export type FileEntry = z.infer<typeof fileEntrySchema>;

/** Whose files are shown. */
export type FileSource = { readonly name: string; readonly version: number } | { readonly runId: string };

/** The files in a folder of a version or run. */
export function filesQuery(of: FileSource, folder: string) {
  const place: readonly (string | number)[] =
    'runId' in of ? ['run', of.runId, 'files', folder] : [...MODELS_KEY, 'one', of.name, 'files', of.version, folder];
  return queryOptions({
    queryKey: place,
    queryFn: () =>
      'runId' in of
        ? registryClient.filesOfRun({ params: of, query: { folder } })
        : registryClient.files({ params: of, query: { folder } }),
  });
}

/** The first rows of a table file that a browser cannot read by itself. */
export function tableQuery(of: FileSource, path: string) {
  return queryOptions({
    queryKey: ['file-table', of, path],
    queryFn: () =>
      'runId' in of
        ? registryClient.tableOfRun({ params: of, query: { path } })
        : registryClient.table({ params: of, query: { path } }),
  });
}

/** The versions of models that were registered from a run. */
export function versionsOfRunQuery(runId: string) {
  return queryOptions({
    queryKey: [...MODELS_KEY, 'of-run', runId],
    queryFn: async () => (await registryClient.versionsOfRun({ params: { runId } })).versions,
  });
}

/** The address of a file of a version or run. */
export function fileUrl(of: FileSource, path: string): string {
  return 'runId' in of
    ? endpointUrl(registryApi.fileOfRun, { params: of, query: { path } })
    : endpointUrl(registryApi.file, { params: of, query: { path } });
}
