import { refuseTracking } from './experiments.errors.ts';
import type { DatasetInput, LoggedMetric, Tag } from './run.ts';
import { TRACKING_LIMITS } from './tracking-limits.ts';

/** What one request logs to one run. All of it is stored, or nothing. */
export interface LoggedBatch {
  readonly metrics: readonly LoggedMetric[];
  readonly params: readonly Tag[];
  readonly tags: readonly Tag[];
}

const SHOWN_LENGTH = 120;

/** A refusal of one value at its place in the request, LOGGED_VALUE_INVALID. */
export function refuseValue(path: string, value: unknown, why: string) {
  const shown = JSON.stringify(value) ?? 'undefined';
  const short = shown.length > SHOWN_LENGTH ? `${shown.slice(0, SHOWN_LENGTH)}...` : shown;
  return refuseTracking('LOGGED_VALUE_INVALID', { value: short, path, why });
}

/**
 * Why a text is no key of a metric, param or tag; `null` when it is one. Keys are names and paths of names: letters,
 * digits, `_`, `-`, `.`, space, `:` and `/`, without an empty, `.` or `..` part, so that they are safe in any store.
 */
export function keyProblem(key: string): string | null {
  if (endOf(key, TRACKING_LIMITS.keyLength) < key.length)
    return `a key has at most ${TRACKING_LIMITS.keyLength} characters.`;
  if (!/^[\p{L}\p{M}\p{N}_/. :-]+$/u.test(key))
    return 'a key has only letters, digits, underscores, dashes, periods, spaces, colons and slashes.';
  if (key.split('/').some((part) => part === '' || part === '.' || part === '..'))
    return 'a key must not begin or end with a slash, nor have an empty part, "." or "..".';
  return null;
}

/** @throws Problem LOGGED_VALUE_INVALID */
export function checkKey(key: string, path: string): void {
  const problem = keyProblem(key);
  if (problem) throw refuseValue(path, key, problem);
}

/**
 * A key that labels a whole run or model and never becomes part of a path. It may have any characters: MLflow refuses none
 * where a run or a model is begun with its tags.
 * @throws Problem LOGGED_VALUE_INVALID
 */
export function checkLabelKey(key: string, path: string): void {
  checkLength(key, TRACKING_LIMITS.keyLength, path);
}

/** @throws Problem LOGGED_VALUE_INVALID when a text is longer than allowed, by characters as a reader counts them */
export function checkLength(text: string, most: number, path: string): void {
  const end = endOf(text, most);
  if (end < text.length) throw refuseValue(path, text, `it is longer than ${most} characters.`);
}

/** Where the first `most` characters of a text end; one beyond the first 65,536 of Unicode takes two places of a string. */
function endOf(text: string, most: number): number {
  if (text.length <= most) return text.length;
  let end = 0;
  for (let count = 0; count < most && end < text.length; count += 1)
    end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
  return end;
}

/**
 * Checks a batch and brings it into the form that is stored: long values are cut, the last of several equal tag keys wins.
 * @throws Problem BATCH_TOO_LARGE, LOGGED_VALUE_INVALID
 */
export function checkBatch(batch: LoggedBatch): LoggedBatch {
  const { metrics, params, tags } = batch;
  refuseTooMany(metrics.length, TRACKING_LIMITS.batchMetrics, 'metrics');
  refuseTooMany(params.length, TRACKING_LIMITS.batchParams, 'params');
  refuseTooMany(tags.length, TRACKING_LIMITS.batchTags, 'tags');
  refuseTooMany(metrics.length + params.length + tags.length, TRACKING_LIMITS.batchTotal, 'metrics, params and tags');
  for (const [index, metric] of metrics.entries()) checkMetric(metric, `metrics[${index}]`);
  return { metrics, params: checkParams(params), tags: checkTags(tags) };
}

/** @throws Problem BATCH_TOO_LARGE */
export function refuseTooMany(count: number, most: number, what: string): void {
  if (count > most) throw refuseTracking('BATCH_TOO_LARGE', { count, most, what });
}

function checkMetric(metric: LoggedMetric, path: string): void {
  checkKey(metric.key, `${path}.key`);
  if (metric.timestampMs < 0)
    throw refuseValue(`${path}.timestamp`, metric.timestampMs, 'a moment is a number of milliseconds, 0 or more.');
}

/** Params of one request: a key may stand there once, even with equal values. */
export function checkParams(params: readonly Tag[], checkOne = checkKey): readonly Tag[] {
  const seen = new Set<string>();
  return params.map(({ key, value }, index) => {
    checkOne(key, `params[${index}].key`);
    if (seen.has(key)) throw refuseValue(`params[${index}].key`, key, 'duplicate parameter keys have been submitted.');
    seen.add(key);
    return { key, value: cut(value, TRACKING_LIMITS.paramLength) };
  });
}

/** Tags of one request, each key once: the last value wins. */
export function checkTags(tags: readonly Tag[], checkOne = checkKey): readonly Tag[] {
  const byKey = new Map<string, string>();
  for (const [index, { key, value }] of tags.entries()) {
    checkOne(key, `tags[${index}].key`);
    byKey.set(key, cut(value, TRACKING_LIMITS.runTagLength));
  }
  return [...byKey].map(([key, value]) => ({ key, value }));
}

/** The first characters of a text, without half of a character pair at the end, which no database can store. */
export function cut(text: string, most: number): string {
  return text.slice(0, endOf(text, most));
}

/**
 * Checks described data sets; the first of several with one name and digest wins.
 * @throws Problem LOGGED_VALUE_INVALID, BATCH_TOO_LARGE
 */
export function checkDatasets(inputs: readonly DatasetInput[]): readonly DatasetInput[] {
  refuseTooMany(inputs.length, TRACKING_LIMITS.inputs, 'data sets');
  const byIdentity = new Map<string, DatasetInput>();
  for (const [index, input] of inputs.entries()) {
    const path = `datasets[${index}]`;
    const { dataset, tags } = input;
    checkLength(dataset.name, TRACKING_LIMITS.datasetNameLength, `${path}.dataset.name`);
    checkLength(dataset.digest, TRACKING_LIMITS.datasetDigestLength, `${path}.dataset.digest`);
    checkLength(dataset.source, TRACKING_LIMITS.datasetSourceLength, `${path}.dataset.source`);
    checkLength(dataset.schema ?? '', TRACKING_LIMITS.datasetSchemaLength, `${path}.dataset.schema`);
    checkLength(dataset.profile ?? '', TRACKING_LIMITS.datasetProfileLength, `${path}.dataset.profile`);
    refuseTooMany(tags.length, TRACKING_LIMITS.inputs, 'tags of a data set');
    for (const [place, { key, value }] of tags.entries()) {
      checkLength(key, TRACKING_LIMITS.inputTagKeyLength, `${path}.tags[${place}].key`);
      checkLength(value, TRACKING_LIMITS.inputTagLength, `${path}.tags[${place}].value`);
    }
    const identity = JSON.stringify([dataset.name, dataset.digest]);
    if (!byIdentity.has(identity)) byIdentity.set(identity, input);
  }
  return [...byIdentity.values()];
}

/** @throws Problem LOGGED_VALUE_INVALID */
export function checkExperimentTag({ key, value }: Tag): void {
  checkKey(key, 'key');
  checkLength(value, TRACKING_LIMITS.experimentTagLength, 'value');
}

/** @throws Problem LOGGED_VALUE_INVALID when the text is no name of an experiment */
export function checkExperimentName(name: string, path: string): void {
  if (name.trim() === '') throw refuseValue(path, name, 'a name has at least one character that can be seen.');
  checkLength(name, TRACKING_LIMITS.experimentNameLength, path);
}

/** @throws Problem LOGGED_VALUE_INVALID when the text is no name of a run */
export function checkRunName(name: string, path: string): void {
  if (name.trim() === '') throw refuseValue(path, name, 'a name has at least one character that can be seen.');
  checkLength(name, TRACKING_LIMITS.runNameLength, path);
}

/**
 * Checks where an experiment wants its files. A location without a scheme means the server's own store, as an empty one
 * does.
 * @returns the location, or `null` for the server's own store.
 * @throws Problem LOGGED_VALUE_INVALID
 */
export function checkArtifactLocation(location: string | undefined): string | null {
  if (location === undefined || location === '') return null;
  const path = 'artifact_location';
  checkLength(location, TRACKING_LIMITS.artifactLocationLength, path);
  if (/[#;]/.test(location)) throw refuseValue(path, location, 'it must not have a fragment or parameters.');
  if (location.includes('..')) throw refuseValue(path, location, 'it must not contain "..".');
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(location)?.[1]?.toLowerCase();
  if (scheme === undefined) return null;
  if (scheme === 'runs') throw refuseValue(path, location, 'files of an experiment cannot lie within a run.');
  return location.replace(/\/+$/, '');
}
