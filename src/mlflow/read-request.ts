import { invalidParameter, missingParameter } from './mlflow-error.ts';

/** A JSON object of a request, unchecked, and where it stands in the request: empty, or `metrics[0].`. */
export interface MlflowInput {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly path: string;
}

/** The fields of a request's address, query and body; of two with one name the address wins, then the body. */
export function requestInput(...parts: readonly unknown[]): MlflowInput {
  const fields: Record<string, unknown> = Object.create(null);
  for (const part of parts) {
    if (isObject(part)) for (const [name, value] of Object.entries(part)) fields[name] = value;
  }
  return { fields, path: '' };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field as it came; absent and null are the same. */
function read({ fields }: MlflowInput, name: string): unknown {
  return Object.hasOwn(fields, name) ? (fields[name] ?? undefined) : undefined;
}

/** A text, or `undefined` when absent. */
export function optionalString(input: MlflowInput, name: string): string | undefined {
  const value = read(input, name);
  if (value === undefined || typeof value === 'string') return value;
  throw invalidParameter(input.path + name, value, 'it must be a text.');
}

/** A text with at least one character; the first of several names that is given (`run_id`, then the older `run_uuid`). */
export function requiredString(input: MlflowInput, name: string, ...synonyms: readonly string[]): string {
  for (const spelling of [name, ...synonyms]) {
    const value = optionalString(input, spelling);
    if (value !== undefined && value !== '') return value;
  }
  throw missingParameter(input.path + name);
}

const INTEGER = /^[+-]?\d{1,19}$/;

/** A whole number, also as decimal text; `undefined` when absent. */
export function optionalInteger(input: MlflowInput, name: string): number | undefined {
  const value = read(input, name);
  if (value === undefined) return undefined;
  const number = typeof value === 'string' && INTEGER.test(value) ? Number(value) : value;
  // The digits behind 2^53 would be rounded, and a rounded step or moment is another one.
  if (typeof number === 'number' && Number.isSafeInteger(number)) return number;
  throw invalidParameter(input.path + name, value, 'it must be an integer between -2^53 and 2^53.');
}

/** A whole number. */
export function requiredInteger(input: MlflowInput, name: string): number {
  const value = optionalInteger(input, name);
  if (value === undefined) throw missingParameter(input.path + name);
  return value;
}

/** A whole number within bounds, or what holds when it is absent. */
export function boundedInteger(
  input: MlflowInput,
  name: string,
  bounds: { readonly least: number; readonly most: number; readonly absent: number },
): number {
  const value = optionalInteger(input, name) ?? bounds.absent;
  if (value >= bounds.least && value <= bounds.most) return value;
  throw invalidParameter(input.path + name, value, `it must be between ${bounds.least} and ${bounds.most}.`);
}

const TRUTH = new Map<unknown, boolean>([
  [true, true],
  [false, false],
  ['true', true],
  ['false', false],
]);

/** Yes or no, also as text in any case; `undefined` when absent. */
export function optionalBoolean(input: MlflowInput, name: string): boolean | undefined {
  const value = read(input, name);
  if (value === undefined) return undefined;
  const truth = TRUTH.get(typeof value === 'string' ? value.toLowerCase() : value);
  if (truth === undefined) throw invalidParameter(input.path + name, value, 'it must be true or false.');
  return truth;
}

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const SPECIAL_NUMBERS = new Map([
  ['nan', Number.NaN],
  ['infinity', Number.POSITIVE_INFINITY],
  ['-infinity', Number.NEGATIVE_INFINITY],
  // As Python writes them.
  ['inf', Number.POSITIVE_INFINITY],
  ['-inf', Number.NEGATIVE_INFINITY],
]);

/** A number, also as text, where `NaN`, `Infinity` and `-Infinity` travel as texts. */
export function requiredNumber(input: MlflowInput, name: string): number {
  const value = read(input, name);
  if (value === undefined || value === '') throw missingParameter(input.path + name);
  if (typeof value === 'number') return value;
  if (typeof value === 'string') {
    const special = SPECIAL_NUMBERS.get(value.toLowerCase());
    if (special !== undefined) return special;
    if (DECIMAL.test(value)) return Number(value);
  }
  throw invalidParameter(input.path + name, value, 'it must be a number.');
}

/**
 * One of the names of an enumeration, by name or by its number on the wire; `undefined` when absent.
 * @param numbers each name with its number.
 */
export function optionalEnum<const Name extends string>(
  input: MlflowInput,
  name: string,
  numbers: Readonly<Record<Name, number>>,
): Name | undefined {
  const value = read(input, name);
  if (value === undefined) return undefined;
  for (const known of namesOf(numbers)) {
    if (value === known || value === numbers[known] || value === String(numbers[known])) return known;
  }
  throw invalidParameter(input.path + name, value, `it must be one of ${Object.keys(numbers).join(', ')}.`);
}

function namesOf<Name extends string>(numbers: Readonly<Record<Name, number>>): Name[] {
  const names: Name[] = [];
  for (const name in numbers) names.push(name);
  return names;
}

/** A list; absent is empty, and a single text, as a query with one value gives it, is a list of one. */
function list(input: MlflowInput, name: string): readonly unknown[] {
  const value = read(input, name);
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  if (typeof value === 'string' && value !== '') return [value];
  throw invalidParameter(input.path + name, value, 'it must be a list.');
}

/** A list of texts; absent is empty. */
export function stringList(input: MlflowInput, name: string): readonly string[] {
  return list(input, name).map((item, index) => {
    if (typeof item === 'string') return item;
    throw invalidParameter(`${input.path}${name}[${index}]`, item, 'it must be a text.');
  });
}

/** A list of ids of experiments, whether or not there are such experiments; absent is empty. A name is no id. */
export function experimentIdList(input: MlflowInput, name: string): readonly string[] {
  const ids = stringList(input, name);
  const wrong = ids.findIndex((id) => !INTEGER.test(id));
  if (wrong === -1) return ids;
  throw invalidParameter(
    `${input.path}${name}[${wrong}]`,
    ids[wrong],
    'the id of an experiment is a whole number; an experiment is found by its name with experiments/get-by-name.',
  );
}

/** A list of objects, each ready to be read; absent is empty. */
export function objectList(input: MlflowInput, name: string): readonly MlflowInput[] {
  const value = read(input, name);
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw invalidParameter(input.path + name, value, 'it must be a list.');
  return value.map((item, index) => {
    const path = `${input.path}${name}[${index}]`;
    if (!isObject(item)) throw invalidParameter(path, item, 'it must be an object.');
    return { fields: item, path: `${path}.` };
  });
}

/** An object within the request; `undefined` when absent. */
export function optionalObject(input: MlflowInput, name: string): MlflowInput | undefined {
  const value = read(input, name);
  if (value === undefined) return undefined;
  if (!isObject(value)) throw invalidParameter(input.path + name, value, 'it must be an object.');
  return { fields: value, path: `${input.path}${name}.` };
}

/** An object within the request. */
export function requiredObject(input: MlflowInput, name: string): MlflowInput {
  const found = optionalObject(input, name);
  if (!found) throw missingParameter(input.path + name);
  return found;
}

/** Any JSON value as it came; absent is `null`. */
export function anyValue(input: MlflowInput, name: string): unknown {
  return read(input, name) ?? null;
}

/** A map from texts to texts, as JSON of protobuf writes one; absent is empty. */
export function stringMap(input: MlflowInput, name: string): Readonly<Record<string, string>> {
  const map = optionalObject(input, name);
  if (!map) return {};
  return Object.fromEntries(Object.keys(map.fields).map((key) => [key, optionalString(map, key) ?? '']));
}

/** A key with its value, as tags and params travel. */
export interface KeyValue {
  readonly key: string;
  readonly value: string;
}

/** A list of tags or params; an absent value is an empty text. */
export function keyValueList(input: MlflowInput, name: string): readonly KeyValue[] {
  return objectList(input, name).map((item) => ({
    key: requiredString(item, 'key'),
    value: optionalString(item, 'value') ?? '',
  }));
}
