import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ProblemNotice, useTimeLeft } from '../../../web/data/index.ts';
import {
  AppLink,
  ConfirmButton,
  type Fact,
  Facts,
  formatBytes,
  formatCount,
  formatMoment,
  formatPercent,
  formatPlural,
  Notice,
  ProgressLine,
  Section,
  StateWord,
} from '../../../web/kit/index.ts';
import { TalkHere } from '../../conversation/ui/index.ts';
import { type Rights, rightTo } from '../../initiatives/ui/index.ts';
import { ChecksPart } from './checks-part.tsx';
import { ColumnView } from './column-view.tsx';
import { ColumnsPart } from './columns-part.tsx';
import {
  type DatasetEntry,
  datasetAddress,
  datasetKey,
  datasetQuery,
  datasetsClient,
  type Version,
  type VersionEntry,
  type VersionPartProps,
  versionQuery,
} from './dataset-queries.ts';
import { ExchangePart } from './exchange-part.tsx';
import { LabelPart } from './label-part.tsx';
import { OriginPart } from './origin-part.tsx';
import { RowsPart } from './rows-part.tsx';
import { stateOf } from './version-state.ts';
import { VersionsPart } from './versions-part.tsx';

export interface DatasetViewProps {
  readonly slug: string;
  readonly id: string;
  /** The newest when no number is given. */
  readonly version: number | undefined;
  /** The column that is looked at on its own. */
  readonly column: string | undefined;
  readonly rights: Rights;
  /** What later rooms know about the data set. */
  readonly besides: ReactNode;
  /** From which tables of the company it is made. */
  readonly origin: ReactNode;
}

/** One data set: what is in it, what it means, what changed, and whether it keeps its checks. */
export function DatasetView({ slug, id, version, column, rights, besides, origin }: DatasetViewProps) {
  const read = useQuery(datasetQuery(slug, id));
  const number = version ?? newestUsable(read.data?.versions ?? [])?.number;
  return (
    <div className="tl-stack">
      <p className="tl-no-print">
        <AppLink to={`/i/${slug}/data`}>All data of this initiative</AppLink>
      </p>
      <ProblemNotice error={read.error} onRetry={() => void read.refetch()} />
      {read.isPending && <p className="tl-muted">Reading the data set</p>}
      {read.data && number !== undefined && (
        <OpenDataset
          slug={slug}
          dataset={read.data.dataset}
          versions={read.data.versions}
          number={number}
          column={column}
          rights={rights}
          besides={besides}
          origin={origin}
        />
      )}
    </div>
  );
}

/** The newest version that is ready, so that a page with something in it goes on to the next one when that is; else one under way. */
function newestUsable(versions: readonly VersionEntry[]): VersionEntry | undefined {
  const inState = (wanted: VersionEntry['state']) => versions.find(({ state }) => state === wanted);
  return inState('ready') ?? inState('reading') ?? versions[0];
}

interface OpenDatasetProps extends Pick<DatasetViewProps, 'column' | 'rights' | 'besides' | 'origin'> {
  readonly slug: string;
  readonly dataset: DatasetEntry;
  readonly versions: readonly VersionEntry[];
  readonly number: number;
}

function OpenDataset({ slug, dataset, versions, number, column, rights, besides, origin }: OpenDatasetProps) {
  // The parts of the page stay while another version is read: somebody may be writing in them, or bringing a file.
  const version = useQuery({ ...versionQuery(slug, dataset.id, number), placeholderData: keepPreviousData });
  if (!version.data) return <ProblemNotice error={version.error} onRetry={() => void version.refetch()} />;
  const { data } = version;
  if (column !== undefined) {
    return <ColumnView slug={slug} dataset={dataset} version={data} name={column} rights={rights} />;
  }
  const { tone, words } = stateOf(data);
  return (
    <>
      <Section
        title={dataset.name}
        lead={`${data.fileName}, ${formatBytes(data.sizeBytes)}, brought by ${data.broughtBy} on ${formatMoment(data.broughtAt)}.`}
        aside={
          <span className="tl-row">
            <StateWord tone={tone}>{words}</StateWord>
            <TalkHere
              slug={slug}
              label={dataset.name}
              subject={{ type: 'dataset', id: dataset.id, step: 'prepare', path: datasetAddress(slug, dataset.id) }}
            />
          </span>
        }
      >
        {data.state === 'reading' && (
          <Reading key={data.number} slug={slug} dataset={dataset} version={data} rights={rights} />
        )}
        {data.state === 'failed' && (
          <Notice tone="broken" title={data.failure ?? 'The file could not be read.'}>
            <p>Nothing of it was kept. Correct the file and bring it again below.</p>
          </Notice>
        )}
        {data.state === 'cancelled' && (
          <p className="tl-muted">Somebody stopped the reading; nothing of it was kept.</p>
        )}
        {data.profile && <Summary version={data} />}
      </Section>
      {data.profile && (
        <>
          <LabelPart slug={slug} dataset={dataset} version={data} rights={rights} />
          {besides}
          <ColumnsPart slug={slug} dataset={dataset} version={data} />
          <ChecksPart slug={slug} dataset={dataset} version={data} rights={rights} />
          {origin}
          <RowsPart slug={slug} dataset={dataset} version={data} right={rightTo(rights, 'dataset.bring')} />
        </>
      )}
      <VersionsPart
        slug={slug}
        dataset={dataset}
        versions={versions}
        shown={data}
        right={rightTo(rights, 'dataset.bring')}
      />
      <OriginPart slug={slug} dataset={dataset} rights={rights} />
      {data.profile && <ExchangePart slug={slug} dataset={dataset} version={data} rights={rights} />}
    </>
  );
}

function Summary({ version }: { readonly version: Version }) {
  const { profile, malformed } = version;
  if (!profile) return null;
  const cells = profile.rows * profile.columns.length;
  const missing = profile.columns.reduce((sum, column) => sum + column.missing, 0);
  const times = profile.columns.flatMap(({ name, shape }) => (shape?.kind === 'time' ? [{ name, shape }] : []));
  const facts: readonly Fact[] = [
    { term: 'Rows', detail: formatCount(profile.rows) },
    { term: 'Columns', detail: formatCount(profile.columns.length) },
    {
      term: 'Empty cells',
      detail: missing === 0 ? 'None' : `${formatCount(missing)} (${shareInWords(missing / cells)})`,
    },
    ...(profile.duplicateRows === null
      ? []
      : [{ term: 'Rows that repeat another', detail: formatCount(profile.duplicateRows) }]),
    ...(times[0]
      ? [
          {
            term: `Time, by ${times[0].name}`,
            detail: `${isoDay(times[0].shape.from)} to ${isoDay(times[0].shape.to)}`,
          },
        ]
      : []),
  ];
  return (
    <>
      <Facts facts={facts} look="tiles" />
      {profile.rows === 1 && (
        <Notice tone="look" title="The table has one row.">
          <p>Nothing can be said about how cases differ. Bring a table with more of them.</p>
        </Notice>
      )}
      {malformed.count > 0 && (
        <Notice tone="look" title={`${formatPlural(malformed.count, 'line was', 'lines were')} left out.`}>
          <ul className="tl-plain-list">
            {malformed.examples.map(({ line, problem }) => (
              <li key={line}>
                Line {formatCount(line)}: {problem}
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  );
}

/** A share that is not nothing is never shown as 0%. */
function shareInWords(share: number): string {
  return share < 0.001 ? 'under 0.1%' : formatPercent(share);
}

const isoDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

function Reading({ slug, dataset, version, rights }: VersionPartProps) {
  const queryClient = useQueryClient();
  const { progress } = version;
  const isProfiling = progress?.phase === 'profiling';
  const share = progress?.share ?? 0;
  const left = useTimeLeft(share);
  const cancel = useMutation({
    mutationFn: () => datasetsClient.cancel({ params: { slug, id: dataset.id, number: version.number } }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: datasetKey(slug, dataset.id) }),
  });
  const rows = progress && progress.rowsDone > 0 ? `${formatCount(progress.rowsDone)} rows` : 'starting';
  return (
    <div className="tl-sending">
      <ProgressLine
        label={isProfiling ? 'Describing each column' : 'Reading every row'}
        value={share}
        max={1}
        words={[`${formatPercent(share, 0)}, ${rows}`, ...(left ? [left] : [])].join(', ')}
      />
      <p className="tl-muted">You can leave this page; it goes on.</p>
      <ProblemNotice error={cancel.error} />
      {rightTo(rights, 'dataset.bring').allowed && (
        <div>
          <ConfirmButton
            question="Stop the reading? Nothing of this version is kept."
            confirmLabel="Stop the reading"
            keepLabel="Go on"
            onConfirm={async () => {
              await cancel.mutateAsync().catch(() => {});
            }}
          >
            Stop the reading
          </ConfirmButton>
        </div>
      )}
    </div>
  );
}
