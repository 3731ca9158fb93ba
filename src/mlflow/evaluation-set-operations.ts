import { z } from 'zod';
import {
  EVALUATION_SET_GRAMMAR,
  EVALUATION_SET_LIMITS,
  type EvaluationRecord,
  type EvaluationSet,
  type EvaluationSets,
} from '../lifecycle/evaluations/index.ts';
import { findUnstorableText } from '../platform/http/storable-text.ts';
import { positionSchema } from './experiment-operations.ts';
import { parseFilter, parseOrder } from './filter-language.ts';
import { invalidParameter, MlflowError } from './mlflow-error.ts';
import type { MlflowOperation } from './mlflow-operation.ts';
import { readPageToken, writePageToken } from './page-token.ts';
import { boundedInteger, type MlflowInput, optionalString, requiredString, stringList } from './read-request.ts';

const SETS = '/mlflow/datasets';
const SET = `${SETS}/:dataset_id`;
/** As many as clients may ask for; pages of ours are shorter. */
const MOST_ASKED = 50_000;

/** The operations of evaluation sets, which clients call evaluation datasets. */
export function evaluationSetOperations(sets: EvaluationSets): readonly MlflowOperation[] {
  const id = (input: MlflowInput) => requiredString(input, 'dataset_id');
  const search: MlflowOperation['handle'] = async ({ principal }, input) => {
    const { entries, next } = await sets.search(principal, {
      experimentIds: stringList(input, 'experiment_ids'),
      conditions: parseFilter(optionalString(input, 'filter_string'), EVALUATION_SET_GRAMMAR),
      order: parseOrder(stringList(input, 'order_by'), EVALUATION_SET_GRAMMAR),
      after: readPageToken(optionalString(input, 'page_token'), positionSchema),
      limit: readLimit(input, EVALUATION_SET_LIMITS.page),
    });
    return {
      datasets: entries.length === 0 ? undefined : entries.map(presentSet),
      next_page_token: next ? writePageToken(next) : undefined,
    };
  };
  return [
    {
      method: 'POST',
      path: `${SETS}/create`,
      handle: async ({ principal }, input) => {
        const experimentIds = [...new Set(stringList(input, 'experiment_ids'))];
        const tags = Object.entries(readTags(input) ?? {}).flatMap(([key, value]) =>
          value === null ? [] : [[key, value] as const],
        );
        const set = await sets.create(principal, {
          name: requiredString(input, 'name'),
          tags: Object.fromEntries(tags),
          experimentIds,
        });
        return { dataset: { ...presentSet(set), experiment_ids: experimentIds } };
      },
    },
    { method: 'POST', path: `${SETS}/search`, scope: 'read', handle: search },
    { method: 'GET', path: `${SETS}/search`, handle: search },
    {
      method: 'GET',
      path: SET,
      handle: async ({ principal }, input) => ({ dataset: presentSet(await sets.get(principal, id(input))) }),
    },
    {
      method: 'DELETE',
      path: SET,
      handle: async ({ principal }, input) => {
        await sets.delete(principal, id(input));
        return {};
      },
    },
    {
      method: 'PATCH',
      path: `${SET}/tags`,
      handle: async ({ principal }, input) => {
        const tags = readTags(input);
        // A tag without a value changes nothing; taking one away has an address of its own.
        const given = Object.entries(tags ?? {}).filter(([, value]) => value !== null);
        if (tags) await sets.changeTags(principal, id(input), Object.fromEntries(given));
        return {};
      },
    },
    {
      method: 'DELETE',
      path: `${SET}/tags/:key`,
      handle: async ({ principal }, input) => {
        await sets.changeTags(principal, id(input), { [requiredString(input, 'key')]: null });
        return {};
      },
    },
    {
      method: 'GET',
      path: `${SET}/experiment-ids`,
      handle: async ({ principal }, input) => ({ experiment_ids: await sets.experimentIds(principal, id(input)) }),
    },
    {
      method: 'POST',
      path: `${SET}/add-experiments`,
      handle: async ({ principal }, input) => ({
        dataset: presentSet(await sets.addExperiments(principal, id(input), stringList(input, 'experiment_ids'))),
      }),
    },
    {
      method: 'POST',
      path: `${SET}/remove-experiments`,
      handle: async ({ principal }, input) => ({
        dataset: presentSet(await sets.removeExperiments(principal, id(input), stringList(input, 'experiment_ids'))),
      }),
    },
    {
      method: 'POST',
      path: `${SET}/records`,
      handle: async ({ principal }, input) => {
        const records = requiredString(input, 'records');
        readJson(records, 'records');
        const { inserted, updated } = await sets.merge(principal, id(input), records);
        return { inserted_count: inserted, updated_count: updated };
      },
    },
    {
      method: 'GET',
      path: `${SET}/records`,
      handle: async ({ principal }, input) => {
        const setId = id(input);
        const { entries, next } = await sets.records(principal, setId, {
          after: readPageToken(optionalString(input, 'page_token'), z.int().min(0)) ?? 0,
          limit: readLimit(input, EVALUATION_SET_LIMITS.recordsPage),
        });
        return {
          records: `[${entries.map((record) => writeRecord(record, setId)).join()}]`,
          next_page_token: next === null ? undefined : writePageToken(next),
        };
      },
    },
    {
      method: 'DELETE',
      path: `${SET}/records`,
      handle: async ({ principal }, input) => ({
        deleted_count: await sets.removeRecords(principal, id(input), stringList(input, 'dataset_record_ids')),
      }),
    },
  ];
}

/** How many entries a page has at most; as many as it can have where nothing is asked for, or 0. */
function readLimit(input: MlflowInput, most: number): number {
  return Math.min(boundedInteger(input, 'max_results', { least: 0, most: MOST_ASKED, absent: 0 }) || most, most);
}

/** Tags as they travel: an object in a text of JSON. What is no text is written as clients that know Python expect it. */
function readTags(input: MlflowInput): Readonly<Record<string, string | null>> | undefined {
  const text = optionalString(input, 'tags');
  if (text === undefined || text === '') return undefined;
  const tags = readJson(text, 'tags');
  if (typeof tags !== 'object' || tags === null || Array.isArray(tags))
    throw invalidParameter('tags', text, 'it must be an object in a text of JSON.');
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, tagText(value)]));
}

function tagText(value: unknown): string | null {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return JSON.stringify(value);
}

/** A text of JSON whose texts can be stored. */
function readJson(text: string, name: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalidParameter(name, text, 'it must be JSON, in which a value that is missing is null and never NaN.');
  }
  const unstorable = findUnstorableText(text, value);
  if (unstorable)
    throw new MlflowError('INVALID_PARAMETER_VALUE', `'${name}' ${unstorable.path}: ${unstorable.message}`);
  return value;
}

function presentSet(set: EvaluationSet): object {
  return {
    dataset_id: set.id,
    name: set.name,
    tags: JSON.stringify(set.tags),
    schema: set.schema ?? undefined,
    profile: set.records === 0 ? undefined : JSON.stringify({ num_records: set.records }),
    digest: set.digest,
    created_time: set.createdMs,
    last_update_time: set.updatedMs,
    created_by: set.createdBy ?? undefined,
    last_updated_by: set.updatedBy ?? undefined,
  };
}

/** A record as clients read it, as a text of JSON: its parts come written. */
function writeRecord(record: EvaluationRecord, setId: string): string {
  const written: Readonly<Record<string, string | null>> = {
    dataset_record_id: JSON.stringify(record.id),
    dataset_id: JSON.stringify(setId),
    inputs: record.inputs,
    outputs: record.outputs,
    expectations: record.expectations,
    tags: record.tags,
    source: record.source,
    source_id: record.sourceId && JSON.stringify(record.sourceId),
    source_type: record.sourceType && JSON.stringify(record.sourceType),
    created_time: String(record.createdMs),
    last_update_time: String(record.updatedMs),
    created_by: record.createdBy && JSON.stringify(record.createdBy),
    last_updated_by: record.updatedBy && JSON.stringify(record.updatedBy),
  };
  const members = Object.entries(written).flatMap(([name, json]) => (json ? [`"${name}":${json}`] : []));
  return `{${members.join()}}`;
}
