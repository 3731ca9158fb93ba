import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { type Client, createClient } from '../../../platform/contract/index.ts';
import { thisServer } from '../../../web/data/index.ts';
import { initiativeKey, type Rights } from '../../initiatives/ui/index.ts';
import {
  type columnEntrySchema,
  type datasetEntrySchema,
  datasetsApi,
  type versionEntrySchema,
  type versionSchema,
} from '../datasets.schema.ts';

/** Calls the endpoints of data sets; uploads have their own way. */
export const datasetsClient: Client<typeof datasetsApi> = createClient(datasetsApi, thisServer);

/** A data set as the page reads it. */
export type DatasetEntry = z.infer<typeof datasetEntrySchema>;
/** A version of a list. */
export type VersionEntry = z.infer<typeof versionEntrySchema>;
/** A version with all that is known of it. */
export type Version = z.infer<typeof versionSchema>;
/** What a column means. */
export type ColumnWords = z.infer<typeof columnEntrySchema>;

/** What the parts of the page of a version are about, and what the reader may do there. */
export interface VersionPartProps {
  readonly slug: string;
  readonly dataset: DatasetEntry;
  readonly version: Version;
  readonly rights: Rights;
}

/** How often a version is looked at while it is being read, in ms. */
const LOOK_EVERY_MS = 700;

/** The key of everything about one data set. */
export function datasetKey(slug: string, id: string, ...parts: readonly (string | number)[]) {
  return initiativeKey(slug, 'datasets', id, ...parts);
}

/** The data sets of an initiative. */
export function datasetsQuery(slug: string) {
  return queryOptions({
    queryKey: initiativeKey(slug, 'datasets'),
    queryFn: async () => (await datasetsClient.list({ params: { slug } })).datasets,
    refetchInterval: ({ state }) =>
      state.data?.some(({ newest }) => newest.state === 'reading') ? LOOK_EVERY_MS : false,
  });
}

/** A data set with its versions. */
export function datasetQuery(slug: string, id: string) {
  return queryOptions({
    queryKey: datasetKey(slug, id),
    queryFn: () => datasetsClient.read({ params: { slug, id } }),
  });
}

/** One version; looked at again and again while it is being read. */
export function versionQuery(slug: string, id: string, number: number) {
  return queryOptions({
    queryKey: datasetKey(slug, id, 'version', number),
    queryFn: () => datasetsClient.version({ params: { slug, id, number } }),
    refetchInterval: ({ state }) => (state.data?.state === 'reading' ? LOOK_EVERY_MS : false),
  });
}

/** What the columns mean, and what is asked next. */
export function dictionaryQuery(slug: string, id: string) {
  return queryOptions({
    queryKey: datasetKey(slug, id, 'dictionary'),
    queryFn: () => datasetsClient.dictionary({ params: { slug, id } }),
  });
}

/** How columns go together with what is to be predicted. */
export function relationsQuery(slug: string, id: string, number: number, target: string) {
  return queryOptions({
    queryKey: datasetKey(slug, id, 'relations', number, target),
    queryFn: () => datasetsClient.relations({ params: { slug, id, number } }),
  });
}

/** The first rows of a version. */
export function rowsQuery(slug: string, id: string, number: number) {
  return queryOptions({
    queryKey: datasetKey(slug, id, 'rows', number),
    queryFn: () => datasetsClient.rows({ params: { slug, id, number } }),
  });
}

/** The checks with what they found in a version. */
export function checksQuery(slug: string, id: string, number: number) {
  return queryOptions({
    queryKey: datasetKey(slug, id, 'checks', number),
    queryFn: () => datasetsClient.checks({ params: { slug, id, number } }),
  });
}

/** The address of a data set, of one of its versions, or of one of its columns. */
export function datasetAddress(
  slug: string,
  id: string,
  more: { readonly version?: number; readonly column?: string } = {},
): string {
  const search = new URLSearchParams({
    dataset: id,
    ...(more.version === undefined ? {} : { version: String(more.version) }),
    ...(more.column === undefined ? {} : { column: more.column }),
  });
  return `/i/${slug}/data?${search}`;
}
