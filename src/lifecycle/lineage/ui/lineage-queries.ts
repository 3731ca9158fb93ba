import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { type Client, createClient } from '../../../platform/contract/index.ts';
import { thisServer } from '../../../web/data/index.ts';
import { initiativeKey } from '../../initiatives/ui/index.ts';
import {
  type dependentSchema,
  type jobEntrySchema,
  lineageApi,
  type lineageSchema,
  type listedSourceSchema,
  type sourceSchema,
  type troubleSchema,
} from '../lineage.schema.ts';

/** Calls the endpoints of lineage. */
export const lineageClient: Client<typeof lineageApi> = createClient(lineageApi, thisServer);

/** The way from source to decision. */
export type Lineage = z.infer<typeof lineageSchema>;
/** Something upstream of a data set that its users must know of. */
export type Trouble = z.infer<typeof troubleSchema>;
/** A table in the list of all. */
export type ListedSource = z.infer<typeof listedSourceSchema>;
/** A table with everything that is known of it. */
export type Source = z.infer<typeof sourceSchema>;
/** A job as lists show it. */
export type JobEntry = z.infer<typeof jobEntrySchema>;
/** A data set that depends on a table. */
export type Dependent = z.infer<typeof dependentSchema>;

/** The way from source to decision of an initiative. */
export function lineageQuery(slug: string) {
  return queryOptions({
    queryKey: initiativeKey(slug, 'lineage'),
    queryFn: () => lineageClient.readLine({ params: { slug } }),
  });
}

/** The tables that a data set is made from. */
export function datasetSourcesQuery(slug: string, id: string) {
  return queryOptions({
    queryKey: initiativeKey(slug, 'dataset-sources', id),
    queryFn: () => lineageClient.datasetSources({ params: { slug, id } }),
  });
}

/** What the pages of tables and jobs read, which is read again when a pipeline tells something. */
export const SOURCES_KEY = ['sources'] as const;

/** The tables that are known, by a part of their names. */
export function sourcesQuery(text: string) {
  return infiniteQueryOptions({
    queryKey: [...SOURCES_KEY, 'list', text],
    queryFn: ({ pageParam }) =>
      lineageClient.listSources({ query: { q: text, ...(pageParam === null ? {} : { after: pageParam }) } }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
    // What was found last stays while the next is on its way; the field in which it is asked for stands beside it.
    placeholderData: keepPreviousData,
  });
}

/** One table. */
export function sourceQuery(id: string) {
  return queryOptions({
    queryKey: [...SOURCES_KEY, 'source', id],
    queryFn: () => lineageClient.readSource({ params: { id } }),
  });
}

/** One job. */
export function jobQuery(id: string) {
  return queryOptions({
    queryKey: [...SOURCES_KEY, 'job', id],
    queryFn: () => lineageClient.readJob({ params: { id } }),
  });
}

/** The address of a table's page. */
export function sourceAddress(id: string): string {
  return `/data/${id}`;
}

/** The address of a job's page. */
export function jobAddress(id: string): string {
  return `/data/jobs/${id}`;
}
