import type { z } from 'zod';
import { type MountedApi, mountApi } from '../../platform/http/handlers.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import type { ContractChange } from './bring-contract.use-case.ts';
import { type contractChangeSchema, contractsApi } from './contracts.schema.ts';

/** What the routes of data contracts call. */
export interface ContractsUseCases {
  require(slug: string): Promise<StoredInitiative>;
  preview(initiative: StoredInitiative, id: string, yaml: string): Promise<ContractChange>;
  bring(actor: Actor, initiative: StoredInitiative, id: string, yaml: string): Promise<ContractChange>;
}

/** The routes of data contracts. */
export function contractsRoutes(useCases: ContractsUseCases): MountedApi {
  return mountApi('Data contracts', contractsApi, {
    previewContract: async ({ params, body }) =>
      presentChange(await useCases.preview(await useCases.require(params.slug), params.id, body.yaml)),
    bringContract: async ({ params, body }, { principal }) =>
      presentChange(await useCases.bring(principal, await useCases.require(params.slug), params.id, body.yaml)),
  });
}

function presentChange({
  words,
  checks,
  sameChecks,
  notes,
  kept,
}: ContractChange): z.output<typeof contractChangeSchema> {
  return { words: [...words], checks: [...checks], sameChecks, notes: [...notes], kept: [...kept] };
}
