import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { type Client, createClient } from '../../../platform/contract/index.ts';
import { thisServer } from '../../../web/data/index.ts';
import { initiativeKey } from '../../initiatives/ui/index.ts';
import type { ExpectationContent } from '../expectation.ts';
import {
  type expectationSchema,
  expectationsApi,
  type expectationsReportSchema,
  type modelReportSchema,
} from '../expectations.schema.ts';
import type { CandidateName } from '../judged-model.ts';

/** Calls the endpoints of expectations. */
export const expectationsClient: Client<typeof expectationsApi> = createClient(expectationsApi, thisServer);

/** An expectation as pages read it. */
export type ExpectationEntry = z.infer<typeof expectationSchema>;
/** A model with how it fared, as pages read it. */
export type ModelReportEntry = z.infer<typeof modelReportSchema>;
/** What is expected and how the models fared, as pages read it. */
export type ReportEntry = z.infer<typeof expectationsReportSchema>;

/** How long somebody pauses before the data are asked, ms. */
export const PAUSE_MS = 500;

/** What expectations can be about. */
export function offerQuery(slug: string) {
  return queryOptions({
    queryKey: initiativeKey(slug, 'expectation-offer'),
    queryFn: async () => (await expectationsClient.offer({ params: { slug } })).tables,
  });
}

/** A table that expectations can be about, as pages read it. */
export type OfferedTable = Awaited<ReturnType<typeof expectationsClient.offer>>['tables'][number];

/** What is expected, and how every model fared. */
export function reportQuery(slug: string) {
  return queryOptions({
    queryKey: initiativeKey(slug, 'expectations'),
    queryFn: () => expectationsClient.report({ params: { slug } }),
  });
}

/** The versions of one expectation. */
export function storyQuery(slug: string, id: string) {
  return queryOptions({
    queryKey: initiativeKey(slug, 'expectation-story', id),
    queryFn: async () => (await expectationsClient.story({ params: { slug, id } })).versions,
  });
}

/** What the data say about an expectation that is being written. */
export function previewQuery(slug: string, content: ExpectationContent) {
  return queryOptions({
    queryKey: initiativeKey(slug, 'expectation-preview', JSON.stringify(content)),
    queryFn: ({ signal }) => expectationsClient.preview({ params: { slug }, body: { content }, signal }),
    placeholderData: keepPreviousData,
  });
}

/** How the models of a run fared, by initiative. */
export function ofRunQuery(runId: string) {
  return queryOptions({
    queryKey: ['run-expectations', runId],
    queryFn: async () => (await expectationsClient.ofRun({ params: { runId } })).reports,
  });
}

/** How a version of a registered model fared, by initiative. */
export function ofVersionQuery(name: string, version: number) {
  return queryOptions({
    queryKey: ['version-expectations', name, version],
    queryFn: async () => (await expectationsClient.ofVersion({ params: { name, version } })).reports,
  });
}

/** A model whose groups are compared, with what it foresees. */
export interface GroupedModel extends CandidateName {
  readonly datasetId: string;
  readonly version: number;
  readonly target: string;
  readonly outcome: string;
}

/** How a model treats the groups of a column. */
export function groupsQuery(
  slug: string,
  { kind, ref, datasetId, version, target, outcome }: GroupedModel,
  asked: { readonly column: string; readonly threshold: number | null },
) {
  const body = { kind, ref, datasetId, version, target, outcome, ...asked };
  return queryOptions({
    queryKey: ['model-groups', slug, JSON.stringify(body)],
    // A wish that another one overtook is not waited for.
    queryFn: ({ signal }) => expectationsClient.groups({ params: { slug }, body, signal }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
