import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { type Client, createClient } from '../../../platform/contract/index.ts';
import { thisServer } from '../../../web/data/index.ts';
import { datasetsApi } from '../../datasets/index.ts';
import { framingApi } from '../../framing/index.ts';
import { initiativeKey } from '../../initiatives/ui/index.ts';
import { type checkEntrySchema, type checkSchema, signalsApi } from '../signals.schema.ts';

/** Calls the endpoints of signal checks. */
export const signalsClient: Client<typeof signalsApi> = createClient(signalsApi, thisServer);

const datasetsClient: Client<typeof datasetsApi> = createClient(datasetsApi, thisServer);
const framingClient: Client<typeof framingApi> = createClient(framingApi, thisServer);

/** A check of a list. */
export type CheckEntry = z.infer<typeof checkEntrySchema>;
/** A check with all that it found. */
export type Check = z.infer<typeof checkSchema>;
/** A check that has its answer. */
export type AnsweredCheck = Check & { readonly result: NonNullable<Check['result']> };

/** How often a check is looked at while it runs, in ms: a notice may be missed. */
const LOOK_EVERY_MS = 1_000;

/** The key of everything about signal checks of an initiative. */
export function signalsKey(slug: string, ...parts: readonly string[]) {
  return initiativeKey(slug, 'signals', ...parts);
}

/** The checks of an initiative, the newest first. */
export function checksQuery(slug: string) {
  return queryOptions({
    queryKey: signalsKey(slug, 'list'),
    queryFn: async () => (await signalsClient.listChecks({ params: { slug } })).checks,
  });
}

/** One check; looked at again and again while it runs. */
export function checkQuery(slug: string, id: string) {
  return queryOptions({
    queryKey: signalsKey(slug, 'check', id),
    queryFn: () => signalsClient.readCheck({ params: { slug, id } }),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? LOOK_EVERY_MS : false),
  });
}

/** The data sets of an initiative that have a version to look at. */
export function usableDatasetsQuery(slug: string) {
  return queryOptions({
    queryKey: signalsKey(slug, 'datasets'),
    queryFn: async () =>
      (await datasetsClient.list({ params: { slug } })).datasets.filter(({ newest }) => newest.rows !== null),
  });
}

/**
 * What is asked about: a data set, its newest version with the profile of its columns, what is said about them, and the rule
 * of thumb of the framing in force; null before one is signed.
 */
export interface AskedAbout {
  readonly dataset: Awaited<ReturnType<typeof datasetsClient.read>>['dataset'];
  readonly version: Awaited<ReturnType<typeof datasetsClient.version>>;
  readonly entries: Awaited<ReturnType<typeof datasetsClient.dictionary>>['entries'];
  readonly heuristic: string | null;
}

/** A data set as the form asks about it. */
export function askedAboutQuery(slug: string, id: string) {
  return queryOptions({
    queryKey: signalsKey(slug, 'about', id),
    queryFn: async (): Promise<AskedAbout> => {
      const params = { slug, id };
      const [{ dataset, versions }, { entries }, { current }] = await Promise.all([
        datasetsClient.read({ params }),
        datasetsClient.dictionary({ params }),
        framingClient.read({ params: { slug } }),
      ]);
      const number = (versions.find(({ state }) => state === 'ready') ?? dataset.newest).number;
      return {
        dataset,
        version: await datasetsClient.version({ params: { ...params, number } }),
        entries,
        heuristic: current?.content.predictionTask.heuristic ?? null,
      };
    },
  });
}

/** The address of a check, or of the form about a data set. */
export function signalAddress(slug: string, search: { readonly check: string } | { readonly ask: string }): string {
  return `/i/${slug}/data?${new URLSearchParams(search)}`;
}
