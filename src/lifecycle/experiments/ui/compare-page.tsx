import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { AppLink, DataTable, Disclosure, EmptyState, formatPlural, Page, Section } from '../../../web/kit/index.ts';
import { chooseMeasure } from '../measure.ts';
import { tellsOfMeasure } from '../measure-words.ts';
import { COMPARED_RUNS } from '../tracking-limits.ts';
import { type ComparedLine, type ComparedMetric, compareMetrics, compareParams } from './compared.ts';
import { ConcludeHere } from './conclusion-form.tsx';
import { CurveBoard, type CurveChoice } from './curve-board.tsx';
import type { RunEntry } from './experiment-queries.ts';
import type { Stop } from './lost-words.ts';
import { MetricValue } from './metric-value.tsx';
import { type BestPlace, PlacedPart, type PlacesChoice } from './placed-part.tsx';
import { chosenQuery, experimentQuery, useLiveRuns } from './run-page-queries.ts';
import { addressOfRun, trailWithin } from './run-trail.ts';
import { figure, labelsOf, RUN_STATE, shortLabels } from './run-words.ts';
import { useStops } from './use-stops.ts';
import './runs.css';

/** How the compared runs are drawn, as the page's address says it. */
export type CompareAddress = CurveChoice & PlacesChoice;

export interface ComparePageProps {
  /** The experiment from which one came. */
  readonly experimentId: string;
  readonly runIds: readonly string[];
  readonly address: CompareAddress;
  readonly onAddress: (address: CompareAddress) => void;
}

/** Chosen runs side by side: what differs, what came of it, and how it went. */
export function ComparePage({ experimentId, runIds, address, onAddress }: ComparePageProps) {
  const experiment = useQuery(experimentQuery(experimentId));
  const isEnough = runIds.length >= COMPARED_RUNS.fewest;
  const chosen = useQuery({ ...chosenQuery(runIds), enabled: isEnough });
  useLiveRuns(experiment.data?.initiative?.slug ?? null);
  return (
    <Page
      title={isEnough ? `${runIds.length} runs side by side` : 'Runs side by side'}
      trail={trailWithin(experiment.data, experimentId)}
      lead="What was set differently, and what came of it."
    >
      <ProblemNotice error={experiment.error ?? chosen.error} onRetry={() => void chosen.refetch()} />
      {!isEnough && (
        <EmptyState
          sentence={`Choose ${COMPARED_RUNS.fewest} to ${COMPARED_RUNS.most} runs to see them side by side.`}
          action={<AppLink to={`/experiments/${experimentId}`}>Choose runs</AppLink>}
        />
      )}
      {isEnough && chosen.isPending && <p className="tl-muted">Reading the runs</p>}
      {chosen.data && <Compared runs={chosen.data.items} address={address} onAddress={onAddress} />}
      {chosen.data && experiment.data?.initiative && (
        <Section title="What people conclude from them">
          <ConcludeHere slug={experiment.data.initiative.slug} runs={chosen.data.items} />
        </Section>
      )}
    </Page>
  );
}

type ComparedProps = { readonly runs: readonly RunEntry[] } & Pick<ComparePageProps, 'address' | 'onAddress'>;

function Compared({ runs, address, onAddress }: ComparedProps) {
  const labels = labelsOf(runs);
  const { differing, same } = compareParams(runs);
  const metrics = compareMetrics(runs);
  const stopAt = useStops(runs);
  return (
    <>
      <Section title="The runs">
        <ul className="tl-runs-list">
          {runs.map(({ id, experimentId, status }, at) => (
            <li key={id}>
              <AppLink to={addressOfRun({ id, experimentId })}>{labels[at]}</AppLink>{' '}
              <span className="tl-muted">{RUN_STATE[status].word.toLowerCase()}</span>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={differing.length === 0 ? 'All were set alike' : 'What was set differently'}>
        <ComparedTable
          label="Params that differ"
          head="Setting (param)"
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
                { key: 'key', head: 'Setting (param)', cell: ({ key }) => key },
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
          cell={(line, at) => <MetricCell line={line} at={at} stop={stopAt(line.key, runs[at]?.id ?? '')} />}
          note={noteOf}
          isNumeric
          empty="None of these runs has measured anything yet."
        />
      </Section>
      <Section title="How it went">
        <CurveBoard runs={runs} choice={address} onChoice={(next) => onAddress({ ...address, ...next })} />
      </Section>
      <PlacedPart
        runs={runs}
        best={bestOf(metrics)}
        choice={address}
        onChoice={(next) => onAddress({ ...address, ...next })}
      />
    </>
  );
}

/** What a metric tells, and which values are good: "how often it is right; higher is better". */
function noteOf({ key, direction }: ComparedMetric): string {
  const tells = tellsOfMeasure(key);
  const better = direction === null ? null : direction === 'higher' ? 'higher is better' : 'lower is better';
  return [tells, better].filter((part) => part !== null).join('; ');
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

interface MetricCellProps {
  readonly line: ComparedMetric;
  readonly at: number;
  readonly stop: Stop | null;
}

function MetricCell({ line, at, stop }: MetricCellProps) {
  const value = line.logged[at] ?? null;
  if (value === null) return <span className="tl-muted">Not measured</span>;
  return line.best.includes(at) ? (
    <strong>
      {figure(value)} <span className="tl-small tl-runs-best">best</span>
    </strong>
  ) : (
    <MetricValue value={value} stop={stop} />
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
    <div className="tl-compared">
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
          ...shortLabels(labels).map((name, at) => ({
            key: `${at}`,
            head: name,
            cell: (line: Line) => cell(line, at),
            ...(isNumeric ? { align: 'end' as const } : {}),
          })),
        ]}
        empty={<p className="tl-muted">{empty}</p>}
      />
    </div>
  );
}
