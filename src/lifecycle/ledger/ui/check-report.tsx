import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import {
  CheckField,
  type Column,
  DataTable,
  type Fact,
  Facts,
  formatCount,
  formatPercent,
  formatPlural,
  Notice,
  Section,
} from '../../../web/kit/index.ts';
import { ARMS } from '../../actions/index.ts';
import { type Right, RightButton } from '../../initiatives/ui/index.ts';
import { type BroughtFile, fileKey, importsClient } from './client.ts';
import { ARM_WORDS, RECORD_WORDS } from './ledger-words.ts';
import { RefusedLink } from './refused-link.tsx';

type Check = NonNullable<BroughtFile['check']>;

export interface CheckReportProps {
  readonly slug: string;
  readonly file: BroughtFile;
  readonly check: Check;
  readonly right: Right;
  readonly onRemap: () => void;
}

/** What the whole file would come to, and the button that loads it. */
export function CheckReport({ slug, file, check, right, onRemap }: CheckReportProps) {
  const [leaveOutBad, setLeaveOutBad] = useState(false);
  const queryClient = useQueryClient();
  const load = useMutation({
    mutationFn: () => importsClient.load({ params: { slug, id: file.id }, body: { leaveOutBad } }),
    onSuccess: (loading) => queryClient.setQueryData(fileKey(slug, file.id), loading),
  });
  const isBlocked = check.blockers.length > 0 || check.good === 0;
  return (
    <div className="tl-stack">
      {file.loadedBefore !== null && (
        <Notice tone="look" title="A file with the very same content was loaded before.">
          <p>Loading it again changes nothing: every row is recognised.</p>
        </Notice>
      )}
      {check.blockers.map((blocker) => (
        <Notice
          key={blocker}
          tone="broken"
          title={blocker}
          action={
            <Button variant="default" onClick={onRemap}>
              Change what the columns are
            </Button>
          }
        />
      ))}
      <Section title="What the file holds" lead="Every row was read. Nothing is stored yet.">
        <Facts look="tiles" facts={factsOf(check)} />
      </Section>
      {check.arms.length > 0 && <ArmsTable check={check} />}
      <UnknownValues check={check} />
      {check.notes.length > 0 && (
        <Section title="What you should know" level={3}>
          <ul className="tl-ledger-notes">
            {check.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </Section>
      )}
      {check.bad > 0 && <Refusals slug={slug} file={file} check={check} />}
      {check.bad > 0 && check.good > 0 && (
        <CheckField
          label={`Leave out the ${formatPlural(check.bad, 'row', 'rows')} that cannot be read`}
          help="The rest of the file is loaded. You can correct these rows and bring them later."
          checked={leaveOutBad}
          onChange={(event) => setLeaveOutBad(event.currentTarget.checked)}
        />
      )}
      <ProblemNotice error={load.error} />
      <div className="tl-row">
        <RightButton
          right={right}
          loading={load.isPending}
          isOff={isBlocked || (check.bad > 0 && !leaveOutBad)}
          offReason={isBlocked ? 'Correct what is said above first.' : 'Say above that the rest may be loaded.'}
          onClick={() => load.mutate()}
        >
          Load {formatPlural(check.good, 'row', 'rows')}
        </RightButton>
        <Button variant="default" onClick={onRemap}>
          Change what the columns are
        </Button>
      </div>
    </div>
  );
}

function factsOf(check: Check): readonly Fact[] {
  const { units } = check;
  return [
    { term: 'Rows', detail: formatCount(check.rows) },
    { term: 'Can be loaded', detail: formatCount(check.good) },
    ...(check.bad > 0 ? [{ term: 'Cannot be read', detail: formatCount(check.bad) }] : []),
    ...(check.leftOut > 0 ? [{ term: 'Left out, as you said', detail: formatCount(check.leftOut) }] : []),
    { term: 'Different ids', detail: `${units.isExact ? '' : 'about '}${formatCount(units.count)}` },
    ...check.records.map(({ kind, count }) => ({
      term: capital(RECORD_WORDS[kind][1]),
      detail: formatCount(count),
    })),
  ];
}

const ARM_COLUMNS: readonly Column<Check['arms'][number]>[] = [
  { key: 'arm', head: 'Group', isRowHead: true, cell: ({ arm }) => armWords(arm) },
  { key: 'rows', head: 'Rows', align: 'end', cell: ({ rows }) => formatCount(rows) },
  {
    key: 'propensity',
    head: 'Probability',
    align: 'end',
    cell: ({ propensity }) => (propensity === null ? 'from the file' : formatPercent(propensity)),
  },
];

function ArmsTable({ check }: { readonly check: Check }) {
  return (
    <Section title="Groups" level={3}>
      <DataTable
        label="Groups in the file"
        columns={ARM_COLUMNS}
        rows={check.arms}
        rowKey={({ arm }) => arm}
        empty={null}
      />
    </Section>
  );
}

function UnknownValues({ check }: { readonly check: Check }) {
  const unknown = check.values.filter(({ means }) => means === null);
  if (unknown.length === 0) return null;
  return (
    <Notice tone="look" title="Some values have no meaning yet.">
      <ul>
        {unknown.map(({ column, value, rows }) => (
          <li key={`${column}${value}`}>
            “{value === '' ? 'blank' : value}” in “{column}”: {formatPlural(rows, 'row', 'rows')}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

const REFUSAL_COLUMNS: readonly Column<Check['refusals'][number]>[] = [
  { key: 'column', head: 'Column', isRowHead: true, cell: ({ column }) => column ?? 'the row itself' },
  { key: 'rows', head: 'Rows', align: 'end', cell: ({ rows }) => formatCount(rows) },
  { key: 'example', head: 'For example', cell: ({ example }) => example },
];

function Refusals({ slug, file, check }: { readonly slug: string; readonly file: BroughtFile; readonly check: Check }) {
  return (
    <Section
      title={`${formatPlural(check.bad, 'row', 'rows')} cannot be read`}
      level={3}
      aside={<RefusedLink slug={slug} file={file} />}
    >
      <DataTable
        label="Why rows cannot be read"
        columns={REFUSAL_COLUMNS}
        rows={check.refusals}
        rowKey={({ column, example }) => `${column ?? ''}${example}`}
        empty={null}
      />
    </Section>
  );
}

function armWords(arm: string): string {
  const known = ARMS.find((one) => one === arm);
  return known ? capital(ARM_WORDS[known]) : arm;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
