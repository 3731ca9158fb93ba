import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { ChoiceField, LongTextField, NumberField, TextField } from '../../../web/kit/index.ts';
import type { CheckRule } from '../dataset-check.ts';
import type { ProfiledColumn } from './column-words.ts';
import { type DatasetEntry, datasetQuery, datasetsClient, datasetsQuery, versionQuery } from './dataset-queries.ts';

const KINDS: readonly { readonly kind: CheckRule['kind']; readonly label: string }[] = [
  { kind: 'not-null', label: 'is always filled in' },
  { kind: 'unique', label: 'names each row once' },
  { kind: 'range', label: 'lies in a range' },
  { kind: 'accepted', label: 'is one of some words' },
  { kind: 'freshness', label: 'has a newest value that is recent' },
  { kind: 'foreign-key', label: 'is found in another data set' },
  { kind: 'row-count', label: 'The table has a number of rows in a range' },
  { kind: 'sql', label: 'A statement of our own finds no row' },
];

interface Draft {
  readonly kind: CheckRule['kind'];
  readonly column: string;
  readonly min: number | null;
  readonly max: number | null;
  readonly words: string;
  readonly days: number | null;
  readonly otherId: string;
  readonly otherColumn: string;
  readonly sql: string;
}

/** The rule that a draft stands for, or what it still lacks, in a sentence. */
export function ruleOf(draft: Draft): CheckRule | string {
  const { kind, column, min, max, days } = draft;
  if (kind === 'row-count') return min === null && max === null ? 'Give a least or a most.' : { kind, min, max };
  if (kind === 'sql') return draft.sql.trim() === '' ? 'Write the statement.' : { kind, sql: draft.sql };
  if (column === '') return 'Choose a column.';
  switch (kind) {
    case 'not-null':
      return { kind, column };
    case 'unique':
      return { kind, columns: [column] };
    case 'range':
      return min === null && max === null ? 'Give a least or a most.' : { kind, column, min, max };
    case 'accepted': {
      const values = draft.words
        .split('\n')
        .map((word) => word.trim())
        .filter((word) => word !== '');
      return values.length === 0 ? 'Write the words, one on each line.' : { kind, column, values };
    }
    case 'freshness':
      return days === null || days <= 0 ? 'Give a number of days.' : { kind, column, days };
    case 'foreign-key':
      return draft.otherId === '' || draft.otherColumn === ''
        ? 'Choose the other data set and its column.'
        : { kind, column, datasetId: draft.otherId, otherColumn: draft.otherColumn };
  }
}

/** Sets a check. */
export function CheckForm({
  slug,
  dataset,
  columns,
  onDone,
}: {
  readonly slug: string;
  readonly dataset: DatasetEntry;
  readonly columns: readonly ProfiledColumn[];
  readonly onDone: () => Promise<void>;
}) {
  const [draft, setDraft] = useState<Draft>({
    kind: 'not-null',
    column: columns[0]?.name ?? '',
    min: null,
    max: null,
    words: '',
    days: null,
    otherId: '',
    otherColumn: '',
    sql: '',
  });
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const rule = ruleOf(draft);
  const add = useMutation({
    mutationFn: async () => {
      if (typeof rule !== 'string') await datasetsClient.addCheck({ params: { slug, id: dataset.id }, body: { rule } });
    },
    onSuccess: onDone,
  });
  const isOfColumn = draft.kind !== 'row-count' && draft.kind !== 'sql';
  const fitting = columns.filter(({ type }) =>
    draft.kind === 'range' ? type === 'number' : draft.kind === 'freshness' ? type === 'time' : true,
  );
  return (
    <form
      className="tl-datasets-form"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      <ChoiceField
        label="Rule"
        value={draft.kind}
        data={KINDS.map(({ kind, label }) => ({ value: kind, label }))}
        onChange={({ currentTarget }) => {
          const kind = KINDS.find((one) => one.kind === currentTarget.value)?.kind ?? 'not-null';
          set({ kind, column: kind === 'range' || kind === 'freshness' ? '' : draft.column });
        }}
      />
      {isOfColumn && (
        <ChoiceField
          label="Column"
          value={draft.column}
          data={[{ value: '', label: 'Choose one' }, ...fitting.map(({ name }) => ({ value: name, label: name }))]}
          onChange={({ currentTarget }) => set({ column: currentTarget.value })}
        />
      )}
      {(draft.kind === 'range' || draft.kind === 'row-count') && (
        <>
          <NumberField label="At least" value={draft.min} onChange={(min) => set({ min })} />
          <NumberField label="At most" value={draft.max} onChange={(max) => set({ max })} />
        </>
      )}
      {draft.kind === 'accepted' && (
        <LongTextField
          label="Accepted words, one on each line"
          value={draft.words}
          onChange={({ currentTarget }) => set({ words: currentTarget.value })}
        />
      )}
      {draft.kind === 'freshness' && (
        <NumberField label="At most so old" unit="days" value={draft.days} onChange={(days) => set({ days })} />
      )}
      {draft.kind === 'foreign-key' && <OtherTable slug={slug} dataset={dataset} draft={draft} onChange={set} />}
      {draft.kind === 'sql' && (
        <LongTextField
          label="Statement"
          help='SELECT from the table "data"; the rows that it finds break the rule.'
          value={draft.sql}
          onChange={({ currentTarget }) => set({ sql: currentTarget.value })}
        />
      )}
      <ProblemNotice error={add.error} />
      <div className="tl-row">
        <Button type="submit" loading={add.isPending} disabled={typeof rule === 'string'}>
          Set this check
        </Button>
        <Button variant="default" onClick={() => void onDone()}>
          Leave it
        </Button>
        {typeof rule === 'string' && <span className="tl-muted tl-small">{rule}</span>}
      </div>
    </form>
  );
}

function OtherTable({
  slug,
  dataset,
  draft,
  onChange,
}: {
  readonly slug: string;
  readonly dataset: DatasetEntry;
  readonly draft: Draft;
  readonly onChange: (change: Partial<Draft>) => void;
}) {
  const datasets = useQuery(datasetsQuery(slug));
  const others = (datasets.data ?? []).filter(({ id, newest }) => id !== dataset.id && newest.state === 'ready');
  const other = others.find(({ id }) => id === draft.otherId);
  const read = useQuery({ ...datasetQuery(slug, draft.otherId), enabled: other !== undefined });
  const version = useQuery({
    ...versionQuery(slug, draft.otherId, read.data?.dataset.newest.number ?? 1),
    enabled: read.data !== undefined,
  });
  const names = version.data?.readings.map(({ name }) => name) ?? [];
  return (
    <>
      <ChoiceField
        label="Other data set"
        value={draft.otherId}
        data={[{ value: '', label: 'Choose one' }, ...others.map(({ id, name }) => ({ value: id, label: name }))]}
        onChange={({ currentTarget }) => onChange({ otherId: currentTarget.value, otherColumn: '' })}
      />
      {names.length > 0 ? (
        <ChoiceField
          label="Its column"
          value={draft.otherColumn}
          data={[{ value: '', label: 'Choose one' }, ...names.map((name) => ({ value: name, label: name }))]}
          onChange={({ currentTarget }) => onChange({ otherColumn: currentTarget.value })}
        />
      ) : (
        <TextField label="Its column" value={draft.otherColumn} readOnly />
      )}
    </>
  );
}
