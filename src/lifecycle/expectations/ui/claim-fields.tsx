import { ChoiceField, NumberField, RadioField } from '../../../web/kit/index.ts';
import type { Draft } from './draft.ts';
import { type OfferedColumn, SegmentFields } from './segment-fields.tsx';

export interface ClaimFieldsProps {
  readonly draft: Draft;
  readonly set: (change: Partial<Draft>) => void;
  /** Columns that conditions may name: neither the target nor moments. */
  readonly columns: readonly OfferedColumn[];
}

/** The slots of the sentence, by its kind. */
export function ClaimFields(props: ClaimFieldsProps) {
  switch (props.draft.kind) {
    case 'comparison':
      return <ComparisonFields {...props} />;
    case 'direction':
    case 'invariance':
      return <ChangeFields {...props} />;
    case 'level':
      return <LevelFields {...props} />;
    case 'quality':
      return <QualityFields {...props} />;
  }
}

/** The rows that the sentence is about. */
function RowsField({ legend, draft, set, columns }: ClaimFieldsProps & { readonly legend: string }) {
  return (
    <SegmentFields
      legend={legend}
      columns={columns}
      conditions={draft.segment}
      onChange={(segment) => set({ segment })}
    />
  );
}

function ComparisonFields(props: ClaimFieldsProps) {
  const { draft, set, columns } = props;
  return (
    <>
      <RowsField legend="Rows where" {...props} />
      <div className="tl-expectation-slots">
        <ChoiceField
          label="have"
          value={draft.bound}
          onChange={(event) => set({ bound: event.currentTarget.value === 'at-most' ? 'at-most' : 'at-least' })}
          data={[
            { value: 'at-least', label: 'at least' },
            { value: 'at-most', label: 'at most' },
          ]}
        />
        <NumberField label="How much" unit="times" value={draft.times} onChange={(times) => set({ times })} />
        <ChoiceField
          label="the risk of"
          value={draft.against === null ? 'others' : 'group'}
          onChange={(event) => set({ against: event.currentTarget.value === 'group' ? [] : null })}
          data={[
            { value: 'others', label: 'all others' },
            { value: 'group', label: 'another group' },
          ]}
        />
      </div>
      {draft.against !== null && (
        <SegmentFields
          legend="The other group: rows where"
          columns={columns}
          conditions={draft.against}
          onChange={(against) => set({ against })}
        />
      )}
    </>
  );
}

function ChangeFields(props: ClaimFieldsProps) {
  const { draft, set, columns } = props;
  const isDirection = draft.kind === 'direction';
  const usable = columns.filter(
    ({ kind }) => kind === 'number' || kind === 'yes-no' || (!isDirection && kind === 'text'),
  );
  return (
    <>
      <div className="tl-expectation-slots">
        <ChoiceField
          label={isDirection ? 'More' : 'Another value of'}
          value={draft.column}
          onChange={(event) => set({ column: event.currentTarget.value })}
          data={[{ value: '', label: 'Choose a column' }, ...usable.map(({ name }) => name)]}
        />
        {isDirection && (
          <ChoiceField
            label="never"
            value={draft.never}
            onChange={(event) => set({ never: event.currentTarget.value === 'lowers' ? 'lowers' : 'raises' })}
            data={[
              { value: 'raises', label: 'raises the risk' },
              { value: 'lowers', label: 'lowers the risk' },
            ]}
          />
        )}
        <NumberField
          label={isDirection ? 'by more than' : 'changes the risk by no more than'}
          {...(draft.outcome === null ? {} : { unit: 'of 100' })}
          value={draft.tolerance}
          onChange={(tolerance) => set({ tolerance })}
        />
      </div>
      <p className="tl-muted">
        Real rows are taken, this one column is changed, and everything else stays as it is. One break is enough.
      </p>
      <RowsField legend="Of these rows" {...props} />
    </>
  );
}

function LevelFields(props: ClaimFieldsProps) {
  const { draft, set } = props;
  const unit = draft.outcome === null ? {} : { unit: 'of 100' };
  return (
    <>
      <RowsField legend="For rows where" {...props} />
      <div className="tl-expectation-slots">
        <NumberField label="the risk is from" {...unit} value={draft.from} onChange={(from) => set({ from })} />
        <NumberField label="to" {...unit} value={draft.to} onChange={(to) => set({ to })} />
      </div>
    </>
  );
}

function QualityFields(props: ClaimFieldsProps) {
  const { draft, set } = props;
  return (
    <>
      <RowsField legend="For rows where" {...props} />
      <div className="tl-expectation-slots">
        <NumberField
          label={
            draft.outcome === null
              ? 'the model is off on average by at most'
              : 'the right one of two comes first in at least'
          }
          help={draft.outcome === null ? 'In the unit of what is foreseen.' : 'By chance it would be 50 of 100 pairs.'}
          {...(draft.outcome === null ? {} : { unit: 'of 100' })}
          value={draft.good}
          onChange={(good) => set({ good })}
        />
      </div>
    </>
  );
}

/** The choice of the kind of sentence. */
export function KindField({
  value,
  onChange,
}: {
  readonly value: Draft['kind'];
  readonly onChange: (kind: Draft['kind']) => void;
}) {
  return (
    <RadioField
      label="What do you expect"
      value={value}
      onChange={(next) => {
        const kind = KINDS.find((one) => one.value === next)?.value;
        if (kind) onChange(kind);
      }}
      options={KINDS}
    />
  );
}

const KINDS = [
  {
    value: 'comparison',
    label: 'One group has more (or less) risk than others',
    help: 'Over five tickets and no reply: at least twice the risk.',
  },
  {
    value: 'direction',
    label: 'More of something never raises (or lowers) the risk',
    help: 'A longer tenure never raises it.',
  },
  { value: 'level', label: 'The risk of a group lies in a range', help: 'New customers: between 20 and 40 of 100.' },
  { value: 'invariance', label: 'Something makes no difference', help: 'Another gender changes nothing.' },
  {
    value: 'quality',
    label: 'The model is good enough for a group',
    help: 'Also for customers with two-year contracts.',
  },
] as const;
