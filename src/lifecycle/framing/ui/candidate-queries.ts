import { type QueryClient, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { type Client, createClient } from '../../../platform/contract/index.ts';
import { thisServer } from '../../../web/data/index.ts';
import { initiativeKey } from '../../initiatives/ui/index.ts';
import { type boardNoteSchema, type candidateSchema, candidatesApi } from '../candidates.schema.ts';

/** Calls the endpoints of the possible tasks. */
export const candidatesClient: Client<typeof candidatesApi> = createClient(candidatesApi, thisServer);

/** A possible task as it is shown. */
export type ShownCandidate = z.infer<typeof candidateSchema>;

/** A note of the board from which a task can be made. */
export type OfferedNote = z.infer<typeof boardNoteSchema>;

/** The possible tasks in the order of comparison, and the notes of the board that are not used yet. */
export function candidatesQuery(slug: string) {
  return queryOptions({
    queryKey: initiativeKey(slug, 'candidates'),
    queryFn: () => candidatesClient.candidates({ params: { slug } }),
  });
}

/** Reads everything about the initiative again after a change. */
export function afterChange(queryClient: QueryClient, slug: string): () => Promise<void> {
  return () => queryClient.invalidateQueries({ queryKey: initiativeKey(slug) });
}
