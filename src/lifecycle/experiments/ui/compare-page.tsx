import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ParallelCoordinates, ScatterPlot } from '../../../web/charts/index.ts';
import { ProblemNotice } from '../../../web/data/index.ts';
import {
  AppLink,
  ChoiceField,
  DataTable,
  Disclosure,
  EmptyState,
  formatPlural,
  Page,
  Section,
} from '../../../web/kit/index.ts';
import { chooseMeasure } from '../measure.ts';
import { COMPARED_RUNS } from '../tracking-limits.ts';
import {
  axesOf,
  type ComparedLine,
  type ComparedMetric,
  compareMetrics,
  compareParams,
  measuresOf,
} from './compared.ts';
import { ConcludeHere } from './conclusion-form.tsx';
import { CurveBoard } from './curve-board.tsx';
import type { RunEntry } from './experiment-queries.ts';
import { chosenQuery, experimentQuery, useLiveRuns } from './run-page-queries.ts';
import { nameOf, trailOf } from './run-trail.ts';
import { figure, labelsOf, RUN_STATE } from './run-words.ts';
import './runs.css';

export interface ComparePageProps {
  /** The experiment from which one came. */
  readonly experimentId: string;
  readonly runIds: readonly string[];
}

/** Chosen runs side by side: what differs, what came of it, and how it went. */
export function ComparePage({ experimentId, runIds }: ComparePageProps) {
  const experiment = useQuery(experimentQuery(experimentId));
  const isEnough = runIds.length >= COMPARED_RUNS.fewest;
  const chosen = useQuery({ ...chosenQuery(runIds), enabled: isEnough });
  useLiveRuns(experiment.data?.initiative?.slug ?? null);
  const back = { label: nameOf(experiment.data), to: `/experiments/${experimentId}` };
  return (
    <Page
      title={isEnough ? `${runIds.length} runs side by side` : 'Runs side by side'}
      trail={[...trailOf(experiment.data), back]}
      lead="What was set differently, and what came of it."
    >
      <ProblemNotice error={experiment.error ?? chosen.error} onRetry={() => void chosen.refetch()} />
      {!isEnough && (
        <EmptyState
          sentence={`Choose ${COMPARED_RUNS.fewest} to ${COMPARED_RUNS.most} runs to see them side by side.`}
          action={<AppLink to={back.to}>Choose runs</AppLink>}
        />
      )}
      {isEnough && chosen.isPending && <p className="tl-muted">Reading the runs</p>}
      {chosen.data && <Compared runs={chosen.data.items} />}
      {chosen.data && experiment.data?.initiative && (
        <Section title="What people conclude from them">
          <ConcludeHere slug={experiment.data.initiative.slug} runs={chosen.data.items} />
        </Section>
      )}
    </Page>
  );
}

function Compared({ runs }: { readonly runs: readonly RunEntry[] }) {
  const labels = labelsOf(runs);
  const { differing, same } = compareParams(runs);
  const metrics = compareMetrics(runs);
  return (
    <>
      <Section title="The runs">
        <ul className="tl-runs-list">
          {runs.map(({ id, experimentId, status }, at) => (
            <li key={id}>
              <AppLink to={`/experiments/${experimentId}/runs/${id}`}>{labels[at]}</AppLink>{' '}
              <span className="tl-muted">{RUN_STATE[status].word.toLowerCase()}</span>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={differing.length === 0 ? 'All were set alike' : 'What was set differently'}>
        <ComparedTable
          label="Params that differ"
          head="Param"
          labels={labels}
          lines={differing}
          cell={(line, at) => line.values[at] ?? <span className="tl-muted">Not set</span>}
          empty="No param differs between these runs."
        />
        {same.length > 0 && (
          <Disclosure
            label={`Show ${formatPlural(same.length, 'param that is', 'params that are')} the same in all`}
            isMadeOnOpening
          >
            <DataTable
              label="Params that are the same in all runs"
              rows={same}
              rowKey={({ key }) => key}
              columns={[
                { key: 'key', head: 'Param', cell: ({ key }) => key },
                { key: 'value', head: 'In all runs', cell: ({ values }) => values[0] ?? '' },
              ]}
              empty={null}
            />
          </Disclosure>
        )}
      </Section>
      <Section
        title="What was measured last"
        lead="The best is marked where the name of a metric says which values are good."
      >
        <ComparedTable
          label="Metrics"
          head="Metric"
          labels={labels}
          lines={metrics}
          cell={(line, at) => <MetricCell line={line} at={at} />}
          note={directionInWords}
          isNumeric
          empty="None of these runs has measured anything yet."
        />
      </Section>
      <Section title="How it went">
        <CurveBoard runs={runs} />
      </Section>
      <Placed runs={runs} labels={labels} best={bestOf(metrics)} />
    </>
  );
}

function directionInWords({ direction }: ComparedMetric): string {
  if (direction === null) return '';
  return direction === 'higher' ? 'higher is better' : 'lower is better';
}

/** The run that is best by the one metric that compares runs; `null` when none is. */
function bestOf(metrics: readonly ComparedMetric[]): BestPlace | null {
  const counted = metrics.map(({ key, values }) => ({
    key,
    runCount: values.filter((value) => value !== null).length,
  }));
  const measure = chooseMeasure(counted)?.key;
  const [place] = metrics.find(({ key }) => key === measure)?.best ?? [];
  return measure === undefined || place === undefined ? null : { place, metric: measure };
}

/** Which of the compared runs is best, and by which metric. */
interface BestPlace {
  readonly place: number;
  readonly metric: string;
}

function MetricCell({ line, at }: { readonly line: ComparedMetric; readonly at: number }) {
  const value = line.values[at] ?? null;
  if (value === null) return <span className="tl-muted">Not measured</span>;
  return line.best.includes(at) ? (
    <strong>
      {figure(value)} <span className="tl-small tl-runs-best">best</span>
    </strong>
  ) : (
    figure(value)
  );
}

interface ComparedTableProps<Line extends ComparedLine<unknown>> {
  readonly label: string;
  readonly head: string;
  readonly labels: readonly string[];
  readonly lines: readonly Line[];
  readonly cell: (line: Line, at: number) => ReactNode;
  readonly note?: (line: Line) => string;
  readonly isNumeric?: boolean;
  readonly empty: string;
}

function ComparedTable<Line extends ComparedLine<unknown>>({
  label,
  head,
  labels,
  lines,
  cell,
  note,
  isNumeric = false,
  empty,
}: ComparedTableProps<Line>) {
  return (
    <DataTable<Line>
      label={label}
      rows={lines}
      rowKey={({ key }) => key}
      columns={[
        {
          key: 'key',
          head,
          cell: (line) => (
            <>
              {line.key}
              {note !== undefined && <div className="tl-muted tl-small">{note(line)}</div>}
            </>
          ),
        },
        ...labels.map((name, at) => ({
          key: `${at}`,
          head: name,
          cell: (line: Line) => cell(line, at),
          ...(isNumeric ? { align: 'end' as const } : {}),
        })),
      ]}
      empty={<p className="tl-muted">{empty}</p>}
    />
  );
}

interface PlacedProps {
  readonly runs: readonly RunEntry[];
  readonly labels: readonly string[];
  readonly best: BestPlace | null;
}

/** Where the runs stand: over all measures at once, and over any two of them. */
function Placed({ runs, labels, best }: PlacedProps) {
  const { axes, valuesOf } = axesOf(runs);
  const measures = measuresOf(runs);
  const strong = best === null ? '' : ` ${labels[best.place]}, best by ${best.metric}, is drawn strong.`;
  return (
    <>
      {axes.length > 1 && (
        <Section title="From settings to results">
          <ParallelCoordinates
            finding={best === null ? 'Each line is a run' : `${labels[best.place]} is best by ${best.metric}`}
            description={`Each run is a line through its values on ${axes.length} axes: settings first, results last.${strong}`}
            axes={axes}
            lines={runs.map((_, at) => ({
              label: labels[at] ?? '',
              values: valuesOf[at] ?? [],
              isMarked: at === best?.place,
            }))}
          />
        </Section>
      )}
      {measures.length > 1 && (
        <Section title="Any two against each other">
          <Scatter measures={measures} labels={labels} best={best} />
        </Section>
      )}
    </>
  );
}

interface ScatterProps {
  readonly measures: ReturnType<typeof measuresOf>;
  readonly labels: readonly string[];
  readonly best: BestPlace | null;
}

function Scatter({ measures, labels, best }: ScatterProps) {
  const [across, setAcross] = useState(0);
  const [up, setUp] = useState(measures.length - 1);
  const [x, y] = [measures[across] ?? measures[0], measures[up] ?? measures.at(-1)];
  if (!x || !y) return null;
  const dots = labels.flatMap((label, at) => {
    const [valueX, valueY] = [x.values[at] ?? null, y.values[at] ?? null];
    return valueX === null || valueY === null ? [] : [{ label, x: valueX, y: valueY, isMarked: at === best?.place }];
  });
  const choices = measures.map(({ head }, at) => ({ value: String(at), label: head }));
  return (
    <div className="tl-stack">
      <div className="tl-runs-curve-controls">
        <ChoiceField
          label="Across"
          value={String(across)}
          data={choices}
          onChange={(event) => setAcross(Number(event.currentTarget.value))}
        />
        <ChoiceField
          label="Upwards"
          value={String(up)}
          data={choices}
          onChange={(event) => setUp(Number(event.currentTarget.value))}
        />
      </div>
      <ScatterPlot
        finding={`${y.head} against ${x.head}`}
        description={`Each run is a dot: ${x.head} across, ${y.head} upwards.`}
        dots={dots}
        xHead={x.head}
        yHead={y.head}
        formatX={figure}
        formatY={figure}
      />
    </div>
  );
}
