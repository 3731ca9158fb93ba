import type { z } from 'zod';
import { type Download, type MountedApi, mountApi } from '../../platform/http/handlers.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import type { ContractChange } from './bring-contract.use-case.ts';
import { type contractChangeSchema, exchangeApi } from './exchange.schema.ts';

/** What the routes that exchange data sets with other programs call. */
export interface ExchangeUseCases {
  require(slug: string): Promise<StoredInitiative>;
  preview(initiative: StoredInitiative, id: string, yaml: string): Promise<ContractChange>;
  bring(actor: Actor, initiative: StoredInitiative, id: string, yaml: string): Promise<ContractChange>;
  croissant(initiative: StoredInitiative, id: string, number: number): Promise<Download>;
  table(initiative: StoredInitiative, id: string, number: number): Promise<Download>;
}

/** The routes by which data sets are told to other programs: contracts, descriptions, tables. */
export function exchangeRoutes(useCases: ExchangeUseCases): MountedApi {
  return mountApi('Data sets for other programs', exchangeApi, {
    previewContract: async ({ params, body }) =>
      presentChange(await useCases.preview(await useCases.require(params.slug), params.id, body.yaml)),
    bringContract: async ({ params, body }, { principal }) =>
      presentChange(await useCases.bring(principal, await useCases.require(params.slug), params.id, body.yaml)),
    croissant: async ({ params }) => useCases.croissant(await useCases.require(params.slug), params.id, params.number),
    table: async ({ params }) => useCases.table(await useCases.require(params.slug), params.id, params.number),
  });
}

function presentChange(change: ContractChange): z.output<typeof contractChangeSchema> {
  const { words, checks, sameChecks, notes, kept } = change;
  return { words: [...words], checks: [...checks], sameChecks, notes: [...notes], kept: [...kept] };
}
