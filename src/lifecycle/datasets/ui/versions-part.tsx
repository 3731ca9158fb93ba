import { useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { endpointUrl } from '../../../platform/contract/index.ts';
import { SendFile } from '../../../web/data/index.ts';
import {
  type Column,
  DataTable,
  formatBytes,
  formatCount,
  formatMoment,
  formatPercent,
  formatPlural,
  Section,
  StateWord,
  useGoOn,
} from '../../../web/kit/index.ts';
import type { Right } from '../../initiatives/ui/index.ts';
import { HeldBack } from '../../people/ui/index.ts';
import { DATASET_LIMITS } from '../dataset.ts';
import { datasetsApi } from '../datasets.schema.ts';
import { NOTABLE_SHIFT } from '../table-difference.ts';
import { type DatasetEntry, datasetAddress, datasetKey, type Version, type VersionEntry } from './dataset-queries.ts';
import { ENDINGS } from './file-endings.ts';
import { stateOf } from './version-state.ts';

const broughtSchema = z.object({ number: z.number() });

const COLUMNS: readonly Column<VersionEntry>[] = [
  {
    key: 'number',
    head: 'Version',
    isRowHead: true,
    cell: (version) => {
      const { tone, words } = stateOf(version);
      return <StateWord tone={tone}>{words}</StateWord>;
    },
  },
  { key: 'rows', head: 'Rows', align: 'end', cell: ({ rows }) => (rows === null ? '' : formatCount(rows)) },
  {
    key: 'columns',
    head: 'Columns',
    align: 'end',
    isWideOnly: true,
    cell: ({ columns }) => (columns === null ? '' : formatCount(columns)),
  },
  {
    key: 'file',
    head: 'File',
    isWideOnly: true,
    cell: ({ fileName, sizeBytes }) => `${fileName}, ${formatBytes(sizeBytes)}`,
  },
  {
    key: 'by',
    head: 'Brought',
    isWideOnly: true,
    cell: ({ broughtBy, broughtAt }) => `${broughtBy}, ${formatMoment(broughtAt)}`,
  },
  {
    key: 'digest',
    head: 'Fingerprint of the file',
    isWideOnly: true,
    cell: ({ sha256 }) => <code title={sha256}>{sha256.slice(0, 12)}</code>,
  },
];

/** The versions of a data set, what changed in the one that is shown, and how to bring the next one. */
export function VersionsPart({
  slug,
  dataset,
  versions,
  shown,
  right,
}: {
  readonly slug: string;
  readonly dataset: DatasetEntry;
  readonly versions: readonly VersionEntry[];
  readonly shown: Version;
  readonly right: Right;
}) {
  const queryClient = useQueryClient();
  const goOn = useGoOn();
  const open = (answer: unknown) => {
    const { number } = broughtSchema.parse(answer);
    void queryClient.invalidateQueries({ queryKey: datasetKey(slug, dataset.id) });
    const address = datasetAddress(slug, dataset.id, { version: number });
    goOn(address);
    return address;
  };
  return (
    <Section title="Versions" lead="Each import is kept as it came. A model says which version it learned from.">
      {shown.difference && <Difference difference={shown.difference} />}
      <DataTable
        label="Versions, newest first"
        columns={COLUMNS}
        rows={versions}
        rowKey={({ number }) => String(number)}
        rowTo={({ number }) => datasetAddress(slug, dataset.id, { version: number })}
        empty={null}
      />
      {right.allowed ? (
        <HeldBack slug={slug} work="data" then="the next version can be brought here">
          <SendFile
            label="The same table, newer: it becomes the next version"
            endings={ENDINGS}
            maxBytes={DATASET_LIMITS.fileBytes}
            urlOf={(file) =>
              endpointUrl(datasetsApi.bringVersion, {
                params: { slug, id: dataset.id },
                query: { fileName: file.name },
              })
            }
            onArrived={open}
          />
        </HeldBack>
      ) : (
        <p className="tl-muted">{right.rule}</p>
      )}
    </Section>
  );
}

function Difference({ difference }: { readonly difference: NonNullable<Version['difference']> }) {
  const { since, rowsBefore, rowsNow, added, removed, retyped, shifts } = difference;
  const moved = shifts.filter(({ shift }) => shift >= NOTABLE_SHIFT);
  const emptier = shifts.filter(({ missingBefore, missingNow }) => Math.abs(missingNow - missingBefore) >= 0.05);
  const sentences = [
    rowsBefore === rowsNow
      ? `As many rows as version ${since}: ${formatCount(rowsNow)}.`
      : `${formatPlural(Math.abs(rowsNow - rowsBefore), 'row', 'rows')} ${rowsNow > rowsBefore ? 'more' : 'fewer'} than version ${since}.`,
    ...(added.length > 0 ? [`New columns: ${added.join(', ')}.`] : []),
    ...(removed.length > 0 ? [`Gone: ${removed.join(', ')}.`] : []),
    ...retyped.map(({ column, before, now }) => `${column} was read as ${before} and now as ${now}.`),
    ...moved
      .slice(0, 8)
      .map(({ column, shift }) => `${column}: ${formatPercent(shift, 0)} of the rows lie elsewhere now.`),
    ...emptier
      .slice(0, 8)
      .map(
        ({ column, missingBefore, missingNow }) =>
          `${column}: ${formatPercent(missingNow, 0)} empty, was ${formatPercent(missingBefore, 0)}.`,
      ),
  ];
  const isSame = added.length + removed.length + retyped.length + moved.length + emptier.length === 0;
  return (
    <div>
      <h3>{isSame ? `Nothing notable changed since version ${since}` : `What changed since version ${since}`}</h3>
      <ul className="tl-plain-list">
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}
