import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Client, createClient, endpointUrl } from '../../../platform/contract/index.ts';
import { ProblemNotice, thisServer } from '../../../web/data/index.ts';
import { type Column, DataTable, Disclosure, FileDrop, formatPlural, Section } from '../../../web/kit/index.ts';
import { rightTo } from '../../initiatives/ui/index.ts';
import { CONTRACT_LIMITS } from '../contract-limits.ts';
import { datasetsApi } from '../datasets.schema.ts';
import { SENSITIVITIES, SENSITIVITY_NAME } from '../dictionary.ts';
import { exchangeApi } from '../exchange.schema.ts';
import { type DatasetEntry, datasetKey, type VersionPartProps } from './dataset-queries.ts';

const exchangeClient: Client<typeof exchangeApi> = createClient(exchangeApi, thisServer);

type Change = Awaited<ReturnType<typeof exchangeClient.previewContract>>;
type Word = Change['words'][number];

/** What other programs can take along of a data set, and how words and rules come from one of their files. */
export function ExchangePart({ slug, dataset, version, rights }: VersionPartProps) {
  const params = { slug, id: dataset.id };
  const ofVersion = { params: { ...params, number: version.number } };
  const mayCheck = rightTo(rights, 'dataset.check');
  return (
    <Section title="For other programs" lead="Everything that is known here of the table, in open formats.">
      <ul className="tl-plain-list tl-no-print">
        <li>
          <a className="tl-link" href={endpointUrl(datasetsApi.contract, { params })} download>
            Columns and checks as a data contract
          </a>{' '}
          (ODCS 3.1)
        </li>
        <li>
          <a className="tl-link" href={endpointUrl(exchangeApi.croissant, ofVersion)} download>
            Version {version.number} described for machine learning
          </a>{' '}
          (Croissant 1.1)
        </li>
        {rightTo(rights, 'dataset.bring').allowed && (
          <li>
            <a className="tl-link" href={endpointUrl(exchangeApi.table, ofVersion)} download>
              Every row of version {version.number}
            </a>{' '}
            (Parquet)
          </li>
        )}
      </ul>
      {mayCheck.allowed && (
        <Disclosure label="Bring a data contract" openLabel="Close the contract" isPrinted={false} isMadeOnOpening>
          <ContractForm slug={slug} dataset={dataset} />
        </Disclosure>
      )}
    </Section>
  );
}

function ContractForm({ slug, dataset }: { readonly slug: string; readonly dataset: DatasetEntry }) {
  const queryClient = useQueryClient();
  const [yaml, setYaml] = useState<string>();
  const params = { slug, id: dataset.id };
  const preview = useMutation({
    mutationFn: async ([file]: readonly File[]) => {
      const text = (await file?.text()) ?? '';
      setYaml(text);
      return exchangeClient.previewContract({ params, body: { yaml: text } });
    },
  });
  const bring = useMutation({
    mutationFn: (text: string) => exchangeClient.bringContract({ params, body: { yaml: text } }),
    onSuccess: () => {
      preview.reset();
      return queryClient.invalidateQueries({ queryKey: datasetKey(slug, dataset.id) });
    },
  });
  return (
    <div className="tl-stack">
      <FileDrop
        label="A contract of the Open Data Contract Standard (3.0 or 3.1): its words go to the columns, its rules become checks"
        endings={['.yaml', '.yml']}
        maxBytes={4 * CONTRACT_LIMITS.fileChars}
        isBusy={preview.isPending || bring.isPending}
        onFiles={(files) => {
          bring.reset();
          preview.mutate(files);
        }}
      />
      <ProblemNotice error={preview.error ?? bring.error} />
      {preview.data && yaml !== undefined && (
        <Preview
          change={preview.data}
          isBusy={bring.isPending}
          onBring={() => bring.mutate(yaml)}
          onLeave={preview.reset}
        />
      )}
      {bring.data && (
        <p role="status">
          Brought: {formatPlural(bring.data.words.length, 'word', 'words')} and{' '}
          {formatPlural(bring.data.checks.length, 'check', 'checks')}.
        </p>
      )}
    </div>
  );
}

function Preview({
  change,
  isBusy,
  onBring,
  onLeave,
}: {
  readonly change: Change;
  readonly isBusy: boolean;
  readonly onBring: () => void;
  readonly onLeave: () => void;
}) {
  const { words, checks, sameChecks, notes, kept } = change;
  return (
    <>
      <h3>{titleOf(change)}</h3>
      {words.length > 0 && (
        <DataTable
          label="What the contract says of columns"
          columns={WORD_COLUMNS}
          rows={words}
          rowKey={({ column, part }) => `${column}/${part}`}
          empty={null}
        />
      )}
      {checks.length > 0 && (
        <>
          <p>It sets {formatPlural(checks.length, 'check', 'checks')}:</p>
          <ul className="tl-plain-list">
            {checks.map(({ name, rule }) => (
              <li key={JSON.stringify(rule)}>{name}</li>
            ))}
          </ul>
        </>
      )}
      {sameChecks > 0 && (
        <p className="tl-muted">{formatPlural(sameChecks, 'rule is', 'rules are')} looked at by checks already.</p>
      )}
      {notes.length > 0 && (
        <>
          <p>Kept as it is written, and without effect here:</p>
          <ul className="tl-plain-list">
            {notes.map(({ where, why }) => (
              <li key={`${where}${why}`}>
                {where}: {why}.
              </li>
            ))}
          </ul>
        </>
      )}
      {kept.length > 0 && (
        <p className="tl-muted">Also kept, and written again when the contract is taken along: {kept.join(', ')}.</p>
      )}
      <div className="tl-row">
        <Button loading={isBusy} onClick={onBring}>
          Bring it
        </Button>
        <Button variant="default" onClick={onLeave}>
          Leave it
        </Button>
      </div>
    </>
  );
}

function titleOf({ words, checks }: Change): string {
  if (words.length + checks.length === 0) return 'It says nothing that is not so already';
  return `It changes ${formatPlural(words.length, 'word', 'words')} and sets ${formatPlural(checks.length, 'check', 'checks')}`;
}

const PART_NAME: Readonly<Record<Word['part'], string>> = {
  meaning: 'What it means',
  owner: 'Who answers for it',
  unit: 'Unit',
  min: 'Smallest value',
  max: 'Largest value',
  sensitivity: 'How carefully it is handled',
  isActionable: 'Whether somebody can change it',
};

const WORD_COLUMNS: readonly Column<Word>[] = [
  { key: 'column', head: 'Column', isRowHead: true, cell: ({ column }) => column },
  { key: 'part', head: 'What', cell: ({ part }) => PART_NAME[part] },
  { key: 'before', head: 'Now', cell: ({ part, before }) => valueInWords(part, before) },
  { key: 'now', head: 'By the contract', cell: ({ part, now }) => valueInWords(part, now) },
];

function valueInWords(part: Word['part'], value: Word['now']) {
  if (value === null) return <span className="tl-muted">Not said</span>;
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  const sensitivity = part === 'sensitivity' ? SENSITIVITIES.find((one) => one === value) : undefined;
  return sensitivity ? SENSITIVITY_NAME[sensitivity] : String(value);
}
