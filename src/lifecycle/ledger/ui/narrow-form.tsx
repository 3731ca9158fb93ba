import { useState } from 'react';
import { CheckField, ChoiceField, Disclosure, TextField } from '../../../web/kit/index.ts';
import { statusMeanings } from '../guess-columns.ts';
import type { ImportColumn } from '../import-column.ts';
import type { FieldSource, NarrowMapping } from '../import-mapping.ts';
import { RECORD_KINDS } from '../ledger.ts';
import { NARROW_FIELDS, type NarrowField } from '../narrow-fields.ts';
import { ARM_WORDS, KIND_WORDS } from './ledger-words.ts';
import { MappingPart, type Remark } from './mapping-part.tsx';
import { ValueMap } from './value-map.tsx';

const SAME = 'same';

/** The fields of records in the words of people. */
const FIELD_WORDS: Readonly<Record<string, string>> = {
  unitId: 'Who it is (the id)',
  occurredAt: 'When it happened',
  predictionId: 'Id of the prediction',
  score: 'Score of the model',
  flagged: 'Whether it was flagged',
  threshold: 'Score from which one acts',
  rank: 'Place on the list',
  listSize: 'Length of the list',
  probability: 'Probability by the model',
  deployment: 'Where the model runs',
  modelVersion: 'Version of the model',
  preValue: 'Value before',
  arm: 'Group: acted upon or left alone',
  propensity: 'Probability of its group',
  assignedAt: 'Day from which it counts',
  stratum: 'Layer in which the groups were drawn',
  cluster: 'Who was drawn together',
  actionId: 'Id of the action',
  actionType: 'What was done',
  status: 'How far it got',
  'actor.id': 'Who did it',
  'actor.role': 'Role of who did it',
  'actor.team': 'Team of who did it',
  costCents: 'What it cost',
  currency: 'Currency',
  channel: 'Channel',
  minutes: 'Minutes that it took',
  note: 'Note',
  reasonNotActed: 'Why nothing was done',
  outcomeId: 'Id of the outcome',
  revision: 'Number of the correction',
  metric: 'Which figure it is',
  value: 'Value',
  denominator: 'What it is divided by',
  voided: 'Whether it was taken back',
  kpiId: 'Which KPI',
  periodStart: 'First day of the period',
  periodEnd: 'Last day of the period',
  segment: 'Part of the business',
  numerator: 'Numerator',
  source: 'Where the data come from',
  completeThrough: 'Complete through',
  rowCount: 'Number of rows',
  costId: 'Id of the cost',
  amountCents: 'Amount',
  team: 'Team',
};

export interface NarrowFormProps {
  readonly columns: readonly ImportColumn[];
  readonly draft: NarrowMapping;
  readonly remarks: readonly Remark[];
  readonly onChange: (draft: NarrowMapping) => void;
  /** Every row is a record of another kind. */
  readonly onKind: (kind: NarrowMapping['kind']) => void;
}

/** What the columns of a file with one record per row are. */
export function NarrowForm({ columns, draft, remarks, onChange, onKind }: NarrowFormProps) {
  const fields = NARROW_FIELDS[draft.kind];
  const change = (name: string, source: FieldSource | undefined) => {
    const { [name]: _, ...others } = draft.fields;
    onChange({ ...draft, fields: source ? { ...others, [name]: source } : others });
  };
  // What the file brings at first stays in sight; the rest of the optional fields waits behind a button.
  const [atFirst] = useState(() => new Set(Object.keys(draft.fields)));
  const isAside = ({ name, isRequired }: NarrowField) => !isRequired && !atFirst.has(name);
  const row = (field: NarrowField) => (
    <FieldRow
      key={field.name}
      field={field}
      columns={columns}
      source={draft.fields[field.name]}
      onChange={(source) => change(field.name, source)}
    />
  );
  return (
    <div className="tl-stack">
      <div className="tl-ledger-grid">
        <ChoiceField
          label="What every row is"
          value={draft.kind}
          data={RECORD_KINDS.map((kind) => ({ value: kind, label: KIND_WORDS[kind].name }))}
          onChange={(event) => {
            const kind = RECORD_KINDS.find((known) => known === event.currentTarget.value);
            if (kind) onKind(kind);
          }}
        />
      </div>
      <MappingPart title="Where its fields come from" paths={['fields', 'kind']} remarks={remarks}>
        <div className="tl-ledger-fields">{fields.filter((field) => !isAside(field)).map(row)}</div>
        <Disclosure key={draft.kind} label="Fields that may be left out">
          <div className="tl-ledger-fields">{fields.filter(isAside).map(row)}</div>
        </Disclosure>
      </MappingPart>
      <div className="tl-ledger-grid">
        <TextField
          label="Where the data come from"
          maxLength={120}
          value={draft.source}
          onChange={(event) => onChange({ ...draft, source: event.currentTarget.value })}
        />
      </div>
      {(draft.kind === 'outcomes' || draft.kind === 'kpi-points') && (
        <CheckField
          label="The rows correct those of an earlier file"
          help="What was there before stays in the history."
          checked={draft.corrects}
          onChange={(event) => onChange({ ...draft, corrects: event.currentTarget.checked })}
        />
      )}
    </div>
  );
}

interface FieldRowProps {
  readonly field: NarrowField;
  readonly columns: readonly ImportColumn[];
  readonly source: FieldSource | undefined;
  readonly onChange: (source: FieldSource | undefined) => void;
}

function FieldRow({ field, columns, source, onChange }: FieldRowProps) {
  const label = FIELD_WORDS[field.name] ?? field.name;
  const column = source?.from === 'column' ? columns.find(({ name }) => name === source.column) : undefined;
  const choose = (value: string) => {
    if (value === '') onChange(undefined);
    else if (value === SAME) onChange({ from: 'constant', value: field.type === 'yes-no' ? 'yes' : '' });
    else onChange(columnSource(field, columns, value.slice('column:'.length)));
  };
  return (
    <div className="tl-ledger-field">
      <ChoiceField
        label={label}
        value={source?.from === 'constant' ? SAME : source ? `column:${source.column}` : ''}
        data={[
          { value: '', label: field.isRequired ? 'Choose' : 'Not in the file' },
          ...columns.map(({ name }) => ({ value: `column:${name}`, label: `The column “${name}”` })),
          { value: SAME, label: 'The same for all rows' },
        ]}
        onChange={(event) => choose(event.currentTarget.value)}
      />
      {source?.from === 'constant' && <ConstantField {...{ field, source, label, onChange }} />}
      {source?.from === 'column' && field.type === 'money' && (
        <ChoiceField
          label="Written in"
          value={source.amountsAre ?? 'units'}
          data={[
            { value: 'units', label: 'Whole units (euro, dollars)' },
            { value: 'cents', label: 'Hundredths (cents)' },
          ]}
          onChange={(event) =>
            onChange({ ...source, amountsAre: event.currentTarget.value === 'cents' ? 'cents' : 'units' })
          }
        />
      )}
      {source?.from === 'column' && source.values && column && field.choices && (
        <div className="tl-ledger-field-values">
          <ValueMap
            column={column}
            meanings={source.values}
            choices={field.choices.map((value) => ({ value, label: choiceWords(field, value) }))}
            onChange={(value, means) =>
              onChange({
                ...source,
                values: (source.values ?? []).map((one) => (one.value === value ? { value, means } : one)),
              })
            }
          />
        </div>
      )}
    </div>
  );
}

function ConstantField({
  field,
  source,
  label,
  onChange,
}: {
  readonly field: NarrowField;
  readonly source: Extract<FieldSource, { from: 'constant' }>;
  readonly label: string;
  readonly onChange: (source: FieldSource) => void;
}) {
  const props = {
    label: `${label}, for all rows`,
    value: String(source.value),
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      onChange({ from: 'constant', value: event.currentTarget.value }),
  };
  if (field.choices) {
    const choices = field.choices.map((value) => ({ value, label: choiceWords(field, value) }));
    return <ChoiceField {...props} data={[{ value: '', label: 'Choose' }, ...choices]} />;
  }
  if (field.type === 'yes-no') {
    return (
      <ChoiceField
        {...props}
        data={[
          { value: 'yes', label: 'Yes' },
          { value: 'no', label: 'No' },
        ]}
      />
    );
  }
  return <TextField {...props} maxLength={200} />;
}

function columnSource(field: NarrowField, columns: readonly ImportColumn[], name: string): FieldSource {
  const column = columns.find((one) => one.name === name);
  const source = { from: 'column', column: name } as const;
  if (field.type === 'money') return { ...source, amountsAre: /cents?$/i.test(name) ? 'cents' : 'units' };
  if (field.type !== 'choice' || !column || column.values.length === 0 || !field.choices) return source;
  const known = field.choices;
  const values = statusMeanings(column).map(({ value, status }) => ({
    value,
    means: known.find((choice) => choice === status) ?? known.find((choice) => choice === value) ?? known[0] ?? '',
  }));
  return { ...source, values };
}

function choiceWords(field: NarrowField, value: string): string {
  const words = field.name === 'arm' ? Object.entries(ARM_WORDS).find(([arm]) => arm === value)?.[1] : undefined;
  return words ?? value;
}
