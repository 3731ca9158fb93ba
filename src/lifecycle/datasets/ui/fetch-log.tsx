import {
  AppLink,
  type Column,
  DataTable,
  durationInWords,
  formatCount,
  formatMoment,
  StateWord,
} from '../../../web/kit/index.ts';
import type { Tone } from '../../../web/theme/index.ts';
import type { Fetch } from './connection-queries.ts';
import { datasetAddress } from './dataset-queries.ts';

/** A fetch of a list, and the initiative that asked where the list is of several. */
export interface LoggedFetch
  extends Pick<
    Fetch,
    'id' | 'datasetId' | 'name' | 'state' | 'rowsDone' | 'version' | 'failure' | 'askedBy' | 'askedAt' | 'finishedAt'
  > {
  readonly initiative: { readonly slug: string; readonly name: string };
}

const STATE: Readonly<Record<Fetch['state'], { readonly tone: Tone; readonly words: string }>> = {
  fetching: { tone: 'accent', words: 'Under way' },
  brought: { tone: 'reached', words: 'Brought' },
  refused: { tone: 'look', words: 'Refused' },
  failed: { tone: 'broken', words: 'Went wrong' },
  cancelled: { tone: 'unknown', words: 'Stopped' },
};

const COMMON: readonly Column<LoggedFetch>[] = [
  { key: 'when', head: 'When', isRowHead: true, cell: ({ askedAt }) => formatMoment(askedAt) },
  { key: 'who', head: 'Who', cell: ({ askedBy }) => askedBy },
  {
    key: 'rows',
    head: 'Rows',
    align: 'end',
    cell: ({ state, rowsDone }) => (state === 'refused' ? '' : formatCount(rowsDone)),
  },
  {
    key: 'took',
    head: 'How long',
    align: 'end',
    isWideOnly: true,
    cell: ({ state, askedAt, finishedAt }) =>
      state === 'refused' || finishedAt === null ? '' : durationInWords(askedAt, finishedAt),
  },
  {
    key: 'became',
    head: 'What became of it',
    cell: ({ state, version, failure }) => (
      <>
        <StateWord tone={STATE[state].tone}>
          {version === null ? STATE[state].words : `Brought as version ${version}`}
        </StateWord>
        {failure !== null && <span className="tl-muted"> {failure}</span>}
      </>
    ),
  },
];

const TABLE: Column<LoggedFetch> = {
  key: 'table',
  head: 'Data set',
  cell: ({ name, datasetId, initiative: { slug } }) =>
    datasetId === null ? name : <AppLink to={datasetAddress(slug, datasetId)}>{name}</AppLink>,
};

const INITIATIVE: Column<LoggedFetch> = {
  key: 'initiative',
  head: 'Initiative',
  isWideOnly: true,
  cell: ({ initiative: { slug, name } }) => <AppLink to={`/i/${slug}/data`}>{name}</AppLink>,
};

export interface FetchLogProps {
  readonly label: string;
  readonly fetches: readonly LoggedFetch[];
  /** Whether the list is of one data set, of all that an initiative fetched, or of all initiatives. */
  readonly of: 'dataset' | 'initiative' | 'connection';
}

/** The last fetches, the newest first: when, who, how many rows, how long, and what became of them. */
export function FetchLog({ label, fetches, of }: FetchLogProps) {
  const [when, who, ...others] = COMMON;
  const beside = of === 'dataset' ? [] : of === 'initiative' ? [TABLE] : [INITIATIVE, TABLE];
  return (
    <DataTable
      label={label}
      columns={[...(when && who ? [when, who] : []), ...beside, ...others]}
      rows={fetches}
      rowKey={({ id }) => id}
      maxHeight={320}
      empty={<p className="tl-muted">Nothing was fetched yet.</p>}
    />
  );
}
