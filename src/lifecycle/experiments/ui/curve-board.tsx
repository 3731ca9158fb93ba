import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { Curves } from '../../../web/charts/index.ts';
import { ProblemNotice } from '../../../web/data/index.ts';
import { CheckField, ChoiceField, formatCount, formatPlural } from '../../../web/kit/index.ts';
import { finiteOf } from '../logged-number.ts';
import { chooseMeasure, directionOf, placesOfBest } from '../measure.ts';
import type { RunEntry } from './experiment-queries.ts';
import { lostInWords, stopOf } from './lost-words.ts';
import { type CurveAxis, curvesQuery, type RunCurves } from './run-page-queries.ts';
import { figure, labelsOf } from './run-words.ts';
import './runs.css';

/** Points of a curve on these pages, at most about; extremes are never left out. */
const POINTS = 600;
/** The most that the slider smooths. */
const MOST_SMOOTHING = 0.95;

/** What is drawn and how, as the page's address says it; what is left out is as it was before anybody chose. */
export interface CurveChoice {
  readonly metric?: string | undefined;
  /** Over steps unless it says time. */
  readonly over?: 'time' | undefined;
  /** How much is smoothed, 0 to 1; more than the slider offers is as much as it offers. */
  readonly smooth?: number | undefined;
  /** Whether the scale is logarithmic. */
  readonly log?: true | undefined;
}

export interface CurveBoardProps {
  readonly runs: readonly RunEntry[];
  readonly choice: CurveChoice;
  readonly onChoice: (choice: CurveChoice) => void;
}

/** How one metric of runs went, over steps or time, smoothed or not. */
export function CurveBoard({ runs, choice, onChoice }: CurveBoardProps) {
  const keys = keysOf(runs);
  const axis: CurveAxis = choice.over ?? 'step';
  const smoothing = Math.min(MOST_SMOOTHING, Math.max(0, choice.smooth ?? 0));
  const isLogarithmic = choice.log ?? false;
  const sliderId = useId();
  const first = firstOf(runs, keys);
  const key = choice.metric !== undefined && keys.includes(choice.metric) ? choice.metric : first;
  const ids = runs.map(({ id }) => id);
  const curves = useQuery(curvesQuery(ids, key, axis, POINTS));
  if (keys.length === 0) return <p className="tl-muted">No metric was logged yet.</p>;
  // How a curve is drawn is asked only where there is one.
  const hasCurve = curves.data?.curves.some(({ points }) => points.length > 1) ?? true;
  return (
    <div className="tl-stack">
      {(hasCurve || keys.length > 1) && (
        <div className="tl-runs-curve-controls">
          <ChoiceField
            label="Metric"
            value={key}
            onChange={({ currentTarget: { value } }) =>
              onChoice({ ...choice, metric: value === first ? undefined : value })
            }
            data={[...keys]}
          />
          {hasCurve && (
            <>
              <ChoiceField
                label="Over"
                value={axis}
                onChange={({ currentTarget: { value } }) =>
                  onChoice({ ...choice, over: value === 'time' ? value : undefined })
                }
                data={[
                  { value: 'step', label: 'Steps' },
                  { value: 'time', label: 'Time since its first value' },
                ]}
              />
              <div>
                <label htmlFor={sliderId} className="tl-runs-label">
                  Smoothing: {smoothing === 0 ? 'none' : `${Math.round(smoothing * 100)}%`}
                </label>
                <input
                  id={sliderId}
                  type="range"
                  min={0}
                  max={MOST_SMOOTHING}
                  step={0.05}
                  value={smoothing}
                  onChange={({ currentTarget: { value } }) =>
                    onChoice({ ...choice, smooth: Number(value) || undefined })
                  }
                />
              </div>
              <CheckField
                label="Logarithmic scale"
                checked={isLogarithmic}
                onChange={({ currentTarget: { checked } }) => onChoice({ ...choice, log: checked || undefined })}
              />
            </>
          )}
        </div>
      )}
      <ProblemNotice error={curves.error} onRetry={() => void curves.refetch()} />
      {curves.isPending && <p className="tl-muted tl-runs-reading">Reading the curves</p>}
      {curves.data && (
        <MetricCurves
          runs={runs}
          metric={key}
          axis={axis}
          curves={curves.data.curves}
          smoothing={smoothing}
          isLogarithmic={isLogarithmic}
        />
      )}
    </div>
  );
}

/** The metrics of runs, by name. */
function keysOf(runs: readonly RunEntry[]): readonly string[] {
  return [...new Set(runs.flatMap(({ metrics }) => metrics.map(({ key }) => key)))].sort();
}

function firstOf(runs: readonly RunEntry[], keys: readonly string[]): string {
  const counted = keys.map((key) => ({
    key,
    runCount: runs.filter(({ metrics }) => metrics.some((metric) => metric.key === key)).length,
  }));
  return chooseMeasure(counted)?.key ?? keys[0] ?? '';
}

interface MetricCurvesProps {
  readonly runs: readonly RunEntry[];
  readonly metric: string;
  readonly axis: CurveAxis;
  readonly curves: RunCurves;
  readonly smoothing: number;
  readonly isLogarithmic: boolean;
}

function MetricCurves({ runs, metric, axis, curves, smoothing, isLogarithmic }: MetricCurvesProps) {
  const labels = labelsOf(runs);
  const drawn = runs.flatMap(({ id, metrics }, at) => {
    const curve = curves.find(({ runId }) => runId === id);
    if (!curve) return [];
    const numbers = curve.points.flatMap(({ value }) => finiteOf(value) ?? []);
    const last = metrics.find(({ key }) => key === metric)?.value;
    const stop = stopOf(curve.points);
    const subject = runs.length === 1 ? metric : (labels[at] ?? id);
    const lost = typeof last === 'string' ? lostInWords(subject, last, stop, axis) : null;
    return [{ label: subject, numbers, lost, ...curve }];
  });
  if (drawn.length === 0) return <p className="tl-muted">None of these runs has measured {metric}.</p>;
  const lost = drawn.flatMap((one) => one.lost ?? []);
  if (drawn.every(({ numbers }) => numbers.length < 2))
    return (
      <p className="tl-muted">
        {drawn.every(({ numbers }) => numbers.length === 0)
          ? `No value of ${metric} is a number that could be drawn.${lostTogether(lost)}`
          : onceInWords(metric, drawn.length)}
      </p>
    );
  const longest = Math.max(0, ...drawn.flatMap(({ points }) => points.map(({ x }) => x)));
  const unit = axis === 'time' ? unitOf(longest) : { head: 'Step', ms: 1 };
  const logged = drawn.reduce((sum, { count }) => sum + count, 0);
  const shown = drawn.reduce((sum, { numbers }) => sum + numbers.length, 0);
  const finding = runs.length === 1 ? lost[0] : undefined;
  return (
    <Curves
      finding={finding ?? findingOf(runs, labels, metric)}
      description={`The course of ${metric} over ${axis === 'time' ? 'time' : 'steps'} for ${formatPlural(drawn.length, 'run', 'runs')}.`}
      note={`${drawnInWords(logged, shown)}${finding === undefined ? lostTogether(lost) : ''}`}
      curves={drawn.map(({ label, points }) => ({
        label,
        points: points.map(({ x, value }) => {
          const number = finiteOf(value);
          return { x: x / unit.ms, value: number, ...(number === null ? { words: figure(value) } : {}) };
        }),
      }))}
      xHead={unit.head}
      format={figure}
      smoothing={smoothing}
      isLogarithmic={isLogarithmic}
    />
  );
}

/** How much of what was logged is drawn. Long curves are thinned out, and what is no number has no place in any. */
function drawnInWords(logged: number, shown: number): string {
  return logged === shown
    ? `${formatPlural(logged, 'value was', 'values were')} logged.`
    : `${formatPlural(logged, 'value was', 'values were')} logged; ${formatCount(shown)} are drawn, every peak and low that is a number among them.`;
}

const TOLD = 4;

/** What happened to the runs that ended in no number, a sentence each; behind a space, for it follows another one. */
function lostTogether(lost: readonly string[]): string {
  const told = lost.slice(0, TOLD).map((sentence) => ` ${sentence}.`);
  const rest = lost.length - told.length;
  return `${told.join('')}${rest > 0 ? ` ${formatPlural(rest, 'more run', 'more runs')} ended so.` : ''}`;
}

function onceInWords(metric: string, runs: number): string {
  return runs === 1
    ? `${metric} was measured once, so there is no curve to draw.`
    : `${metric} was measured once in each run, so there is no curve to draw.`;
}

function unitOf(longestMs: number): { readonly head: string; readonly ms: number } {
  if (longestMs < 2_000) return { head: 'Milliseconds', ms: 1 };
  if (longestMs < 180_000) return { head: 'Seconds', ms: 1_000 };
  return longestMs < 7_200_000 ? { head: 'Minutes', ms: 60_000 } : { head: 'Hours', ms: 3_600_000 };
}

/** The finding of a chart: the best last value where the name of the metric says which is good, else the range. */
function findingOf(runs: readonly RunEntry[], labels: readonly string[], metric: string): string {
  const values = runs.map(({ metrics }) => finiteOf(metrics.find(({ key }) => key === metric)?.value));
  const numbers = values.filter((value) => value !== null);
  const [first] = numbers;
  if (first === undefined) return `${metric} ended without a number in all of them`;
  if (runs.length === 1) return `${metric} ended at ${figure(first)}`;
  const [place] = placesOfBest(values, directionOf(metric));
  const best = place === undefined ? null : (values[place] ?? null);
  if (place !== undefined && best !== null) return `${labels[place]} ended best, with ${metric} ${figure(best)}`;
  const [least, most] = [figure(Math.min(...numbers)), figure(Math.max(...numbers))];
  if (least === most) return `${metric} ended at ${least} in each run that has a number`;
  return `${metric} ended between ${least} and ${most}`;
}
