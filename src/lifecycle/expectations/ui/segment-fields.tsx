import { Button } from '@mantine/core';
import { CheckField, ChoiceField, NumberField } from '../../../web/kit/index.ts';
import { EXPECTATION_LIMITS } from '../expectation-limits.ts';
import type { DraftCondition } from './draft.ts';
import type { OfferedTable } from './expectation-queries.ts';

export type OfferedColumn = OfferedTable['table']['columns'][number];

export interface SegmentFieldsProps {
  /** What the group is in the sentence: "Which rows". */
  readonly legend: string;
  readonly columns: readonly OfferedColumn[];
  readonly conditions: readonly DraftCondition[];
  readonly onChange: (conditions: readonly DraftCondition[]) => void;
}

const KIND_WORDS = {
  over: 'is over',
  under: 'is under',
  between: 'is between',
  is: 'is',
  missing: 'has no value',
} as const;

/** Describes rows by conditions that all have to hold. */
export function SegmentFields({ legend, columns, conditions, onChange }: SegmentFieldsProps) {
  const set = (at: number, condition: DraftCondition): void =>
    onChange(conditions.map((other, place) => (place === at ? condition : other)));
  const [first] = columns;
  const nextId = 1 + Math.max(-1, ...conditions.map(({ id }) => id));
  return (
    <fieldset className="tl-expectation-segment">
      <legend>{legend}</legend>
      {conditions.length === 0 && <p className="tl-muted">All rows, until you add a condition.</p>}
      {conditions.map((condition, at) => (
        <ConditionFields
          key={condition.id}
          number={at + 1}
          columns={columns}
          condition={condition}
          onChange={(next) => set(at, next)}
          onRemove={() => onChange(conditions.filter((_, place) => place !== at))}
        />
      ))}
      {first && conditions.length < EXPECTATION_LIMITS.conditions && (
        <div>
          <Button variant="default" size="xs" onClick={() => onChange([...conditions, firstCondition(first, nextId)])}>
            {conditions.length === 0 ? 'Add a condition' : 'And another condition'}
          </Button>
        </div>
      )}
    </fieldset>
  );
}

function firstCondition({ name, kind, values: [word] }: OfferedColumn, id: number): DraftCondition {
  const isNumber = kind === 'number';
  const words = kind === 'yes-no' ? ['yes'] : word === undefined ? [] : [word];
  return { id, kind: isNumber ? 'over' : 'is', column: name, value: null, to: null, words: isNumber ? [] : words };
}

interface ConditionFieldsProps {
  readonly number: number;
  readonly columns: readonly OfferedColumn[];
  readonly condition: DraftCondition;
  readonly onChange: (condition: DraftCondition) => void;
  readonly onRemove: () => void;
}

function ConditionFields({ number, columns, condition, onChange, onRemove }: ConditionFieldsProps) {
  const column = columns.find(({ name }) => name === condition.column);
  const kinds =
    column?.kind === 'number' ? (['over', 'under', 'between', 'missing'] as const) : (['is', 'missing'] as const);
  const choose = (name: string): void => {
    const next = columns.find((one) => one.name === name);
    if (next) onChange(firstCondition(next, condition.id));
  };
  const { kind, value, to } = condition;
  return (
    <div className="tl-expectation-condition">
      <ChoiceField
        label={`Condition ${number}: column`}
        value={condition.column}
        onChange={(event) => choose(event.currentTarget.value)}
        data={columns.map(({ name }) => name)}
      />
      <ChoiceField
        label="How"
        value={kind}
        onChange={(event) => {
          const chosen = kinds.find((one) => one === event.currentTarget.value);
          if (chosen) onChange({ ...condition, kind: chosen });
        }}
        data={kinds.map((one) => ({ value: one, label: KIND_WORDS[one] }))}
      />
      {(kind === 'over' || kind === 'under' || kind === 'between') && (
        <NumberField
          label={kind === 'between' ? 'From' : 'Amount'}
          value={value}
          onChange={(next) => onChange({ ...condition, value: next })}
        />
      )}
      {kind === 'between' && (
        <NumberField label="To" value={to} onChange={(next) => onChange({ ...condition, to: next })} />
      )}
      {kind === 'is' && column && <WordFields column={column} condition={condition} onChange={onChange} />}
      <Button variant="subtle" size="xs" onClick={onRemove} aria-label={`Remove condition ${number}`}>
        Remove
      </Button>
    </div>
  );
}

function WordFields({
  column,
  condition,
  onChange,
}: Pick<ConditionFieldsProps, 'condition' | 'onChange'> & { readonly column: OfferedColumn }) {
  const known = column.kind === 'yes-no' ? ['yes', 'no'] : column.values;
  const offered = [...new Set([...known, ...condition.words])];
  return (
    <fieldset className="tl-expectation-words">
      <legend>One of</legend>
      {offered.map((word) => (
        <CheckField
          key={word}
          label={word}
          checked={condition.words.includes(word)}
          onChange={(event) => {
            const words = event.currentTarget.checked
              ? [...condition.words, word]
              : condition.words.filter((other) => other !== word);
            onChange({ ...condition, words });
          }}
        />
      ))}
    </fieldset>
  );
}
