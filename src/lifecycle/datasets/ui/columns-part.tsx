import { useQuery } from '@tanstack/react-query';
import { type Column, DataTable, formatCount, formatPercent, Section, StateWord } from '../../../web/kit/index.ts';
import { type ProfiledColumn, remarksOn, shapeInWords, TYPE_NAME } from './column-words.ts';
import {
  type ColumnWords,
  type DatasetEntry,
  datasetAddress,
  dictionaryQuery,
  relationsQuery,
  type Version,
} from './dataset-queries.ts';
import { SmallBars } from './small-bars.tsx';

interface ColumnRow {
  readonly place: number;
  readonly column: ProfiledColumn;
  readonly words: ColumnWords | undefined;
  readonly strength: number | undefined;
  readonly remarks: readonly string[];
  readonly rows: number;
}

/** Every column in a row: what it is, what it means, what it looks like and what stands out. */
export function ColumnsPart({
  slug,
  dataset,
  version,
}: {
  readonly slug: string;
  readonly dataset: DatasetEntry;
  readonly version: Version;
}) {
  const dictionary = useQuery(dictionaryQuery(slug, dataset.id));
  const target = dataset.target ?? '';
  const relations = useQuery({
    ...relationsQuery(slug, dataset.id, version.number, target),
    enabled: dataset.target !== null,
  });
  const { profile } = version;
  if (!profile) return null;
  const words = new Map(dictionary.data?.entries.map((entry) => [entry.name, entry]));
  const strengths = new Map(relations.data?.relations.map(({ column, strength }) => [column, strength]));
  const rows = profile.columns.map((column, place) => ({
    place,
    column,
    words: words.get(column.name),
    strength: strengths.get(column.name),
    remarks: remarksOn(column, version.readings[place], { rows: profile.rows, withheld: version.withheld }),
    rows: profile.rows,
  }));
  const described = rows.filter(({ words: entry }) => entry?.meaning).length;
  return (
    <Section
      title="Columns"
      lead={`What each column is and what it looks like. ${formatCount(described)} of ${formatCount(rows.length)} have their meaning written down. Open one to see all of it, to write what it means, or to correct how it was read.`}
    >
      <DataTable
        label="Columns of this version"
        columns={columnsOf(dataset, version.withheld)}
        rows={rows}
        rowKey={({ column }) => column.name}
        rowTo={({ column }) => datasetAddress(slug, dataset.id, { version: version.number, column: column.name })}
        empty={<p className="tl-muted">The table has no column.</p>}
        maxHeight={640}
      />
    </Section>
  );
}

function columnsOf(
  { target }: Pick<DatasetEntry, 'target'>,
  withheld: Version['withheld'],
): readonly Column<ColumnRow>[] {
  return [
    { key: 'name', head: 'Column', isRowHead: true, cell: NameCell, sortBy: ({ place }) => place },
    {
      key: 'type',
      head: 'Type',
      isWideOnly: true,
      cell: ({ column }) => TYPE_NAME[column.type],
      sortBy: ({ column }) => column.type,
    },
    {
      key: 'missing',
      head: 'Empty',
      align: 'end',
      cell: ({ column, rows }) =>
        column.missing === 0
          ? 'none'
          : column.missing < rows / 1_000
            ? formatCount(column.missing)
            : formatPercent(column.missing / rows),
      sortBy: ({ column }) => column.missing,
    },
    {
      key: 'distinct',
      head: 'Different',
      align: 'end',
      isWideOnly: true,
      cell: ({ column }) => `${column.isDistinctExact ? '' : 'about '}${formatCount(column.distinct)}`,
      sortBy: ({ column }) => column.distinct,
    },
    { key: 'bars', head: 'Spread', isWideOnly: true, cell: ({ column }) => <SmallBars column={column} /> },
    {
      key: 'shape',
      head: 'What it looks like',
      isWideOnly: true,
      cell: ({ column }) => shapeInWords(column, withheld),
    },
    ...(target === null
      ? []
      : [
          {
            key: 'strength',
            head: `Goes with ${target}`,
            align: 'end' as const,
            isWideOnly: true,
            cell: ({ column, strength }: ColumnRow) =>
              column.name === target ? 'is it' : strength === undefined ? '' : strengthInWords(strength),
            sortBy: ({ strength }: ColumnRow) => strength ?? null,
          },
        ]),
    {
      key: 'remarks',
      head: 'Look at',
      cell: ({ remarks }) =>
        remarks[0] === undefined ? (
          <span className="tl-muted">Nothing</span>
        ) : (
          <StateWord tone="look">
            {remarks[0]}
            {remarks.length > 1 ? ` And ${remarks.length - 1} more.` : ''}
          </StateWord>
        ),
    },
  ];
}

/** How strongly a column goes with the target, in a word with its figure. */
export function strengthInWords(strength: number): string {
  const word = strength >= 0.5 ? 'strongly' : strength >= 0.25 ? 'clearly' : strength >= 0.1 ? 'a little' : 'hardly';
  return `${word} (${strength.toFixed(2)})`;
}

function NameCell({ column, words }: ColumnRow) {
  return (
    <span className="tl-column-name">
      {column.name}
      {words?.meaning && <span className="tl-muted">{words.meaning}</span>}
    </span>
  );
}
