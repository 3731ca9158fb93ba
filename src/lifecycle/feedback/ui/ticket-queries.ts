import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { type Client, createClient } from '../../../platform/contract/index.ts';
import { thisServer } from '../../../web/data/index.ts';
import { initiativeKey } from '../../initiatives/ui/index.ts';
import { feedbackApi, type returnTicketSchema } from '../feedback.schema.ts';

/** Calls the endpoints of return tickets. */
export const feedbackClient: Client<typeof feedbackApi> = createClient(feedbackApi, thisServer);

/** A return ticket as the page reads it. */
export type Ticket = z.infer<typeof returnTicketSchema>;

/** What the verdicts sent back, newest first. */
export function ticketsQuery(slug: string) {
  return queryOptions({
    queryKey: initiativeKey(slug, 'tickets'),
    queryFn: () => feedbackClient.tickets({ params: { slug } }),
  });
}
