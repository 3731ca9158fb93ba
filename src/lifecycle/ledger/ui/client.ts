import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { type Client, createClient } from '../../../platform/contract/index.ts';
import { thisServer } from '../../../web/data/index.ts';
import { actionsApi } from '../../actions/index.ts';
import { initiativeKey } from '../../initiatives/ui/index.ts';
import { type importSchema, type importSummarySchema, importsApi } from '../imports.schema.ts';
import { ledgerApi } from '../ledger.schema.ts';

/** Calls the endpoints of the ledger. */
export const ledgerClient: Client<typeof ledgerApi> = createClient(ledgerApi, thisServer);

/** Calls the endpoints of files that are brought; uploads and downloads have their own ways. */
export const importsClient: Client<typeof importsApi> = createClient(importsApi, thisServer);

const actionsClient: Client<typeof actionsApi> = createClient(actionsApi, thisServer);

/** A file that was brought, with all that is known about it. */
export type BroughtFile = z.infer<typeof importSchema>;

/** A file that was brought, as it is listed. */
export type FileSummary = z.infer<typeof importSummarySchema>;

/** What a mapping makes of the first rows. */
export type Preview = Awaited<ReturnType<typeof importsClient.map>>;

/** How often a file is looked at while it is checked or loaded, in ms. */
const LOOK_EVERY_MS = 700;
/** How many files a page of the list shows. */
const LIST_PAGE = 20;

/** What the ledger of an initiative holds. */
export function ledgerQuery(slug: string) {
  return queryOptions({
    queryKey: initiativeKey(slug, 'ledger'),
    queryFn: () => ledgerClient.overview({ params: { slug } }),
  });
}

/** The phases of an initiative: the open one says which metrics decide. */
export function phasesQuery(slug: string) {
  return queryOptions({
    queryKey: initiativeKey(slug, 'phases'),
    queryFn: async () => (await actionsClient.phases({ params: { slug } })).phases,
  });
}

/** The files that were brought, newest first, page by page. */
export function filesQuery(slug: string) {
  return infiniteQueryOptions({
    queryKey: initiativeKey(slug, 'imports'),
    queryFn: ({ pageParam }) =>
      importsClient.list({
        params: { slug },
        query: { limit: LIST_PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** The key of one file; every answer about it is written under it. */
export function fileKey(slug: string, id: string) {
  return initiativeKey(slug, 'import', id);
}

/** One file; looked at again and again while it is worked on. */
export function fileQuery(slug: string, id: string) {
  return queryOptions({
    queryKey: fileKey(slug, id),
    queryFn: () => importsClient.read({ params: { slug, id } }),
    refetchInterval: ({ state }) => (state.data && isWorkedOn(state.data) ? LOOK_EVERY_MS : false),
  });
}

/** Whether a file is being checked or loaded. */
export function isWorkedOn({ state }: Pick<FileSummary, 'state'>): boolean {
  return state === 'checking' || state === 'loading';
}
