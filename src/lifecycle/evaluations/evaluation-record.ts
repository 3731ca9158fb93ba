import { EVALUATION_SET_LIMITS } from './evaluation-set.ts';
import {
  type ExactJson,
  type ExactObject,
  isExactObject,
  kindOf,
  memberOf,
  readExactly,
  textOf,
  writeExactly,
  writeSorted,
} from './exact-json.ts';

/** Where records can come from. */
const SOURCE_TYPES = ['UNSPECIFIED', 'TRACE', 'HUMAN', 'DOCUMENT', 'CODE'] as const;

/** The tag in which clients say who they are. */
export const USER_TAG = 'mlflow.user';

/** A record as a client sends it. */
export interface SentRecord {
  readonly inputs: ExactObject;
  /** The inputs written in one way, so that records with the same ones are found. */
  readonly sortedInputs: string;
  /** `undefined` where nothing is said of them. */
  readonly outputs: ExactJson | undefined;
  readonly expectations: ExactObject | null;
  readonly tags: ExactObject | null;
  readonly source: { readonly json: string; readonly type: string; readonly id: string | null } | null;
  /** Who sends it, as its tags say; `null` where they do not. */
  readonly user: string | null;
}

/** Records that were read, or why they are none: where and why, as a sentence. */
export type RecordsReading =
  | { readonly kind: 'read'; readonly records: readonly SentRecord[] }
  | { readonly kind: 'refused'; readonly path: string; readonly value: string; readonly why: string };

/** Carries a refusal out of the depth of a record. */
class Refusal extends Error {
  readonly path: string;
  readonly value: ExactJson | undefined;

  constructor(path: string, value: ExactJson | undefined, why: string) {
    super(why);
    this.path = path;
    this.value = value;
  }
}

/** Reads a list of records. Whether the text can be stored, and nests without end, was looked at before. */
export function readRecords(json: string): RecordsReading {
  const listed = readExactly(json);
  try {
    if (listed === undefined)
      throw new Refusal('records', `s${json.slice(0, 100)}`, 'it must be JSON, which knows null and no NaN.');
    if (!Array.isArray(listed)) throw new Refusal('records', listed, 'it must be a list.');
    return { kind: 'read', records: listed.map((record, at) => readRecord(record, `records[${at}]`)) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const value = error.value === undefined ? 'null' : writeExactly(error.value).slice(0, 100);
    return { kind: 'refused', path: error.path, value, why: error.message };
  }
}

function readRecord(record: ExactJson, path: string): SentRecord {
  if (!isExactObject(record)) throw new Refusal(path, record, 'it must be an object.');
  const inputs = objectIn(record, 'inputs', path) ?? {};
  const tags = objectIn(record, 'tags', path);
  return {
    inputs,
    sortedInputs: writeSorted(inputs),
    outputs: memberOf(record, 'outputs'),
    expectations: objectIn(record, 'expectations', path),
    tags,
    source: readSource(memberOf(record, 'source'), `${path}.source`),
    user: (tags && textOf(memberOf(tags, USER_TAG))) ?? null,
  };
}

function objectIn(record: ExactObject, name: string, path: string): ExactObject | null {
  const value = memberOf(record, name) ?? null;
  if (value === null || isExactObject(value)) return value;
  throw new Refusal(`${path}.${name}`, value, 'it must be an object.');
}

function readSource(source: ExactJson | undefined, path: string): SentRecord['source'] {
  if (source === undefined || source === null) return null;
  if (!isExactObject(source)) throw new Refusal(path, source, 'it must be an object.');
  if (Object.keys(source).length === 0) return null;
  const named = memberOf(source, 'source_type');
  const type = SOURCE_TYPES.find((known) => known === textOf(named)?.toUpperCase());
  if (!type) throw new Refusal(`${path}.source_type`, named, `it must be one of ${SOURCE_TYPES.join(', ')}.`);
  const data = objectIn(source, 'source_data', path) ?? {};
  const id = textOf(memberOf(data, type === 'TRACE' ? 'trace_id' : 'source_id')) ?? null;
  return { json: `{"source_type":"${type}","source_data":${writeExactly(data)}}`, type, id };
}

/** What objects are together; of members of one name the later one's stands. */
export function mergeObjects(former: ExactObject | null, later: ExactObject | null): ExactObject | null {
  return later && Object.keys(later).length > 0 ? { ...former, ...later } : former;
}

/** The fields that records have, each with the kind of its first value. */
interface RecordsSchema {
  readonly inputs: ExactObject;
  /** The kind alone where outputs are no objects. */
  readonly outputs: ExactJson;
  readonly expectations: ExactObject;
}

/**
 * The schema of a set to which records came, as a text of JSON. What it says of a field stays: the kind of the first value.
 * It is a summary with a limit of fields; records have whatever came.
 * @param former the schema before; `null` where there is none.
 */
export function schemaWith(former: string | null, records: readonly SentRecord[]): string | null {
  if (former === null && records.length === 0) return null;
  let { inputs, outputs, expectations } = readSchema(former);
  for (const record of records) {
    inputs = withKinds(inputs, record.inputs);
    expectations = withKinds(expectations, record.expectations ?? {});
    const { outputs: given } = record;
    if (given === undefined || given === null || !isExactObject(outputs)) continue;
    if (isExactObject(given)) outputs = withKinds(outputs, given);
    else if (Object.keys(outputs).length === 0) outputs = `s${kindOf(given)}`;
  }
  return writeExactly({ sinputs: inputs, soutputs: outputs, sexpectations: expectations, sversion: 's1.0' });
}

function readSchema(json: string | null): RecordsSchema {
  const schema = json === null ? undefined : readExactly(json);
  const part = (name: string): ExactJson => (isExactObject(schema) && memberOf(schema, name)) || {};
  const [inputs, expectations] = [part('inputs'), part('expectations')];
  return {
    inputs: isExactObject(inputs) ? inputs : {},
    outputs: part('outputs'),
    expectations: isExactObject(expectations) ? expectations : {},
  };
}

/** The same object where nothing is new, so that many records with the same fields are cheap. */
function withKinds(known: ExactObject, fields: ExactObject): ExactObject {
  const free = EVALUATION_SET_LIMITS.describedFields - Object.keys(known).length;
  if (free <= 0) return known;
  const added = Object.entries(fields)
    .filter(([name]) => name.length <= EVALUATION_SET_LIMITS.describedName && !Object.hasOwn(known, name))
    .slice(0, free);
  return added.length === 0
    ? known
    : { ...known, ...Object.fromEntries(added.map(([name, value]) => [name, `s${kindOf(value)}`])) };
}
