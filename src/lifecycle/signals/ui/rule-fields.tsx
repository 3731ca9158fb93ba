import { ChoiceField, NumberField } from '../../../web/kit/index.ts';
import type { CheckChoice } from '../check-choice.ts';
import { type ColumnProfile, valuesOf } from './form-choice.ts';

type Rule = NonNullable<CheckChoice['rule']>;

export interface RuleFieldsProps {
  readonly columns: readonly ColumnProfile[];
  readonly choice: CheckChoice;
  /** How people choose today, in the words of the framing in force; null before one is signed. */
  readonly heuristic: string | null;
  readonly onChange: (part: Partial<CheckChoice>) => void;
}

/** The rule of thumb as one condition on one column, so that the check can be compared with it. */
export function RuleFields({ columns, choice, heuristic, onChange }: RuleFieldsProps) {
  const { rule, target } = choice;
  const offered = columns.filter(({ name, type }) => name !== target && type !== 'time' && type !== 'id');
  const column = offered.find(({ name }) => name === rule?.column);
  const setRule = (next: Rule | null) => onChange({ rule: next });
  return (
    <div className="tl-signal-fields">
      <ChoiceField
        label="The rule of thumb"
        help={
          heuristic === null
            ? 'How people choose today, as far as one column says it. A model has to beat it.'
            : `The framing says: ${heuristic}`
        }
        value={rule?.column ?? ''}
        data={[
          { value: '', label: 'Compare without one' },
          ...offered.map(({ name }) => ({ value: name, label: `By ${name}` })),
        ]}
        onChange={({ currentTarget }) =>
          setRule(startingRule(offered.find(({ name }) => name === currentTarget.value)))
        }
      />
      {rule !== null && column !== undefined && rule.kind === 'level' && (
        <ChoiceField
          label="First those with"
          value={rule.level}
          data={wordsOf(column).map((value) => ({ value, label: value }))}
          onChange={({ currentTarget }) => setRule({ ...rule, level: currentTarget.value })}
        />
      )}
      {rule !== null && rule.kind !== 'level' && (
        <ChoiceField
          label="First those with"
          value={wayOf(rule)}
          data={[
            { value: 'highest', label: 'the highest' },
            { value: 'lowest', label: 'the lowest' },
            { value: 'above', label: 'more than' },
            { value: 'below', label: 'less than' },
          ]}
          onChange={({ currentTarget }) => setRule(ruleOfWay(rule, currentTarget.value))}
        />
      )}
      {rule !== null && rule.kind === 'threshold' && (
        <NumberField
          label="Limit"
          value={rule.threshold}
          onChange={(threshold) => setRule({ ...rule, threshold: threshold ?? 0 })}
        />
      )}
    </div>
  );
}

function startingRule(column: ColumnProfile | undefined): Rule | null {
  if (column === undefined) return null;
  const [first] = wordsOf(column);
  if (first !== undefined) return { kind: 'level', column: column.name, level: first };
  return { kind: 'order', column: column.name, isHigherFirst: true };
}

/** The values of a column of words; yes and no are kept as numbers and are ordered instead. */
function wordsOf(column: ColumnProfile): readonly string[] {
  return column.type === 'text' ? valuesOf(column) : [];
}

function wayOf(rule: Exclude<Rule, { kind: 'level' }>): string {
  if (rule.kind === 'order') return rule.isHigherFirst ? 'highest' : 'lowest';
  return rule.isAbove ? 'above' : 'below';
}

function ruleOfWay(rule: Exclude<Rule, { kind: 'level' }>, way: string): Rule {
  const { column } = rule;
  if (way === 'highest' || way === 'lowest') return { kind: 'order', column, isHigherFirst: way === 'highest' };
  return {
    kind: 'threshold',
    column,
    isAbove: way === 'above',
    threshold: rule.kind === 'threshold' ? rule.threshold : 0,
  };
}
