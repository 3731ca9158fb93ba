import {
  ChoiceField,
  currencyChoices,
  DateField,
  formatNumber,
  NumberField,
  TextField,
} from '../../../web/kit/index.ts';
import { type AnswerGap, goalFrom, type KpiAnswers } from '../kpi-answers.ts';
import type { Read } from '../question-tokens.ts';
import type { QuestionReading } from '../read-question.ts';
import type { KpiForm } from './kpi-form.ts';

export interface KpiQuestionsProps {
  readonly form: KpiForm;
  readonly onForm: (form: KpiForm) => void;
  readonly reading: QuestionReading;
  /** What contradicts itself, said beside its field. */
  readonly gaps: readonly AnswerGap[];
}

/** The plain questions that turn a defined question into a KPI: one screen, filled in as far as the words tell. */
export function KpiQuestions({ form, onForm, reading, gaps }: KpiQuestionsProps) {
  const set = (change: Partial<KpiForm>) => onForm({ ...form, ...change });
  const direction = form.direction === '' ? undefined : form.direction;
  /** The goal follows from today's value as long as nobody has written another one. */
  const withGoal = (next: KpiForm): KpiForm => {
    const usual = goalFrom(reading.amount, direction, form.baseline ?? undefined);
    const isOwn = form.target !== null && form.target !== usual;
    const way = next.direction === '' ? undefined : next.direction;
    return isOwn ? next : { ...next, target: goalFrom(reading.amount, way, next.baseline ?? undefined) };
  };
  const problem = (field: keyof KpiAnswers) => gaps.find((gap) => gap.field === field)?.sentence;
  return (
    <div className="tl-questions">
      <fieldset>
        <legend>What is counted?</legend>
        <TextField
          label="In your words"
          help={readFrom(reading.kpi)}
          placeholder="Quarterly churn"
          maxLength={120}
          value={form.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <TextField
          label="In which unit"
          placeholder="% of customers a quarter"
          maxLength={60}
          value={form.unit}
          onChange={(event) => set({ unit: event.currentTarget.value })}
        />
        <ChoiceField
          label="Which way it should go"
          help={readFrom(reading.direction)}
          value={form.direction}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            onForm(withGoal({ ...form, direction: chosen === 'up' || chosen === 'down' ? chosen : '' }));
          }}
          data={[
            { value: '', label: 'Choose' },
            { value: 'down', label: 'It should go down' },
            { value: 'up', label: 'It should go up' },
          ]}
        />
      </fieldset>
      <fieldset>
        <legend>Where is it today, and over which time was that measured?</legend>
        <NumberField
          label="Today"
          value={form.baseline}
          onChange={(baseline) => onForm(withGoal({ ...form, baseline }))}
        />
        <DateField
          label="Measured from"
          value={form.baselineFrom}
          onChange={(event) => set({ baselineFrom: event.currentTarget.value })}
        />
        <DateField
          label="Measured to"
          value={form.baselineTo}
          error={problem('baselineTo')}
          onChange={(event) => set({ baselineTo: event.currentTarget.value })}
        />
      </fieldset>
      <fieldset>
        <legend>Where should it be, and by when?</legend>
        <NumberField
          label="The goal"
          help={goalHelp(reading.amount, form)}
          value={form.target}
          error={problem('target')}
          onChange={(target) => set({ target })}
        />
        <DateField
          label="By when"
          help={readFrom(reading.due)}
          value={form.due}
          error={problem('due')}
          onChange={(event) => set({ due: event.currentTarget.value })}
        />
        <TextField
          label="Who answers for this figure"
          placeholder="Head of marketing"
          maxLength={120}
          value={form.owner}
          onChange={(event) => set({ owner: event.currentTarget.value })}
        />
      </fieldset>
      <fieldset>
        <legend>What is one good case worth: one customer who stays, one hour saved?</legend>
        <NumberField
          label="Worth of one good case"
          value={form.value}
          onChange={(value) => set({ value })}
          unit={form.currency}
        />
        <ChoiceField
          label="Currency"
          value={form.currency}
          onChange={(event) => set({ currency: event.currentTarget.value })}
          data={[...currencyChoices(form.currency)]}
        />
        <TextField
          label="Who says so"
          placeholder="Finance, customer value of 2025"
          maxLength={300}
          value={form.valueSource}
          onChange={(event) => set({ valueSource: event.currentTarget.value })}
        />
      </fieldset>
    </div>
  );
}

function readFrom(part: Read<unknown> | null): string | undefined {
  return part ? `Read from “${part.words}”.` : undefined;
}

/** How the goal follows from the words, and what it would be if points were meant. */
function goalHelp(amount: QuestionReading['amount'], { baseline, direction, unit }: KpiForm): string | undefined {
  if (!amount) return undefined;
  if (amount.value.kind === 'level') return readFrom(amount);
  if (baseline === null || direction === '') {
    return `Read from “${amount.words}”; it follows once today’s value is known.`;
  }
  const goal = goalFrom(amount, direction, baseline);
  if (goal === null) return undefined;
  const said = `“${amount.words}” from ${figure(baseline)} is ${figure(goal)}.`;
  if (amount.value.kind !== 'share' || !unit.includes('%')) return said;
  // Of a figure that is itself a percentage, "by 10%" may mean a part of it or ten points.
  const points = baseline + (direction === 'up' ? 1 : -1) * amount.value.percent;
  return points < 0 ? said : `${said} If you meant points, write ${figure(points)}.`;
}

function figure(value: number): string {
  const decimals = String(Math.abs(value)).split('.')[1]?.length ?? 0;
  return formatNumber(value, Math.min(decimals, 3));
}
