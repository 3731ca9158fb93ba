import { type MountedApi, mountApi } from '../../platform/http/handlers.ts';
import type { Caller } from '../experiments/index.ts';
import type { LockedFraming } from '../framing/index.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import type { StoredCheck } from '../signals/index.ts';
import type { SourceTable } from './columns-source.ts';
import { presentMoney, presentPolicy, presentSummary, presentTable, presentTraining } from './present-trainings.ts';
import type { ActingTerms, readMoney, TrainingNow } from './read-trainings.use-case.ts';
import { trainingApi } from './training.schema.ts';
import type { StoredTraining, TrainingRequest } from './training.ts';
import type { TrainingPorts } from './training-ports.use-case.ts';

/** What the routes of training call. */
export interface TrainingUseCases {
  require(slug: string): Promise<StoredInitiative>;
  readonly withheldFrom: TrainingPorts['withheldFrom'];
  tables(initiative: StoredInitiative): Promise<readonly SourceTable[]>;
  checks(initiative: StoredInitiative): Promise<readonly StoredCheck[]>;
  framing(initiative: StoredInitiative): Promise<LockedFraming | null>;
  list(initiative: StoredInitiative): Promise<readonly TrainingNow[]>;
  read(initiative: StoredInitiative, id: string): Promise<TrainingNow>;
  start(actor: Actor, initiative: StoredInitiative, request: TrainingRequest): Promise<StoredTraining>;
  cancel(actor: Actor, initiative: StoredInitiative, id: string): Promise<void>;
  money(initiative: StoredInitiative, id: string, terms: ActingTerms): ReturnType<typeof readMoney>;
  register(
    caller: Caller,
    initiative: StoredInitiative,
    id: string,
    name: string,
  ): Promise<{ readonly name: string; readonly version: number }>;
}

/** The routes of training. */
export function trainingRoutes(useCases: TrainingUseCases): MountedApi {
  const policyOf = async (initiative: StoredInitiative) => presentPolicy(await useCases.framing(initiative));
  const present = async (reader: Actor, initiative: StoredInitiative, now: TrainingNow) =>
    presentTraining(
      now,
      await policyOf(initiative),
      await useCases.withheldFrom(reader, initiative, now.training.request.datasetId),
    );
  return mountApi('Training', trainingApi, {
    offer: async ({ params }, { principal }) => {
      const initiative = await useCases.require(params.slug);
      const [tables, checks] = await Promise.all([useCases.tables(initiative), useCases.checks(initiative)]);
      const withheld = await Promise.all(
        tables.map(({ datasetId }) => useCases.withheldFrom(principal, initiative, datasetId)),
      );
      return {
        tables: tables.map((table, at) => presentTable(table, checks, withheld[at] ?? new Set())),
        policy: await policyOf(initiative),
      };
    },
    list: async ({ params }) => ({
      trainings: (await useCases.list(await useCases.require(params.slug))).map(presentSummary),
    }),
    start: async ({ params, body }, { principal }) => {
      const initiative = await useCases.require(params.slug);
      const training = await useCases.start(principal, initiative, body);
      return present(principal, initiative, { training, progress: null });
    },
    read: async ({ params }, { principal }) => {
      const initiative = await useCases.require(params.slug);
      return present(principal, initiative, await useCases.read(initiative, params.id));
    },
    cancel: async ({ params }, { principal }) =>
      useCases.cancel(principal, await useCases.require(params.slug), params.id).then(() => undefined),
    money: async ({ params, query }) => {
      const { valueCents, costCents, capacity = null } = query;
      const initiative = await useCases.require(params.slug);
      return presentMoney(await useCases.money(initiative, params.id, { valueCents, costCents, capacity }));
    },
    register: async ({ params, body }, { principal }) =>
      useCases.register(principal, await useCases.require(params.slug), params.id, body.name),
  });
}
