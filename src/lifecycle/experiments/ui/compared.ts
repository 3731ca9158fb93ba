import type { ParallelAxis } from '../../../web/charts/index.ts';
import { finiteOf, type LoggedNumber } from '../logged-number.ts';
import { directionOf, placesOfBest } from '../measure.ts';
import type { RunEntry } from './experiment-queries.ts';

/** One param or metric over the compared runs. */
export interface ComparedLine<Value> {
  readonly key: string;
  /** By run; `null` where it has none. */
  readonly values: readonly (Value | null)[];
}

/** A metric over the compared runs, with the places of the best. */
export interface ComparedMetric extends ComparedLine<number> {
  /** What each run logged last, whether a number or not. */
  readonly logged: readonly (LoggedNumber | null)[];
  readonly direction: 'higher' | 'lower' | null;
  readonly best: readonly number[];
}

/** The params of runs: those that differ, and those that are the same in all. A param that a run lacks differs. */
export function compareParams(runs: readonly Pick<RunEntry, 'params'>[]): {
  readonly differing: readonly ComparedLine<string>[];
  readonly same: readonly ComparedLine<string>[];
} {
  const keys = [...new Set(runs.flatMap(({ params }) => params.map(({ key }) => key)))].sort();
  const lines = keys.map((key) => ({
    key,
    values: runs.map(({ params }) => params.find((param) => param.key === key)?.value ?? null),
  }));
  const isSame = ({ values }: ComparedLine<string>): boolean => new Set(values).size === 1;
  return { differing: lines.filter((line) => !isSame(line)), same: lines.filter(isSame) };
}

/** The last values of the metrics of runs; of those that are no numbers none is compared. */
export function compareMetrics(runs: readonly Pick<RunEntry, 'metrics'>[]): readonly ComparedMetric[] {
  const keys = [...new Set(runs.flatMap(({ metrics }) => metrics.map(({ key }) => key)))].sort();
  return keys.map((key) => {
    const logged = runs.map(({ metrics }) => metrics.find((metric) => metric.key === key)?.value ?? null);
    const values = logged.map(finiteOf);
    const direction = directionOf(key);
    return { key, values, logged, direction, best: placesOfBest(values, direction) };
  });
}

/** A measure by which runs are placed: a metric, or a param whose values are all numbers. */
export interface Measure {
  readonly head: string;
  readonly values: readonly (number | null)[];
}

/** Everything of runs that is a number and not the same in all. */
export function measuresOf(runs: readonly RunEntry[]): readonly Measure[] {
  const { params, metrics } = measuresByKind(runs);
  return [...params, ...metrics];
}

/** The same, with what was set apart from what was measured. */
function measuresByKind(runs: readonly RunEntry[]): Readonly<Record<'params' | 'metrics', readonly Measure[]>> {
  const params = compareParams(runs).differing.flatMap(({ key, values }) => {
    const numbers = values.map(numberOf);
    const isNumeric = values.every((value, at) => value === null || numbers[at] !== null);
    return isNumeric ? [{ head: key, values: numbers }] : [];
  });
  const metrics = compareMetrics(runs).filter(({ values }) => new Set(values).size > 1);
  const taken = new Set(params.map(({ head }) => head));
  return {
    params,
    metrics: metrics.map(({ key, values }) => ({ head: taken.has(key) ? `${key} (measured)` : key, values })),
  };
}

function numberOf(value: string | null): number | null {
  if (value === null || value.trim() === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** Axes that can be read beside each other. */
const MOST_AXES = 10;
/** Results among them, where settings and results are more than fit. */
const FIRST_RESULTS = 5;
/** Words that one axis can hold. */
const MOST_WORDS = 8;

interface AxisLine {
  readonly axis: ParallelAxis;
  readonly values: readonly (number | string | null)[];
}

/**
 * The upright axes for runs, and the value of each run on each: what was set first, what came of it last.
 * @param wanted the heads of those that are drawn; as many as can be read beside each other, of both kinds, unless stated.
 */
export function axesOf(
  runs: readonly RunEntry[],
  wanted?: readonly string[],
): {
  readonly axes: readonly ParallelAxis[];
  readonly valuesOf: readonly (readonly (number | string | null)[])[];
  /** The heads of all that could be drawn. */
  readonly offered: readonly string[];
} {
  const { params, metrics } = measuresByKind(runs);
  const numeric = new Set(params.map(({ head }) => head));
  const words = compareParams(runs).differing.filter(
    ({ key, values }) => !numeric.has(key) && new Set(values.filter((value) => value !== null)).size <= MOST_WORDS,
  );
  const settings: readonly AxisLine[] = [...words.map(wordAxis), ...params.map(numberAxis)];
  const results = metrics.map(numberAxis);
  const all = [...settings, ...results];
  const shown = wanted ? all.filter(({ axis }) => wanted.includes(axis.head)) : firstAxes(settings, results);
  return {
    axes: shown.map(({ axis }) => axis),
    valuesOf: runs.map((_, run) => shown.map(({ values }) => values[run] ?? null)),
    offered: all.map(({ axis }) => axis.head),
  };
}

/** Settings without results, and results without settings, say nothing: neither pushes out the other. */
function firstAxes(settings: readonly AxisLine[], results: readonly AxisLine[]): readonly AxisLine[] {
  const resultCount = Math.max(FIRST_RESULTS, MOST_AXES - settings.length);
  const kept = results.slice(0, resultCount);
  return [...settings.slice(0, MOST_AXES - kept.length), ...kept];
}

function numberAxis({ head, values }: Measure): AxisLine {
  return { axis: { head, kind: 'number' }, values };
}

function wordAxis({ key, values }: ComparedLine<string>): AxisLine {
  const words = [...new Set(values.flatMap((value) => (value === null ? [] : [value])))].sort();
  return { axis: { head: key, kind: 'word', words }, values };
}
