import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { type Client, createClient } from '../../../platform/contract/index.ts';
import { thisServer } from '../../../web/data/index.ts';
import { initiativeKey } from '../../initiatives/ui/index.ts';
import { peopleApi, type seatSchema } from '../people.schema.ts';

/** Calls the endpoints of the table. */
export const peopleClient: Client<typeof peopleApi> = createClient(peopleApi, thisServer);

/** A seat as the table shows it. */
export type TableSeat = z.infer<typeof seatSchema>;

/** A step as the table shows it. */
export type TableStep = z.infer<typeof peopleApi.table.response>['steps'][number];

/** Who sits where, who is missing and what keeps each step from closing. */
export function tableQuery(slug: string) {
  return queryOptions({
    queryKey: initiativeKey(slug, 'table'),
    queryFn: () => peopleClient.table({ params: { slug } }),
  });
}
