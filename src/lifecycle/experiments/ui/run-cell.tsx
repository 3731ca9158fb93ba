import { SparkLine } from '../../../web/charts/index.ts';
import { durationInWords, formatMoment, StateWord } from '../../../web/kit/index.ts';
import type { RunEntry } from './experiment-queries.ts';
import type { RunColumn } from './run-columns.ts';
import type { RunCurves } from './run-page-queries.ts';
import { contextInWords, dataInWords, figure, RUN_STATE, shortCommit } from './run-words.ts';

export interface RunCellProps {
  readonly run: RunEntry;
  readonly column: RunColumn;
  /** The curve of the metric, where curves are drawn. */
  readonly curve?: RunCurves[number] | undefined;
}

/** What a table of runs says about one run in one column. */
export function RunCell({ run, column, curve }: RunCellProps) {
  switch (column.kind) {
    case 'attributes':
      return <Attribute run={run} name={column.key} />;
    case 'metrics':
      return <Metric run={run} name={column.key} curve={curve} />;
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
}: {
  readonly run: RunEntry;
  readonly name: string;
  readonly curve: RunCurves[number] | undefined;
}) {
  const metric = run.metrics.find(({ key }) => key === name);
  if (!metric) return <span className="tl-muted">Not measured</span>;
  const { value, least, greatest } = metric;
  const isRange = least !== null && greatest !== null && least !== greatest;
  const range = isRange ? `${figure(least)} to ${figure(greatest)}` : null;
  return (
    <span className="tl-runs-metric">
      {curve !== undefined && curve.points.length > 1 && (
        <SparkLine
          values={curve.points.map((point) => point.value)}
          label={`${name} of ${run.name} went from ${figure(curve.points[0]?.value ?? null)} to ${figure(curve.points.at(-1)?.value ?? null)}`}
          width={72}
        />
      )}
      <span>
        {figure(value)}
        {range !== null && <span className="tl-muted tl-small tl-runs-range">{range}</span>}
      </span>
    </span>
  );
}

function Text({ value }: { readonly value: string | undefined }) {
  if (value === undefined) return <span className="tl-muted">Not set</span>;
  return <span title={value}>{value}</span>;
}
