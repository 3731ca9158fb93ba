import type { ParallelAxis } from '../../../web/charts/index.ts';
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

/** The last values of the metrics of runs. */
export function compareMetrics(runs: readonly Pick<RunEntry, 'metrics'>[]): readonly ComparedMetric[] {
  const keys = [...new Set(runs.flatMap(({ metrics }) => metrics.map(({ key }) => key)))].sort();
  return keys.map((key) => {
    const values = runs.map(({ metrics }) => metrics.find((metric) => metric.key === key)?.value ?? null);
    const direction = directionOf(key);
    return { key, values, direction, best: placesOfBest(values, direction) };
  });
}

/** A measure by which runs are placed: a metric, or a param whose values are all numbers. */
export interface Measure {
  readonly head: string;
  readonly values: readonly (number | null)[];
}

/** Everything of runs that is a number and not the same in all. */
export function measuresOf(runs: readonly RunEntry[]): readonly Measure[] {
  const params = compareParams(runs).differing.flatMap(({ key, values }) => {
    const numbers = values.map(numberOf);
    const isNumeric = values.every((value, at) => value === null || numbers[at] !== null);
    return isNumeric ? [{ head: key, values: numbers }] : [];
  });
  const metrics = compareMetrics(runs).filter(({ values }) => new Set(values).size > 1);
  const taken = new Set(params.map(({ head }) => head));
  return [
    ...params,
    ...metrics.map(({ key, values }) => ({ head: taken.has(key) ? `${key} (measured)` : key, values })),
  ];
}

function numberOf(value: string | null): number | null {
  if (value === null || value.trim() === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** Axes that can be read beside each other. */
const MOST_AXES = 10;
/** Words that one axis can hold. */
const MOST_WORDS = 8;

/** The upright axes for runs, and the value of each run on each: what was set first, what came of it last. */
export function axesOf(runs: readonly RunEntry[]): {
  readonly axes: readonly ParallelAxis[];
  readonly valuesOf: readonly (readonly (number | string | null)[])[];
} {
  const measures = measuresOf(runs);
  const numeric = new Set(measures.map(({ head }) => head));
  const words = compareParams(runs).differing.filter(
    ({ key, values }) => !numeric.has(key) && new Set(values.filter((value) => value !== null)).size <= MOST_WORDS,
  );
  const lines: readonly { readonly axis: ParallelAxis; readonly values: readonly (number | string | null)[] }[] = [
    ...words.map(({ key, values }) => ({
      axis: {
        head: key,
        kind: 'word' as const,
        words: [...new Set(values.flatMap((value) => (value === null ? [] : [value])))].sort(),
      },
      values,
    })),
    ...measures.map(({ head, values }) => ({ axis: { head, kind: 'number' as const }, values })),
  ];
  // The last ones are what was measured, which is what one compares for.
  const kept = lines.slice(-MOST_AXES);
  return {
    axes: kept.map(({ axis }) => axis),
    valuesOf: runs.map((_, run) => kept.map(({ values }) => values[run] ?? null)),
  };
}
