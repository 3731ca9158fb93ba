import type { Database, Queryable } from '../../platform/database/queryable.ts';
import { mayDo, type Role } from '../people/index.ts';
import { initiativeOfExperiment, initiativesOfModel } from './lineage.store.ts';
import type { Caller } from './model-registry.ts';
import { refuseRegistry } from './registry.errors.ts';
import { registryPolicy } from './registry.policy.ts';

/** What use cases of the registry share. */
export interface RegistryPorts {
  readonly database: Database;
  readonly now: () => Date;
  readonly rolesOf: (queryable: Queryable, initiativeNo: number, accountId: string) => Promise<readonly Role[]>;
}

/**
 * Lets only those pass who may change a version: everybody while its experiment is connected to no initiative, then the
 * builders of the initiative.
 * @throws Problem MODEL_RIGHT_MISSING
 */
export async function requireBuilderOfVersion(
  ports: RegistryPorts,
  queryable: Queryable,
  caller: Caller,
  version: { readonly modelName: string; readonly experimentNo: number | null },
): Promise<void> {
  const initiative = await initiativeOfExperiment(queryable, version.experimentNo);
  await requireBuilder(ports, queryable, caller, version.modelName, initiative ? [initiative.no] : []);
}

/**
 * Lets only those pass who may change a model as a whole: the builders of one of the initiatives that its versions came
 * from, or everybody while there is none.
 * @throws Problem MODEL_RIGHT_MISSING
 */
export async function requireBuilderOfModel(
  ports: RegistryPorts,
  queryable: Queryable,
  caller: Caller,
  model: { readonly no: number; readonly name: string },
): Promise<void> {
  const initiatives = await initiativesOfModel(queryable, model.no);
  await requireBuilder(
    ports,
    queryable,
    caller,
    model.name,
    initiatives.map(({ no }) => no),
  );
}

async function requireBuilder(
  ports: RegistryPorts,
  queryable: Queryable,
  caller: Caller,
  name: string,
  initiativeNos: readonly number[],
): Promise<void> {
  if (initiativeNos.length === 0) return;
  const rule = registryPolicy['model.build'];
  for (const no of initiativeNos) {
    const roles = await ports.rolesOf(queryable, no, caller.accountId);
    if (mayDo(rule, { ...caller, roles, isOpen: false })) return;
  }
  throw refuseRegistry('MODEL_RIGHT_MISSING', { name, rule: rule.sentence });
}
