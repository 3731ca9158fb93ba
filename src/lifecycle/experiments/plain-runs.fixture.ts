import type { FilterCondition, OrderTerm } from './filter-grammar.ts';
import { RUN_NAME_TAG } from './run.ts';

/** A run with everything that a search asks about, in memory. */
export interface PlainRun {
  readonly no: number;
  readonly id: string;
  readonly experimentNo: number;
  readonly name: string;
  readonly user: string;
  readonly status: string;
  readonly startMs: number;
  readonly endMs: number | null;
  readonly isDeleted: boolean;
  readonly artifactUri: string;
  readonly metrics: ReadonlyMap<string, number>;
  readonly params: ReadonlyMap<string, string>;
  readonly tags: ReadonlyMap<string, string>;
}

/** What is searched for. */
export interface PlainSearch {
  readonly experimentNos: readonly number[];
  readonly view: 'active' | 'deleted' | 'all';
  readonly conditions: readonly FilterCondition[];
  readonly order: readonly OrderTerm[];
}

/** A source of whole numbers from 0 to below `count`. */
export type Pick = (count: number) => number;

/** Numerical Recipes' linear congruential generator: what is searched for must be the same in each run of the tests. */
export function randomOf(seed: number): Pick {
  let state = seed >>> 0;
  return (count) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * count);
  };
}

const METRICS = ['auc', 'loss', 'Ärger "1"'] as const;
const TEXTS = ['depth', 'kind', 'note'] as const;
/** Every key that runs of `inventRuns` may have. */
export const PLAIN_KEYS: readonly string[] = [...METRICS, ...TEXTS, RUN_NAME_TAG];
const NEVER_LOGGED = 'never';

/**
 * Values around everything that is special: patterns, quotation marks, control characters, the length that indexes hold,
 * signs of two units.
 */
const VALUES: readonly string[] = [
  '',
  '4',
  '8',
  '14',
  'tree',
  'Tree',
  'linear_model',
  '100%',
  'it\'s "so"\\\n',
  'Größe',
  '\u00015\u0001 \u0002',
  '𝛼 and 𝛽',
  'team 3',
  'x'.repeat(500),
  `${'x'.repeat(500)}y`,
  '𝛼'.repeat(500),
  `${'long '.repeat(200)}tree`,
];
const NUMBERS = [
  0.5,
  0.9,
  0.9,
  -3,
  0,
  1e-300,
  1e21,
  0.1 + 0.2,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
];
const STATUSES = ['RUNNING', 'FINISHED', 'FAILED'];

/** Runs of several experiments; each has some of the keys. */
export function inventRuns(
  pick: Pick,
  count: number,
  experimentNos: readonly number[],
): readonly Omit<PlainRun, 'no'>[] {
  const some = <V>(keys: readonly string[], values: readonly V[]): ReadonlyMap<string, V> =>
    new Map(keys.filter(() => pick(4) > 0).map((key) => [key, oneOf(pick, values)]));
  return Array.from({ length: count }, (_, index) => {
    const id = index.toString(16).padStart(32, '0');
    const experimentNo = oneOf(pick, experimentNos);
    const name = `run ${pick(20)} ${oneOf(pick, ['', 'Élan', 'a_b', '"\u0002\u00017\u0001"'])}`;
    return {
      id,
      experimentNo,
      name,
      user: oneOf(pick, ['ana', 'ben', '']),
      status: oneOf(pick, STATUSES),
      startMs: pick(30),
      endMs: pick(3) === 0 ? null : 30 + pick(5),
      isDeleted: pick(8) === 0,
      artifactUri: `${experimentNo === 0 ? 'mlflow-artifacts:/0' : 's3://there'}/${id}/artifacts`,
      metrics: some(METRICS, NUMBERS),
      params: some(TEXTS, VALUES),
      tags: new Map([...some(TEXTS, VALUES), ...(pick(5) === 0 ? [] : [[RUN_NAME_TAG, name] as const])]),
    };
  });
}

function oneOf<V>(pick: Pick, values: readonly V[]): V {
  const value = values[pick(values.length)];
  if (value === undefined) throw new RangeError('There is nothing to pick from.');
  return value;
}

const PATTERNS = [
  '%tree',
  'tree%',
  '%ee%',
  '%_model',
  '1_',
  '%',
  '100%',
  '%y',
  'TREE',
  '%größe%',
  '%𝛼',
  '%long %',
  '\\%',
  '%x%',
];
const NAMES = ['run 3 ', 'run 7 Élan', 'run 7 élan'];
const NAME_PATTERNS = ['%1%', 'run%', '%élan', '%É%', '%a_b', 'run 1_ %'];
const ATTRIBUTES = ['run_id', 'run_name', 'status', 'artifact_uri', 'user_id', 'start_time', 'end_time'] as const;

/** A search for some of these runs, with up to three conditions and up to three terms of order. */
export function aSearch(pick: Pick, runs: readonly PlainRun[]): PlainSearch {
  const experimentNos = [...new Set(runs.map(({ experimentNo }) => experimentNo))];
  return {
    // A client may name an experiment twice.
    experimentNos: pick(3) === 0 ? [...experimentNos, ...experimentNos.slice(0, pick(2))] : experimentNos.slice(0, 1),
    view: oneOf(pick, ['active', 'active', 'deleted', 'all'] as const),
    conditions: Array.from({ length: pick(4) }, () => aCondition(pick, runs)),
    order: Array.from({ length: pick(4) }, () => aTerm(pick)).filter(
      (term, at, all) => all.findIndex(({ kind, key }) => kind === term.kind && key === term.key) === at,
    ),
  };
}

function aCondition(pick: Pick, runs: readonly PlainRun[]): FilterCondition {
  const kind = oneOf(pick, ['metric', 'metric', 'param', 'tag', 'attribute'] as const);
  if (kind === 'attribute') return aboutAttribute(pick, runs);
  if (kind === 'tag' && pick(3) === 0) return { kind, key: RUN_NAME_TAG, ...aTextTest(pick, NAMES, NAME_PATTERNS) };
  const key = oneOf(pick, [...(kind === 'metric' ? METRICS : TEXTS), ...(pick(5) === 0 ? [NEVER_LOGGED] : [])]);
  if (pick(6) === 0) return { kind, key, test: 'presence', isPresent: pick(2) === 0 };
  if (kind === 'metric') return { kind, key, ...aComparison(pick, [0.9, 0, -3, 1e22]) };
  return { kind, key, ...aTextTest(pick, VALUES, PATTERNS) };
}

function aboutAttribute(pick: Pick, runs: readonly PlainRun[]): FilterCondition {
  const key = oneOf(pick, [...ATTRIBUTES, 'run_name', 'run_name', 'run_name'] as const);
  if (key === 'start_time' || key === 'end_time')
    return { kind: 'attribute', key, ...aComparison(pick, [0, 3, 15, 29, 32]) };
  const ids = runs.slice(0, 40).map(({ id }) => id);
  if (key === 'run_id' && pick(2) === 0)
    return { kind: 'attribute', key, test: 'list', isNegated: pick(2) === 0, values: ids };
  const values = [...ids.slice(0, 2), ...NAMES, 'FINISHED', 'ana', 's3://there/x'];
  return {
    kind: 'attribute',
    key,
    ...aTextTest(pick, values, [...NAME_PATTERNS, 'f%', 'a__', '%artifacts']),
  };
}

const aComparison = (pick: Pick, values: readonly number[]) =>
  ({
    test: 'number',
    operator: oneOf(pick, ['=', '!=', '>', '>=', '<', '<='] as const),
    value: oneOf(pick, values),
  }) as const;

function aTextTest(pick: Pick, values: readonly string[], patterns: readonly string[]) {
  const operator = oneOf(pick, ['=', '!=', 'LIKE', 'ILIKE'] as const);
  const isPattern = operator === 'LIKE' || operator === 'ILIKE';
  return { test: 'text', operator, value: oneOf(pick, isPattern ? patterns : values) } as const;
}

function aTerm(pick: Pick): OrderTerm {
  const kind = oneOf(pick, ['metric', 'metric', 'param', 'tag', 'attribute'] as const);
  const keys = kind === 'attribute' ? ATTRIBUTES : kind === 'metric' ? METRICS : TEXTS;
  return {
    kind,
    key: pick(12) === 0 && kind !== 'attribute' ? NEVER_LOGGED : oneOf(pick, keys),
    isDescending: pick(2) === 0,
  };
}
