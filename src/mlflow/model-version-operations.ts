import { MODEL_VERSION_GRAMMAR, type ModelRegistry, type ModelVersion } from '../lifecycle/registry/index.ts';
import { parseFilter, parseOrder } from './filter-language.ts';
import type { MlflowOperation } from './mlflow-operation.ts';
import { readPageToken, writePageToken } from './page-token.ts';
import { wireList } from './present.ts';
import { presentDownload, presentVersion } from './present-registry.ts';
import {
  boundedInteger,
  keyValueList,
  type MlflowInput,
  optionalBoolean,
  optionalString,
  requiredString,
  stringList,
} from './read-request.ts';
import { registryPosition, requiredVersion } from './registered-model-operations.ts';

/** The default is what the stock client asks for. */
const SEARCH_BOUNDS = { least: 1, most: 200_000, absent: 10_000 } as const;
/** One answer holds at most so many, whatever is asked for; the token leads to the rest. */
const MOST_AT_ONCE = 10_000;
const VERSIONS = '/mlflow/model-versions';

/** The operations of versions of registered models. */
export function modelVersionOperations(registry: ModelRegistry): readonly MlflowOperation[] {
  const named = (input: MlflowInput) => ({ name: requiredString(input, 'name'), version: requiredVersion(input) });
  const present = (version: ModelVersion): object => ({ model_version: presentVersion(version) });
  return [
    {
      method: 'POST',
      path: `${VERSIONS}/create`,
      handle: async ({ principal }, input) =>
        present(
          await registry.register(principal, {
            name: requiredString(input, 'name'),
            source: requiredString(input, 'source'),
            runId: optionalString(input, 'run_id') || null,
            runLink: optionalString(input, 'run_link') || null,
            loggedModelId: optionalString(input, 'model_id') || null,
            description: optionalString(input, 'description') ?? '',
            tags: keyValueList(input, 'tags'),
          }),
        ),
    },
    {
      method: 'GET',
      path: `${VERSIONS}/get`,
      handle: async ({ principal }, input) => present(await registry.version(principal, named(input))),
    },
    {
      method: 'GET',
      path: `${VERSIONS}/get-download-uri`,
      handle: async ({ principal }, input) => presentDownload(await registry.version(principal, named(input))),
    },
    {
      method: 'GET',
      path: `${VERSIONS}/search`,
      handle: async ({ principal }, input) => {
        const { found, next } = await registry.searchVersions(principal, {
          conditions: parseFilter(optionalString(input, 'filter'), MODEL_VERSION_GRAMMAR),
          order: parseOrder(stringList(input, 'order_by'), MODEL_VERSION_GRAMMAR),
          limit: Math.min(MOST_AT_ONCE, boundedInteger(input, 'max_results', SEARCH_BOUNDS)),
          after: readPageToken(optionalString(input, 'page_token'), registryPosition),
        });
        return { model_versions: wireList(found.map(presentVersion)), next_page_token: next && writePageToken(next) };
      },
    },
    {
      method: 'PATCH',
      path: `${VERSIONS}/update`,
      handle: async ({ principal }, input) =>
        present(await registry.describeVersion(principal, named(input), optionalString(input, 'description') ?? '')),
    },
    {
      method: 'POST',
      path: `${VERSIONS}/transition-stage`,
      handle: async ({ principal }, input) =>
        present(
          await registry.moveToStage(principal, named(input), {
            stage: requiredString(input, 'stage'),
            archivesOthers: optionalBoolean(input, 'archive_existing_versions') ?? false,
          }),
        ),
    },
    {
      method: 'DELETE',
      path: `${VERSIONS}/delete`,
      handle: async ({ principal }, input) => {
        await registry.deleteVersion(principal, named(input));
        return {};
      },
    },
    {
      method: 'POST',
      path: `${VERSIONS}/set-tag`,
      handle: async ({ principal }, input) => {
        const tag = { key: requiredString(input, 'key'), value: optionalString(input, 'value') ?? '' };
        await registry.tagVersion(principal, named(input), tag);
        return {};
      },
    },
    {
      method: 'DELETE',
      path: `${VERSIONS}/delete-tag`,
      handle: async ({ principal }, input) => {
        await registry.untagVersion(principal, named(input), requiredString(input, 'key'));
        return {};
      },
    },
  ];
}
