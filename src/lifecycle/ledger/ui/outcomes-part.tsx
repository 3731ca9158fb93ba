import { CheckField, ChoiceField, NumberField } from '../../../web/kit/index.ts';
import { isDated, isNumeric, metricIdOf } from '../guess-columns.ts';
import type { ImportColumn } from '../import-column.ts';
import type { OutcomeMapping } from '../import-mapping.ts';
import { MappingPart } from './mapping-part.tsx';
import type { WideFormProps } from './wide-form.tsx';
import { YesValues } from './yes-values.tsx';

/** What became of each unit: one block for each column that says so. */
export function OutcomesPart({ columns, draft, context, remarks, onChange }: WideFormProps) {
  const change = (index: number, outcome: OutcomeMapping) =>
    onChange({ ...draft, outcomes: draft.outcomes.with(index, outcome) });
  return (
    <MappingPart title="What became of them" paths={['outcomes']} remarks={remarks}>
      {draft.outcomes.length === 0 && (
        <p className="tl-muted">
          No column says it yet. Choose “What became of it (outcome)” for one in the list above, if the file has it.
        </p>
      )}
      {draft.outcomes.map((outcome, index) => (
        <OutcomeFields
          key={outcome.column}
          outcome={outcome}
          columns={columns}
          metrics={context.metrics.map(({ id }) => id)}
          onChange={(next) => change(index, next)}
        />
      ))}
    </MappingPart>
  );
}

interface OutcomeFieldsProps {
  readonly outcome: OutcomeMapping;
  readonly columns: readonly ImportColumn[];
  readonly metrics: readonly string[];
  readonly onChange: (outcome: OutcomeMapping) => void;
}

function OutcomeFields({ outcome, columns, metrics, onChange }: OutcomeFieldsProps) {
  const column = columns.find(({ name }) => name === outcome.column);
  const own = metricIdOf(outcome.column);
  const names = [...new Set([...metrics, outcome.metric, own])];
  return (
    <fieldset className="tl-ledger-outcome">
      <legend>“{outcome.column}”</legend>
      <div className="tl-ledger-grid">
        <ChoiceField
          label="Which figure it is"
          value={outcome.metric}
          data={names.map((value, index) => ({
            value,
            label: index === 0 && metrics.length > 0 ? `${value} (decides)` : value,
          }))}
          onChange={(event) => onChange({ ...outcome, metric: event.currentTarget.value })}
        />
        <ChoiceField
          label="How it is written"
          value={outcome.kind}
          data={[
            { value: 'binary', label: 'Yes or no' },
            { value: 'number', label: 'An amount' },
            { value: 'date', label: 'The day on which it happened' },
          ]}
          onChange={(event) => onChange(withKind(outcome, event.currentTarget.value))}
        />
        {outcome.kind !== 'date' && (
          <ChoiceField
            label="What a blank cell means"
            value={outcome.blank}
            data={[
              { value: 'nothing', label: 'It did not happen' },
              { value: 'refuse', label: 'The row cannot be read' },
            ]}
            onChange={(event) =>
              onChange({ ...outcome, blank: event.currentTarget.value === 'refuse' ? 'refuse' : 'nothing' })
            }
          />
        )}
        {outcome.kind !== 'date' && <WhenField outcome={outcome} columns={columns} onChange={onChange} />}
        {outcome.kind !== 'date' && outcome.when.from === 'offset' && (
          <NumberField
            label="How many days after"
            help="Choose 1 when only “within the days that count” is known."
            unit="days"
            value={outcome.when.days}
            onChange={(days) =>
              days !== null && onChange({ ...outcome, when: { from: 'offset', days: Math.max(0, days) } })
            }
          />
        )}
        {outcome.kind === 'number' && (
          <ChoiceField
            label="What it is divided by"
            value={outcome.denominator?.column ?? ''}
            data={[
              { value: '', label: 'Nothing' },
              ...columns
                .filter((one) => isNumeric(one) && one.name !== outcome.column)
                .map(({ name }) => ({ value: name, label: name })),
            ]}
            onChange={(event) => {
              const { denominator: _, ...rest } = outcome;
              const name = event.currentTarget.value;
              onChange(name === '' ? rest : { ...rest, denominator: { from: 'column', column: name } });
            }}
          />
        )}
      </div>
      {outcome.kind === 'binary' && column && (
        <YesValues
          column={column}
          label={`Which values of “${column.name}” mean that it happened`}
          yes={outcome.yes}
          onChange={(yes) => {
            const { yes: _, ...rest } = outcome;
            onChange({ ...rest, ...(yes ? { yes: [...yes] } : {}) });
          }}
        />
      )}
      {outcome.kind === 'binary' && (
        <CheckField
          label="The column says the opposite"
          help={`A yes means that “${outcome.metric}” did not happen.`}
          checked={outcome.negate}
          onChange={(event) => onChange({ ...outcome, negate: event.currentTarget.checked })}
        />
      )}
    </fieldset>
  );
}

function WhenField({ outcome, columns, onChange }: Omit<OutcomeFieldsProps, 'metrics'>) {
  const { when } = outcome;
  const dated = columns.filter((column) => isDated(column) && column.name !== outcome.column);
  return (
    <ChoiceField
      label="When it happened"
      value={when.from === 'column' ? when.column : ''}
      data={[
        { value: '', label: 'Some days after it began to count' },
        ...dated.map(({ name }) => ({ value: name, label: `The column “${name}”` })),
      ]}
      onChange={(event) => {
        const name = event.currentTarget.value;
        onChange({ ...outcome, when: name === '' ? { from: 'offset', days: 1 } : { from: 'column', column: name } });
      }}
    />
  );
}

function withKind(outcome: OutcomeMapping, kind: string): OutcomeMapping {
  const { yes, ...rest } = outcome;
  if (kind === 'date') return { ...rest, kind: 'date' };
  if (kind === 'number') return { ...rest, kind: 'number', negate: false };
  return { ...rest, kind: 'binary', ...(yes ? { yes } : {}) };
}
