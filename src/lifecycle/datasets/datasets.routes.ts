import { type Download, type MountedApi, mountApi } from '../../platform/http/handlers.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import type { ArrivingFile } from './bring-version.use-case.ts';
import type { readChecks } from './change-checks.use-case.ts';
import type { DatasetVersion, KeptReading } from './dataset.ts';
import type { CheckRule } from './dataset-check.ts';
import { datasetsApi } from './datasets.schema.ts';
import type { Dictionary } from './describe-columns.use-case.ts';
import type { ColumnEntry } from './dictionary.ts';
import {
  presentChecks,
  presentDataset,
  presentDictionary,
  presentEntry,
  presentRelations,
  presentVersion,
} from './present-datasets.ts';
import type { DatasetEntry, readDataset, readOneVersion } from './read-datasets.use-case.ts';
import type { showRows } from './show-table.use-case.ts';
import type { WithheldFrom } from './withheld-columns.use-case.ts';
import type { WithheldColumns } from './withheld-words.ts';

type Brought = { readonly datasetId: string; readonly number: number };

/** What the routes of data sets call. */
export interface DatasetsUseCases {
  require(slug: string): Promise<StoredInitiative>;
  /** The columns whose words whoever asks is not shown. */
  readonly withheldFrom: WithheldFrom;
  list(initiative: StoredInitiative): Promise<readonly DatasetEntry[]>;
  read(initiative: StoredInitiative, id: string): ReturnType<typeof readDataset>;
  version(initiative: StoredInitiative, id: string, number: number): ReturnType<typeof readOneVersion>;
  bring(
    actor: Actor,
    initiative: StoredInitiative,
    file: ArrivingFile & { readonly name: string | undefined },
  ): Promise<Brought>;
  bringVersion(actor: Actor, initiative: StoredInitiative, id: string, file: ArrivingFile): Promise<Brought>;
  correct(
    actor: Actor,
    initiative: StoredInitiative,
    id: string,
    number: number,
    corrections: readonly Pick<KeptReading, 'name' | 'format' | 'missingMarks'>[],
  ): Promise<Brought>;
  cancel(actor: Actor, initiative: StoredInitiative, id: string, number: number): Promise<void>;
  rows(initiative: StoredInitiative, id: string, number: number): ReturnType<typeof showRows>;
  target(
    actor: Actor,
    initiative: StoredInitiative,
    id: string,
    chosen: { readonly target: string | null; readonly moment: string | null },
  ): Promise<void>;
  contract(initiative: StoredInitiative, id: string, withheld: WithheldColumns): Promise<Download>;
  dictionary(initiative: StoredInitiative, id: string): Promise<Dictionary>;
  describe(actor: Actor, initiative: StoredInitiative, id: string, entries: readonly ColumnEntry[]): Promise<void>;
  confirmLabel(actor: Actor, initiative: StoredInitiative, id: string, meaning: string): Promise<unknown>;
  checks(initiative: StoredInitiative, id: string, number: number | null): ReturnType<typeof readChecks>;
  addCheck(
    actor: Actor,
    initiative: StoredInitiative,
    id: string,
    given: { readonly name: string | undefined; readonly rule: CheckRule },
  ): Promise<void>;
  removeCheck(actor: Actor, initiative: StoredInitiative, id: string, checkId: string): Promise<void>;
  relations(
    initiative: StoredInitiative,
    id: string,
    number: number,
  ): Promise<NonNullable<DatasetVersion['relations']>>;
}

/** The routes of data sets. */
export function datasetsRoutes(useCases: DatasetsUseCases): MountedApi {
  const checksOf = async (actor: Actor, initiative: StoredInitiative, id: string, number: number | null) =>
    presentChecks(await useCases.checks(initiative, id, number), await useCases.withheldFrom(actor, initiative, id));
  return mountApi('Data sets', datasetsApi, {
    list: async ({ params }) => {
      const found = await useCases.list(await useCases.require(params.slug));
      return { datasets: found.map(({ dataset, newest }) => presentDataset(dataset, newest)) };
    },
    bring: async ({ params, query }, { principal, stream }) => {
      const initiative = await useCases.require(params.slug);
      const { fileName, name } = query;
      return presentBrought(await useCases.bring(principal, initiative, { fileName, name, stream }));
    },
    read: async ({ params }) => {
      const { dataset, versions } = await useCases.read(await useCases.require(params.slug), params.id);
      return { dataset: presentDataset(dataset, versions[0]), versions: versions.map(presentEntry) };
    },
    bringVersion: async ({ params, query }, { principal, stream }) => {
      const initiative = await useCases.require(params.slug);
      const file = { fileName: query.fileName, stream };
      return presentBrought(await useCases.bringVersion(principal, initiative, params.id, file));
    },
    version: async ({ params }, { principal }) => {
      const initiative = await useCases.require(params.slug);
      const found = await useCases.version(initiative, params.id, params.number);
      return presentVersion(found, await useCases.withheldFrom(principal, initiative, params.id));
    },
    correct: async ({ params, body }, { principal }) => {
      const initiative = await useCases.require(params.slug);
      return presentBrought(await useCases.correct(principal, initiative, params.id, params.number, body.columns));
    },
    cancel: async ({ params }, { principal }) => {
      await useCases.cancel(principal, await useCases.require(params.slug), params.id, params.number);
      return undefined;
    },
    rows: async ({ params }) => {
      const { columns, rows } = await useCases.rows(await useCases.require(params.slug), params.id, params.number);
      return { columns: [...columns], rows };
    },
    target: async ({ params, body }, { principal }) => {
      const initiative = await useCases.require(params.slug);
      await useCases.target(principal, initiative, params.id, body);
      const { dataset, versions } = await useCases.read(initiative, params.id);
      return presentDataset(dataset, versions[0]);
    },
    relations: async ({ params }, { principal }) => {
      const initiative = await useCases.require(params.slug);
      const relations = await useCases.relations(initiative, params.id, params.number);
      return presentRelations(relations, await useCases.withheldFrom(principal, initiative, params.id));
    },
    dictionary: async ({ params }) =>
      presentDictionary(await useCases.dictionary(await useCases.require(params.slug), params.id)),
    describe: async ({ params, body }, { principal }) => {
      const initiative = await useCases.require(params.slug);
      await useCases.describe(principal, initiative, params.id, body.columns);
      return presentDictionary(await useCases.dictionary(initiative, params.id));
    },
    contract: async ({ params }, { principal }) => {
      const initiative = await useCases.require(params.slug);
      const withheld = await useCases.withheldFrom(principal, initiative, params.id);
      return useCases.contract(initiative, params.id, withheld);
    },
    confirmLabel: async ({ params, body }, { principal }) => {
      const initiative = await useCases.require(params.slug);
      await useCases.confirmLabel(principal, initiative, params.id, body.meaning);
      const { dataset, versions } = await useCases.read(initiative, params.id);
      return presentDataset(dataset, versions[0]);
    },
    checks: async ({ params }, { principal }) =>
      checksOf(principal, await useCases.require(params.slug), params.id, params.number),
    addCheck: async ({ params, body }, { principal }) => {
      const initiative = await useCases.require(params.slug);
      await useCases.addCheck(principal, initiative, params.id, { name: body.name, rule: body.rule });
      return checksOf(principal, initiative, params.id, null);
    },
    removeCheck: async ({ params }, { principal }) => {
      await useCases.removeCheck(principal, await useCases.require(params.slug), params.id, params.checkId);
      return undefined;
    },
  });
}

const presentBrought = ({ datasetId, number }: Brought) => ({ id: datasetId, number });
