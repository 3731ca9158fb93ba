import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { type Client, createClient } from '../../../platform/contract/index.ts';
import { thisServer } from '../../../web/data/index.ts';
import { initiativeKey } from '../../initiatives/ui/index.ts';
import {
  type actingPolicySchema,
  type moneySchema,
  type offeredTableSchema,
  trainingApi,
  type trainingSchema,
  type trainingSummarySchema,
} from '../training.schema.ts';
import { isUnderWay } from '../training.ts';

/** Calls the endpoints of training. */
export const trainingClient: Client<typeof trainingApi> = createClient(trainingApi, thisServer);

/** How often a training is looked at while it is under way, in ms: a notice may be missed. */
const LOOK_EVERY_MS = 1_000;

/** A table that can be learned from, as the page reads it. */
export type OfferedTable = z.infer<typeof offeredTableSchema>;
/** What the signed framing says about acting, as the page reads it. */
export type ActingPolicy = z.infer<typeof actingPolicySchema>;
/** A training as the page reads it. */
export type TrainingEntry = z.infer<typeof trainingSchema>;
/** A training as lists read it. */
export type TrainingSummary = z.infer<typeof trainingSummarySchema>;
/** What acting would bring, as the page reads it. */
export type ActingMoney = Extract<z.infer<typeof moneySchema>, { kind: 'estimated' }>;

/** What can be learned from. */
export function offerQuery(slug: string) {
  return queryOptions({
    queryKey: initiativeKey(slug, 'training-offer'),
    queryFn: () => trainingClient.offer({ params: { slug } }),
  });
}

/** The trainings of an initiative. */
export function trainingsQuery(slug: string) {
  return queryOptions({
    queryKey: initiativeKey(slug, 'trainings'),
    queryFn: () => trainingClient.list({ params: { slug } }),
  });
}

/** One training. */
export function trainingQuery(slug: string, id: string) {
  return queryOptions({
    queryKey: initiativeKey(slug, 'training', id),
    queryFn: () => trainingClient.read({ params: { slug, id } }),
    refetchInterval: ({ state: { data } }) => (data && isUnderWay(data.state) ? LOOK_EVERY_MS : false),
  });
}

/** What acting would bring, by terms that people try. */
export function moneyQuery(
  slug: string,
  id: string,
  terms: { readonly valueCents: number; readonly costCents: number; readonly capacity: number | null },
) {
  const { capacity, ...money } = terms;
  return queryOptions({
    queryKey: initiativeKey(slug, 'training-money', id, JSON.stringify(terms)),
    queryFn: () =>
      trainingClient.money({ params: { slug, id }, query: { ...money, ...(capacity === null ? {} : { capacity }) } }),
    placeholderData: keepPreviousData,
  });
}

/** Where a training is shown. */
export function trainingPath(slug: string, id: string): string {
  return `/i/${slug}/build/first-models/${id}`;
}
