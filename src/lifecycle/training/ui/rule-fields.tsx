import { CheckField, ChoiceField } from '../../../web/kit/index.ts';
import { RULE_ORDER_WORDS, type SimpleRule } from '../simple-rule.ts';
import type { ActingPolicy, OfferedTable } from './training-queries.ts';

export interface RuleFieldsProps {
  readonly columns: OfferedTable['columns'];
  readonly rule: SimpleRule | null;
  readonly onChange: (rule: SimpleRule | null) => void;
  readonly policy: ActingPolicy | null;
}

/** The rule of thumb that is to stand beside the model, over one column. */
export function RuleFields({ columns, rule, onChange, policy }: RuleFieldsProps) {
  const column = columns.find(({ name }) => name === rule?.column);
  const choose = (name: string): void => {
    const next = columns.find((one) => one.name === name);
    onChange(next ? firstRule(next) : null);
  };
  return (
    <>
      <ChoiceField
        label="Compare it with a rule of thumb over"
        help={
          policy === null
            ? 'What somebody who knows the business would go by today. If that is as good, you will be told.'
            : `The framing says: ${policy.heuristic}`
        }
        value={rule?.column ?? ''}
        onChange={(event) => choose(event.currentTarget.value)}
        data={[{ value: '', label: 'No rule' }, ...columns.map(({ name }) => name)]}
      />
      {rule?.kind === 'order' && (
        <ChoiceField
          label="Who comes first"
          value={rule.first}
          onChange={(event) =>
            onChange({ ...rule, first: event.currentTarget.value === 'lowest' ? 'lowest' : 'highest' })
          }
          data={[
            { value: 'highest', label: `${RULE_ORDER_WORDS.highest} ${rule.column}` },
            { value: 'lowest', label: `${RULE_ORDER_WORDS.lowest} ${rule.column}` },
          ]}
        />
      )}
      {rule?.kind === 'words' && column && (
        <fieldset className="tl-training-columns">
          <legend>Who comes first: where {rule.column} is</legend>
          {column.values.map((word) => (
            <CheckField
              key={word}
              label={word}
              checked={rule.words.includes(word)}
              onChange={(event) => {
                const words = event.currentTarget.checked
                  ? [...rule.words, word]
                  : rule.words.filter((other) => other !== word);
                if (words.length > 0) onChange({ ...rule, words });
              }}
            />
          ))}
        </fieldset>
      )}
    </>
  );
}

/** The rule that a column begins with; none where a column of words has no word. */
function firstRule({ name, kind, values: [word] }: OfferedTable['columns'][number]): SimpleRule | null {
  if (kind !== 'text') return { kind: 'order', column: name, first: 'highest' };
  return word === undefined ? null : { kind: 'words', column: name, words: [word] };
}
