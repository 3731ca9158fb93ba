import type { FilterCondition, OrderTerm } from './filter-grammar.ts';
import type { PlainRun, PlainSearch } from './plain-runs.fixture.ts';

/** The numbers of the runs that a search must find, in their order: each run is looked at, and nothing is clever. */
export function findPlainly(
  runs: readonly PlainRun[],
  { experimentNos, view, conditions, order }: PlainSearch,
): readonly number[] {
  return runs
    .filter(({ experimentNo }) => experimentNos.includes(experimentNo))
    .filter(({ isDeleted }) => view === 'all' || isDeleted === (view === 'deleted'))
    .filter((run) => conditions.every((condition) => holds(run, condition)))
    .sort((a, b) => compareRuns(a, b, order))
    .map(({ no }) => no);
}

function compareRuns(a: PlainRun, b: PlainRun, order: readonly OrderTerm[]): number {
  for (const term of order) {
    const compared = compareBy(askedOf(a, term), askedOf(b, term), term.isDescending);
    if (compared !== 0) return compared;
  }
  return b.startMs - a.startMs || (a.id < b.id ? -1 : 1);
}

type Value = string | number | null;

function askedOf(run: PlainRun, { kind, key }: Pick<OrderTerm, 'kind' | 'key'>): Value {
  if (kind === 'metric') return run.metrics.get(key) ?? null;
  if (kind === 'param') return run.params.get(key) ?? null;
  if (kind === 'tag') return run.tags.get(key) ?? null;
  const attributes: Readonly<Record<string, Value>> = {
    run_id: run.id,
    run_name: run.name,
    status: run.status,
    artifact_uri: run.artifactUri,
    user_id: run.user,
    start_time: run.startMs,
    end_time: run.endMs,
  };
  return attributes[key] ?? null;
}

/** Numbers and texts in the direction asked for, then NaN, then those without a value, in either direction. */
function compareBy(a: Value, b: Value, isDescending: boolean): number {
  const rank = (value: Value): number => (value === null ? 2 : Number.isNaN(value) ? 1 : 0);
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (rank(a) > 0 || a === b) return 0;
  const isLess =
    typeof a === 'string' ? Buffer.compare(Buffer.from(a), Buffer.from(String(b))) < 0 : Number(a) < Number(b);
  return isLess === isDescending ? 1 : -1;
}

function holds(run: PlainRun, condition: FilterCondition): boolean {
  const value = askedOf(run, condition);
  if (condition.test === 'presence') return (value !== null) === condition.isPresent;
  if (value === null || Number.isNaN(value)) return false;
  if (condition.test === 'list') return condition.values.includes(String(value)) !== condition.isNegated;
  return condition.test === 'number' ? holdsNumber(Number(value), condition) : holdsText(String(value), condition);
}

function holdsText(value: string, { operator, value: asked }: FilterCondition & { readonly test: 'text' }): boolean {
  if (operator === '=') return value === asked;
  return operator === '!=' ? value !== asked : isLike(value, asked, operator === 'ILIKE');
}

function holdsNumber(
  value: number,
  { operator, value: asked }: FilterCondition & { readonly test: 'number' },
): boolean {
  switch (operator) {
    case '=':
      return value === asked;
    case '!=':
      return value !== asked;
    case '>':
      return value > asked;
    case '>=':
      return value >= asked;
    case '<':
      return value < asked;
    case '<=':
      return value <= asked;
  }
}

/** `%` stands for any characters and `_` for one; all others stand for themselves. */
function isLike(text: string, pattern: string, ignoresCase: boolean): boolean {
  const expression = pattern.replaceAll(/[\\^$.*+?()[\]{}|%_]/g, (sign) =>
    sign === '%' ? '.*' : sign === '_' ? '.' : `\\${sign}`,
  );
  return new RegExp(`^${expression}$`, ignoresCase ? 'sui' : 'su').test(text);
}

/** What a run must say over the wire of what was logged to it: by key, and numbers that JSON does not have as texts. */
export function writtenPlainly({ id, metrics, params, tags, ...run }: PlainRun): object {
  const byKey = <V>(values: ReadonlyMap<string, V>): readonly (readonly [string, V])[] =>
    [...values].sort(([a], [b]) => compareBy(a, b, false));
  const texts = (values: ReadonlyMap<string, string>) => byKey(values).map(([key, value]) => ({ key, value }));
  return {
    info: {
      run_uuid: id,
      run_id: id,
      run_name: run.name,
      experiment_id: String(run.experimentNo),
      ...(run.user === '' ? {} : { user_id: run.user }),
      status: run.status,
      start_time: run.startMs,
      ...(run.endMs === null ? {} : { end_time: run.endMs }),
      artifact_uri: run.artifactUri,
      lifecycle_stage: run.isDeleted ? 'deleted' : 'active',
    },
    metrics: byKey(metrics).map(([key, value]) => ({
      key,
      value: Number.isFinite(value) ? value : String(value),
      timestamp: 7,
      step: 3,
    })),
    params: texts(params),
    tags: texts(tags),
  };
}
