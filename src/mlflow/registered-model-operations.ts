import { z } from 'zod';
import {
  type ModelRegistry,
  REGISTERED_MODEL_GRAMMAR,
  type RegisteredModel,
  readStage,
  STAGES,
} from '../lifecycle/registry/index.ts';
import { parseFilter, parseOrder } from './filter-language.ts';
import { invalidParameter } from './mlflow-error.ts';
import type { MlflowContext, MlflowOperation } from './mlflow-operation.ts';
import { readPageToken, writePageToken } from './page-token.ts';
import { wireList } from './present.ts';
import { presentModel, presentVersion } from './present-registry.ts';
import {
  boundedInteger,
  keyValueList,
  type MlflowInput,
  optionalString,
  requiredString,
  stringList,
} from './read-request.ts';

const SEARCH_BOUNDS = { least: 1, most: 1_000, absent: 100 } as const;
const MODELS = '/mlflow/registered-models';

/** Where a page of the registry begins: the sort keys of the last entry of the page before. */
export const registryPosition = z.array(z.union([z.string(), z.number()])).max(10);

/** The operations of registered models, without their versions and aliases. */
export function registeredModelOperations(registry: ModelRegistry): readonly MlflowOperation[] {
  const present = async ({ principal }: MlflowContext, model: RegisteredModel): Promise<object> => ({
    registered_model: presentModel(model, await registry.newestPerStage(principal, [model.no])),
  });
  const latestVersions = async ({ principal }: MlflowContext, input: MlflowInput): Promise<object> => {
    const model = await registry.get(principal, requiredString(input, 'name'));
    const asked = stringList(input, 'stages').map((text, index) => {
      const stage = readStage(text);
      if (!stage) throw invalidParameter(`stages[${index}]`, text, `it must be one of ${STAGES.join(', ')}.`);
      return stage;
    });
    const newest = await registry.newestPerStage(principal, [model.no]);
    const wanted = asked.length === 0 ? newest : newest.filter(({ stage }) => asked.includes(stage));
    return { model_versions: wireList(wanted.map(presentVersion)) };
  };
  return [
    {
      method: 'POST',
      path: `${MODELS}/create`,
      handle: async (context, input) =>
        present(
          context,
          await registry.create(context.principal, {
            name: requiredString(input, 'name'),
            description: optionalString(input, 'description') ?? '',
            tags: keyValueList(input, 'tags'),
          }),
        ),
    },
    {
      method: 'GET',
      path: `${MODELS}/get`,
      handle: async (context, input) =>
        present(context, await registry.get(context.principal, requiredString(input, 'name'))),
    },
    {
      method: 'PATCH',
      path: `${MODELS}/update`,
      handle: async (context, input) =>
        present(
          context,
          await registry.describe(
            context.principal,
            requiredString(input, 'name'),
            optionalString(input, 'description') ?? '',
          ),
        ),
    },
    {
      method: 'POST',
      path: `${MODELS}/rename`,
      handle: async (context, input) =>
        present(
          context,
          await registry.rename(context.principal, requiredString(input, 'name'), requiredString(input, 'new_name')),
        ),
    },
    {
      method: 'DELETE',
      path: `${MODELS}/delete`,
      handle: async ({ principal }, input) => {
        await registry.delete(principal, requiredString(input, 'name'));
        return {};
      },
    },
    {
      method: 'GET',
      path: `${MODELS}/search`,
      handle: async ({ principal }, input) => {
        const { found, next } = await registry.search(principal, {
          conditions: parseFilter(optionalString(input, 'filter'), REGISTERED_MODEL_GRAMMAR),
          order: parseOrder(stringList(input, 'order_by'), REGISTERED_MODEL_GRAMMAR),
          limit: boundedInteger(input, 'max_results', SEARCH_BOUNDS),
          after: readPageToken(optionalString(input, 'page_token'), registryPosition),
        });
        const newest = await registry.newestPerStage(
          principal,
          found.map(({ no }) => no),
        );
        return {
          registered_models: wireList(found.map((model) => presentModel(model, newest))),
          next_page_token: next && writePageToken(next),
        };
      },
    },
    { method: 'POST', path: `${MODELS}/get-latest-versions`, scope: 'read', handle: latestVersions },
    { method: 'GET', path: `${MODELS}/get-latest-versions`, handle: latestVersions },
    {
      method: 'POST',
      path: `${MODELS}/set-tag`,
      handle: async ({ principal }, input) => {
        const name = requiredString(input, 'name');
        const tag = { key: requiredString(input, 'key'), value: optionalString(input, 'value') ?? '' };
        await registry.tag(principal, name, tag);
        return {};
      },
    },
    {
      method: 'DELETE',
      path: `${MODELS}/delete-tag`,
      handle: async ({ principal }, input) => {
        await registry.untag(principal, requiredString(input, 'name'), requiredString(input, 'key'));
        return {};
      },
    },
    ...aliasOperations(registry),
  ];
}

/** Aliases: a protected one is refused with who can approve its move, and where. */
function aliasOperations(registry: ModelRegistry): readonly MlflowOperation[] {
  return [
    {
      method: 'GET',
      path: `${MODELS}/alias`,
      handle: async ({ principal }, input) => ({
        model_version: presentVersion(
          await registry.byAlias(principal, requiredString(input, 'name'), requiredString(input, 'alias')),
        ),
      }),
    },
    {
      method: 'POST',
      path: `${MODELS}/alias`,
      handle: async ({ principal, headers }, input) => {
        const name = requiredString(input, 'name');
        const alias = requiredString(input, 'alias');
        await registry.moveAlias(principal, { name, alias, version: requiredVersion(input), ...reachedAt(headers) });
        return {};
      },
    },
    {
      method: 'DELETE',
      path: `${MODELS}/alias`,
      handle: async ({ principal, headers }, input) => {
        const name = requiredString(input, 'name');
        const alias = requiredString(input, 'alias');
        await registry.moveAlias(principal, { name, alias, version: null, ...reachedAt(headers) });
        return {};
      },
    },
  ];
}

/** The address that a refusal names, when the installation does not know its own: a proxy that encrypts needs that setting. */
function reachedAt({ host }: MlflowContext['headers']): { readonly reachedAt?: string } {
  return host === undefined ? {} : { reachedAt: `http://${host}` };
}

/** The number of a version, which travels as text. */
export function requiredVersion(input: MlflowInput): number {
  const value = input.fields.version;
  const text = typeof value === 'number' ? String(value) : requiredString(input, 'version');
  if (!/^\d{1,9}$/.test(text))
    throw invalidParameter('version', value, `it must be an integer, got ${text.slice(0, 50)}.`);
  return Number(text);
}
