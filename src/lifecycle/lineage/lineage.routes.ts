import { type MountedApi, mountApi } from '../../platform/http/handlers.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import type { Viewer } from '../people/index.ts';
import { lineageApi } from './lineage.schema.ts';
import type { SourcesOfDataset } from './link-source.use-case.ts';
import { presentJob, presentLinked, presentListed, presentSource, presentSuggested } from './present-sources.ts';
import type { LineRead } from './read-line.use-case.ts';
import type { BatchReceived } from './receive-batch.use-case.ts';
import type { Received } from './receive-event.use-case.ts';
import type { JobDetail, ListedSource, SourceDetail } from './source-views.ts';

/** Which data set is made from which table. */
export interface AskedLink {
  readonly datasetId: string;
  readonly tableId: string;
}

/** What the routes of lineage call. */
export interface LineageUseCases {
  require(slug: string): Promise<StoredInitiative>;
  receive(sender: Actor, body: unknown): Promise<Received>;
  receiveBatch(sender: Actor, bodies: readonly unknown[]): Promise<BatchReceived>;
  readLine(initiative: StoredInitiative): Promise<LineRead>;
  datasetSources(initiative: StoredInitiative, datasetId: string): Promise<SourcesOfDataset>;
  link(actor: Actor, initiative: StoredInitiative, asked: AskedLink): Promise<void>;
  unlink(actor: Actor, initiative: StoredInitiative, asked: AskedLink): Promise<void>;
  sources(
    viewer: Viewer,
    query: { readonly text: string; readonly after: number | null },
  ): Promise<{ readonly sources: readonly ListedSource[]; readonly next: number | null }>;
  source(viewer: Viewer, id: string): Promise<SourceDetail>;
  job(viewer: Viewer, id: string): Promise<JobDetail>;
}

/** The routes of lineage. */
export function lineageRoutes(useCases: LineageUseCases): MountedApi {
  return mountApi('Lineage', lineageApi, {
    receive: async ({ body }, { principal }) => {
      const { isNew, ignored } = await useCases.receive(principal, body);
      return { isNew, ignored: [...ignored] };
    },
    receiveBatch: async ({ body }, { principal }) => {
      const { refused, ...counts } = await useCases.receiveBatch(principal, body);
      return { ...counts, refused: [...refused] };
    },
    readLine: async ({ params }) => {
      const { nodes, edges, origins, troubles, leftOut } = await useCases.readLine(await useCases.require(params.slug));
      return {
        nodes: [...nodes],
        edges: [...edges],
        origins: origins.map((origin) => ({ ...origin, stops: [...origin.stops] })),
        troubles: [...troubles],
        leftOut: [...leftOut],
      };
    },
    datasetSources: async ({ params }) => {
      const found = await useCases.datasetSources(await useCases.require(params.slug), params.id);
      const { fetched } = found;
      return {
        fetched: fetched && { name: fetched.name, by: fetched.by, at: fetched.at },
        sources: found.sources.map(presentLinked),
        suggested: found.suggested.map(presentSuggested),
      };
    },
    linkSource: async ({ params }, { principal }) => {
      const asked = { datasetId: params.id, tableId: params.sourceId };
      await useCases.link(principal, await useCases.require(params.slug), asked);
      return undefined;
    },
    unlinkSource: async ({ params }, { principal }) => {
      const asked = { datasetId: params.id, tableId: params.sourceId };
      await useCases.unlink(principal, await useCases.require(params.slug), asked);
      return undefined;
    },
    listSources: async ({ query }, { principal }) => {
      const { sources, next } = await useCases.sources(principal, { text: query.q, after: query.after ?? null });
      return { sources: sources.map(presentListed), next };
    },
    readSource: async ({ params }, { principal }) => presentSource(await useCases.source(principal, params.id)),
    readJob: async ({ params }, { principal }) => presentJob(await useCases.job(principal, params.id)),
  });
}
