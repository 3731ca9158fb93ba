import { SparkLine } from '../../../web/charts/index.ts';
import { durationInWords, formatMoment, StateWord } from '../../../web/kit/index.ts';
import { finiteOf } from '../logged-number.ts';
import type { RunEntry } from './experiment-queries.ts';
import { lostInWords, stopOf } from './lost-words.ts';
import { MetricValue } from './metric-value.tsx';
import type { RunColumn } from './run-columns.ts';
import type { RunCurves } from './run-page-queries.ts';
import { contextInWords, dataInWords, figure, RUN_STATE, rangeOf, shortCommit } from './run-words.ts';

export interface RunCellProps {
  readonly run: RunEntry;
  readonly column: RunColumn;
  /** The curve of the metric, as far as it is read: where curves are drawn, and where the metric stopped being a number. */
  readonly curve?: RunCurves[number] | undefined;
  /** Whether the curve is drawn beside the value. */
  readonly isDrawn: boolean;
}

/** What a table of runs says about one run in one column. */
export function RunCell({ run, column, curve, isDrawn }: RunCellProps) {
  switch (column.kind) {
    case 'attributes':
      return <Attribute run={run} name={column.key} />;
    case 'metrics':
      return <Metric run={run} name={column.key} curve={curve} isDrawn={isDrawn} />;
    case 'params':
      return <Text value={run.params.find(({ key }) => key === column.key)?.value} />;
    case 'tags':
      return <Text value={run.tags.find(({ key }) => key === column.key)?.value} />;
  }
}

function Attribute({ run, name }: { readonly run: RunEntry; readonly name: string }) {
  const { status, startedAt, startedByName, endedAt, lineage, context } = run;
  switch (name) {
    case 'status':
      return <StateWord tone={RUN_STATE[status].tone}>{RUN_STATE[status].word}</StateWord>;
    case 'start_time':
      return formatMoment(startedAt);
    case 'duration':
      return endedAt === null ? <span className="tl-muted">Not ended</span> : durationInWords(startedAt, endedAt);
    case 'started_by':
      return startedByName;
    case 'data':
      return lineage.datasets.length > 0 ? (
        dataInWords(lineage.datasets)
      ) : (
        <span className="tl-muted">No data named</span>
      );
    case 'commit':
      return lineage.commit === null ? (
        <span className="tl-muted">No commit named</span>
      ) : (
        <code>{shortCommit(lineage.commit)}</code>
      );
    default:
      return contextInWords(context);
  }
}

function Metric({
  run,
  name,
  curve,
  isDrawn,
}: {
  readonly run: RunEntry;
  readonly name: string;
  readonly curve: RunCurves[number] | undefined;
  readonly isDrawn: boolean;
}) {
  const metric = run.metrics.find(({ key }) => key === name);
  if (!metric) return <span className="tl-muted">Not measured</span>;
  const range = rangeOf(metric);
  const numbers = (curve?.points ?? []).flatMap((point) => finiteOf(point.value) ?? []);
  const stop = stopOf(curve?.points ?? []);
  return (
    <span className="tl-runs-metric">
      {isDrawn && curve !== undefined && numbers.length > 1 && (
        <SparkLine
          values={curve.points.map((point) => finiteOf(point.value))}
          label={
            stop === null
              ? `${name} of ${run.name} went from ${figure(numbers[0] ?? 0)} to ${figure(numbers.at(-1) ?? 0)}`
              : lostInWords(`${name} of ${run.name}`, stop.what, stop)
          }
          width={72}
          isBrokenOff={stop !== null}
        />
      )}
      <span>
        <MetricValue value={metric.value} stop={stop} />
        {range !== null && typeof metric.value === 'number' && (
          <span className="tl-muted tl-small tl-runs-below">
            {figure(range.least)} to {figure(range.greatest)}
          </span>
        )}
      </span>
    </span>
  );
}

function Text({ value }: { readonly value: string | undefined }) {
  if (value === undefined) return <span className="tl-muted">Not set</span>;
  return <span title={value}>{value}</span>;
}
