import { ChoiceField, RadioField } from '../../../web/kit/index.ts';
import { ARM_WORDS } from './ledger-words.ts';
import { MappingPart } from './mapping-part.tsx';
import { MomentField } from './moment-field.tsx';
import { ValueMap } from './value-map.tsx';
import type { WideFormProps } from './wide-form.tsx';
import { withArmSource } from './wide-roles.ts';

const ARM_CHOICES = [
  ...Object.entries(ARM_WORDS).map(([value, words]) => ({ value, label: capital(words) })),
  { value: 'leave-out', label: 'Leave these rows out' },
];

/** Who was put into which group, with which probability, and since when it counts. */
export function GroupsPart({ columns, draft, context, remarks, onChange }: WideFormProps) {
  const { arm, propensity } = draft;
  const column = arm.from === 'column' ? columns.find(({ name }) => name === arm.column) : undefined;
  return (
    <MappingPart
      title="Who was acted upon, who was left alone"
      paths={['arm', 'propensity', 'assignedAt', 'unit', 'stratum', 'cluster']}
      remarks={remarks}
    >
      {arm.from === 'column' && column ? (
        <ValueMap
          column={column}
          meanings={arm.values.map(({ value, arm: means }) => ({ value, means }))}
          choices={ARM_CHOICES}
          onChange={(value, means) =>
            onChange({
              ...draft,
              arm: {
                ...arm,
                values: arm.values.map((one) => (one.value === value ? { value, arm: meaningOf(means) } : one)),
              },
            })
          }
        />
      ) : (
        <RadioField
          label="No column of the file says it"
          value={arm.from === 'constant' ? arm.arm : 'earlier'}
          onChange={(value) => onChange(withArmSource(draft, sourceOf(value)))}
          options={[
            {
              value: 'earlier',
              label: 'The ledger knows their groups already',
              help: 'They were drawn here, or brought before.',
            },
            {
              value: 'action',
              label: 'All of them were acted upon',
              help: 'Nobody was left alone: no effect can be shown.',
            },
            { value: 'holdout', label: 'All of them were left alone' },
          ]}
        />
      )}
      {arm.from !== 'earlier' && (
        <div className="tl-ledger-grid">
          <ChoiceField
            label="With which probability each came into its group"
            value={propensity.from}
            data={[
              { value: 'observed', label: 'The share of the group in this file' },
              ...(context.hasPhase ? [{ value: 'plan', label: 'As the signed framing plans it' }] : []),
              ...(propensity.from === 'column'
                ? [{ value: 'column', label: `The column “${propensity.column}”` }]
                : []),
            ]}
            onChange={(event) => {
              const from = event.currentTarget.value;
              if (from === 'observed' || from === 'plan') onChange({ ...draft, propensity: { from } });
            }}
          />
        </div>
      )}
      <MomentField
        label="From which day it counts"
        help="When they were put into their groups; the days for outcomes count from here."
        columns={columns}
        source={draft.assignedAt}
        onChange={(source) => onChange({ ...draft, assignedAt: source ?? null })}
      />
    </MappingPart>
  );
}

function meaningOf(means: string) {
  return (['action', 'holdout', 'explore', 'none'] as const).find((arm) => arm === means) ?? 'leave-out';
}

function sourceOf(value: string) {
  return (['action', 'holdout', 'explore', 'none'] as const).find((arm) => arm === value) ?? 'earlier';
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
