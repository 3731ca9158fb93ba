import { queryOptions } from '@tanstack/react-query';
import { type Client, createClient } from '../../../platform/contract/index.ts';
import { initiativeKey } from '../../initiatives/ui/index.ts';
import { outcomesApi } from '../outcomes.schema.ts';

/** Calls the endpoints of the outcome. */
export const outcomesClient: Client<typeof outcomesApi> = createClient(outcomesApi, { baseUrl: '' });

/** What the ledger says now. */
export function answerQuery(slug: string) {
  return queryOptions({
    queryKey: initiativeKey(slug, 'answer'),
    queryFn: () => outcomesClient.answer({ params: { slug }, query: {} }),
  });
}

/** The verdicts that were taken, newest first. */
export function verdictsQuery(slug: string) {
  return queryOptions({
    queryKey: initiativeKey(slug, 'verdicts'),
    queryFn: async () => (await outcomesClient.verdicts({ params: { slug } })).verdicts,
  });
}

/** One verdict with its report as it was taken. */
export function verdictQuery(slug: string, number: number) {
  return queryOptions({
    queryKey: initiativeKey(slug, 'verdicts', number),
    queryFn: () => outcomesClient.verdict({ params: { slug, number } }),
  });
}
