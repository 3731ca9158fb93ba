import { queryOptions } from '@tanstack/react-query';
import { type Client, createClient } from '../../../platform/contract/index.ts';
import { thisServer } from '../../../web/data/index.ts';
import { actionsApi } from '../../actions/index.ts';
import { framingApi } from '../../framing/index.ts';
import { initiativeKey } from '../../initiatives/ui/index.ts';
import { outcomesApi } from '../outcomes.schema.ts';

/** Calls the endpoints of the outcome. */
export const outcomesClient: Client<typeof outcomesApi> = createClient(outcomesApi, thisServer);

/** Calls the endpoints of the framing, for what people found out about its assumptions. */
export const framingClient = createClient(framingApi, thisServer);

const actionsClient = createClient(actionsApi, thisServer);

/**
 * What the ledger says now; `null` while no framing is signed, so that there is nothing to measure. That is asked first,
 * because the answer of such an initiative is a refusal, which browsers write into their console as an error.
 */
export function answerQuery(slug: string) {
  return queryOptions({
    queryKey: initiativeKey(slug, 'answer'),
    queryFn: async () => {
      const { phases } = await actionsClient.phases({ params: { slug } });
      return phases.length === 0 ? null : outcomesClient.answer({ params: { slug }, query: {} });
    },
  });
}

/** What was believed beside what was measured. */
export function beliefsQuery(slug: string) {
  return queryOptions({
    queryKey: initiativeKey(slug, 'beliefs'),
    queryFn: () => outcomesClient.beliefs({ params: { slug } }),
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
