import { queryOptions } from '@tanstack/react-query';
import { type Client, createClient } from '../../../platform/contract/index.ts';
import { thisServer } from '../../../web/data/index.ts';
import { workshopApi } from '../workshop.schema.ts';

/** Calls the endpoints of the workshop. */
export const workshopClient: Client<typeof workshopApi> = createClient(workshopApi, thisServer);

/** How far the server's clock is ahead of this device's, ms; the timer runs by the server's. */
export function clockQuery(slug: string) {
  return queryOptions({
    queryKey: ['server-clock'],
    queryFn: async () => {
      const askedMs = Date.now();
      const { session } = await workshopClient.board({ params: { slug } });
      // The answer was written about half way between asking and hearing.
      return Date.parse(session.now) - (askedMs + Date.now()) / 2;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}
