import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { type Client, createClient } from '../../../platform/contract/index.ts';
import { thisServer } from '../../../web/data/index.ts';
import {
  type awaitedPersonSchema,
  type awaitedSeatSchema,
  type departureSchema,
  peopleOverviewApi,
  type seatCellSchema,
  type unheardPersonSchema,
} from '../people-overview.schema.ts';
import { PORTFOLIO_KEY } from './portfolio-queries.ts';

const peopleOverviewClient: Client<typeof peopleOverviewApi> = createClient(peopleOverviewApi, thisServer);

/** A cell of roles x steps. */
export type SeatCell = z.infer<typeof seatCellSchema>;

/** A person whom initiatives wait for. */
export type AwaitedPerson = z.infer<typeof awaitedPersonSchema>;

/** A seat that somebody waits for. */
export type AwaitedSeat = z.infer<typeof awaitedSeatSchema>;

/** Somebody who holds seats and has never said a word. */
export type UnheardPerson = z.infer<typeof unheardPersonSchema>;

/** A table that lost somebody with their account. */
export type Departure = z.infer<typeof departureSchema>;

/** Who is missing, waited for and never heard, over all initiatives that the reader may see. */
export function peopleOverviewQuery(department: string | undefined) {
  return queryOptions({
    queryKey: [...PORTFOLIO_KEY, 'people', department],
    queryFn: () => peopleOverviewClient.people({ query: department === undefined ? {} : { department } }),
    // What is on the page stays until the other department is read.
    placeholderData: keepPreviousData,
  });
}

/** What it cost that findings came back, by the role that had been missed. */
export function latenessQuery(department: string | undefined) {
  return queryOptions({
    queryKey: [...PORTFOLIO_KEY, 'lateness', department],
    queryFn: () => peopleOverviewClient.lateness({ query: department === undefined ? {} : { department } }),
    placeholderData: keepPreviousData,
  });
}

/** Rows that the list of departures shows at a time. */
const PAGE = 20;

/** Which tables lost whom, newest first, page by page. */
export const departuresQuery = infiniteQueryOptions({
  queryKey: [...PORTFOLIO_KEY, 'departures'],
  queryFn: ({ pageParam }) =>
    peopleOverviewClient.departures({ query: { limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) } }),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.nextCursor,
});
