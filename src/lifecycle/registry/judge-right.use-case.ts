import type { RawBuilder } from 'kysely';
import type { Database, Queryable } from '../../platform/database/queryable.ts';
import { mayDo, type Role, type Viewer } from '../people/index.ts';
import { initiativeOfExperiment, initiativesOfModel } from './lineage.store.ts';
import { mayChangeUnowned, ownerRule } from './model-owner.ts';
import type { Caller } from './model-registry.ts';
import type { ModelVersion, RegisteredModel } from './registered-model.ts';
import { modelOfVersion } from './registered-models.store.ts';
import { refuseRegistry } from './registry.errors.ts';
import { registryPolicy } from './registry.policy.ts';

/** What use cases of the registry share. */
export interface RegistryPorts {
  readonly database: Database;
  readonly now: () => Date;
  /** Which initiatives somebody may see, in SQL that names the initiative as `i`. */
  readonly isVisible: (viewer: Viewer) => RawBuilder<boolean>;
  /** The same for accounts, named `a`. */
  readonly isReaderOf: RawBuilder<boolean>;
  readonly rolesOf: (queryable: Queryable, initiativeNo: number, accountId: string) => Promise<readonly Role[]>;
}

/** Who a model belongs to while it was made for no initiative. */
type OwnedModel = Pick<RegisteredModel, 'no' | 'name' | 'createdBy' | 'createdByName'>;

/** Whether somebody may change a model, and the sentence that says who may. */
export interface RightOnModel {
  readonly mayChange: boolean;
  readonly rule: string;
  /** Whether no initiative decides, but whoever registered it. */
  readonly isUnowned: boolean;
}

/**
 * Judges who may change a model as a whole: the builders of one of the initiatives that its versions came from, or,
 * while there is none, whoever registered it and administrators.
 */
export async function rightOnModel(
  ports: RegistryPorts,
  queryable: Queryable,
  caller: Caller,
  model: OwnedModel,
): Promise<RightOnModel> {
  const initiatives = await initiativesOfModel(queryable, model.no);
  if (initiatives.length === 0)
    return {
      mayChange: mayChangeUnowned(caller, [model.createdBy]),
      rule: ownerRule(model.createdByName),
      isUnowned: true,
    };
  const numbers = initiatives.map(({ no }) => no);
  const { sentence: rule } = registryPolicy['model.build'];
  return { mayChange: await isBuilder(ports, queryable, caller, numbers), rule, isUnowned: false };
}

/** Lets only those pass who may change a model as a whole. @throws Problem MODEL_RIGHT_MISSING, MODEL_OF_ANOTHER */
export async function requireRightOnModel(
  ports: RegistryPorts,
  queryable: Queryable,
  caller: Caller,
  model: OwnedModel,
): Promise<void> {
  const right = await rightOnModel(ports, queryable, caller, model);
  if (!right.mayChange) throw refusalOf(right, model);
}

/**
 * Lets only those pass who may change a version: the builders of its initiative; where it has none, whoever may change
 * its model, and while that has none either also whoever registered the version.
 * @throws Problem MODEL_RIGHT_MISSING, MODEL_OF_ANOTHER
 */
export async function requireRightOnVersion(
  ports: RegistryPorts,
  queryable: Queryable,
  caller: Caller,
  version: Pick<ModelVersion, 'modelNo' | 'modelName' | 'experimentNo' | 'createdBy'>,
): Promise<void> {
  const initiative = await initiativeOfExperiment(queryable, version.experimentNo);
  if (initiative) return requireBuilder(ports, queryable, caller, version.modelName, initiative.no);
  const model = await modelOfVersion(queryable, version.modelNo);
  const right = await rightOnModel(ports, queryable, caller, model);
  if (right.mayChange || (right.isUnowned && mayChangeUnowned(caller, [version.createdBy]))) return;
  throw refusalOf(right, model);
}

/** Lets only builders of an initiative pass, about a model. @throws Problem MODEL_RIGHT_MISSING */
export async function requireBuilder(
  ports: RegistryPorts,
  queryable: Queryable,
  caller: Caller,
  name: string,
  initiativeNo: number,
): Promise<void> {
  if (await isBuilder(ports, queryable, caller, [initiativeNo])) return;
  throw refuseRegistry('MODEL_RIGHT_MISSING', { name, rule: registryPolicy['model.build'].sentence });
}

async function isBuilder(
  ports: RegistryPorts,
  queryable: Queryable,
  caller: Caller,
  initiativeNos: readonly number[],
): Promise<boolean> {
  for (const no of initiativeNos) {
    const roles = await ports.rolesOf(queryable, no, caller.accountId);
    if (mayDo(registryPolicy['model.build'], { ...caller, roles, isOpen: false })) return true;
  }
  return false;
}

function refusalOf({ rule, isUnowned }: RightOnModel, { name, createdByName }: OwnedModel) {
  return isUnowned
    ? refuseRegistry('MODEL_OF_ANOTHER', { name, rule, owner: createdByName })
    : refuseRegistry('MODEL_RIGHT_MISSING', { name, rule });
}
