import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { type Client, createClient } from '../../../platform/contract/index.ts';
import { thisServer } from '../../../web/data/index.ts';
import { initiativeKey } from '../../initiatives/ui/index.ts';
import { playbooksApi } from '../playbooks.schema.ts';

/** Calls the endpoints of the playbooks. */
export const playbooksClient: Client<typeof playbooksApi> = createClient(playbooksApi, thisServer);

/** The key under which everything about playbooks is read. */
export const PLAYBOOKS_KEY = ['playbooks'] as const;

/** A playbook with its draft and its versions. */
export type PlaybookReading = z.infer<typeof playbooksApi.read.response>;

/** The playbooks of the organisation, and whether the reader may draw. */
export const playbooksQuery = queryOptions({
  queryKey: [...PLAYBOOKS_KEY, 'list'],
  queryFn: () => playbooksClient.list(),
});

/** One playbook. */
export function playbookQuery(key: string) {
  return queryOptions({
    queryKey: [...PLAYBOOKS_KEY, 'one', key],
    queryFn: () => playbooksClient.read({ params: { key } }),
  });
}

/** What differs between two versions; `null` stands for the draft. */
export function playbookChangesQuery(key: string, from: number, to: number | null) {
  return queryOptions({
    queryKey: [...PLAYBOOKS_KEY, 'changes', key, from, to],
    queryFn: () => playbooksClient.changes({ params: { key }, query: to === null ? { from } : { from, to } }),
  });
}

/** The playbook of an initiative, and each time it was moved. */
export function playbookOfQuery(slug: string) {
  return queryOptions({
    queryKey: initiativeKey(slug, 'playbook'),
    queryFn: () => playbooksClient.ofInitiative({ params: { slug } }),
  });
}

/** What moving an initiative would change. */
export function movePreviewQuery(slug: string, to: string) {
  return queryOptions({
    queryKey: initiativeKey(slug, 'playbook-move', to),
    queryFn: () => playbooksClient.previewMove({ params: { slug }, query: { to } }),
    enabled: to !== '',
  });
}
