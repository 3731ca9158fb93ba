import { z } from 'zod';
import { centsSchema, currencySchema, daySchema } from '../../platform/contract/wire.ts';
import type { QuestionReading } from './read-question.ts';

const words = (max: number) => z.string().trim().max(max);

/** The plain questions that turn a defined question into a KPI contract. Each may be answered later. */
export const kpiAnswersSchema = z
  .object({
    /** What is counted, in the asker's words. */
    name: words(120).optional(),
    /** In which unit, e.g. "% of customers a quarter". */
    unit: words(60).optional(),
    direction: z.enum(['up', 'down']).optional(),
    /** Where it is today, measured over a window. */
    baseline: z.number().optional(),
    baselineFrom: daySchema.optional(),
    baselineTo: daySchema.optional(),
    target: z.number().optional(),
    due: daySchema.optional(),
    /** What one good case is worth, and who says so. */
    valueCents: centsSchema.min(0).optional(),
    currency: currencySchema.optional(),
    valueSource: words(300).optional(),
    owner: words(120).optional(),
  })
  .meta({ id: 'KpiAnswers', description: 'What is counted, from what to what, by when, and what it is worth.' });

/** The answers given so far. */
export type KpiAnswers = z.infer<typeof kpiAnswersSchema>;

/** A question that still needs an answer before the KPI says what it promises, with what to do. */
export interface AnswerGap {
  readonly field: keyof KpiAnswers;
  readonly sentence: string;
}

const QUESTIONS: readonly AnswerGap[] = [
  { field: 'name', sentence: 'Say what is counted.' },
  { field: 'unit', sentence: 'Say in which unit it is counted.' },
  { field: 'direction', sentence: 'Say which way it should go.' },
  { field: 'baseline', sentence: 'Say where it is today.' },
  { field: 'baselineFrom', sentence: 'Say from which day on that was measured.' },
  { field: 'baselineTo', sentence: 'Say until which day that was measured.' },
  { field: 'target', sentence: 'Say where it should be.' },
  { field: 'due', sentence: 'Say by when.' },
];

/**
 * What the answers still lack, and what contradicts itself. None of it stops an initiative: its framing asks again, and
 * nothing is signed before it is complete.
 */
export function answerGaps(answers: KpiAnswers): readonly AnswerGap[] {
  const missing = QUESTIONS.filter(({ field }) => answers[field] === undefined || answers[field] === '');
  const { direction, baseline, target, baselineFrom, baselineTo, due } = answers;
  const contradictions: AnswerGap[] = [];
  if (direction !== undefined && baseline !== undefined && target !== undefined) {
    const isBetter = direction === 'up' ? target > baseline : target < baseline;
    const wanted = direction === 'up' ? 'above' : 'below';
    if (!isBetter) {
      contradictions.push({
        field: 'target',
        sentence: `The goal has to be ${wanted} ${baseline}, where it is today.`,
      });
    }
  }
  if (baselineFrom !== undefined && baselineTo !== undefined && baselineTo < baselineFrom) {
    contradictions.push({
      field: 'baselineTo',
      sentence: 'The time over which it was measured ends before it begins.',
    });
  }
  if (baselineTo !== undefined && due !== undefined && due <= baselineTo) {
    contradictions.push({ field: 'due', sentence: 'The goal is due before today’s value is complete.' });
  }
  return [...missing, ...contradictions];
}

/** The answers that a question gives by itself; what it does not say stays open. */
export function answersOf(reading: QuestionReading): KpiAnswers {
  const level = reading.amount?.value.kind === 'level' ? reading.amount.value : null;
  const money = currencyOf(reading);
  const unit = level?.unit ?? (reading.amount?.value.kind === 'difference' ? reading.amount.value.unit : null);
  return {
    ...(reading.kpi ? { name: reading.kpi.value.slice(0, 120) } : {}),
    ...(unit !== null ? { unit } : {}),
    ...(reading.direction ? { direction: reading.direction.value } : {}),
    ...(level?.from !== null && level?.from !== undefined ? { baseline: level.from } : {}),
    ...(level ? { target: level.value } : {}),
    ...(reading.due ? { due: reading.due.value } : {}),
    ...(money === null ? {} : { currency: money }),
  };
}

function currencyOf({ amount }: QuestionReading): string | null {
  const unit = amount && 'unit' in amount.value ? amount.value.unit : null;
  return unit !== null && currencySchema.safeParse(unit).success ? unit : null;
}

/**
 * The goal that an amount means, once it is known where the figure is today: "by 10%" of 36 is 32.4, "by 2 points" of 36
 * is 34. `null` while something is missing.
 */
export function goalFrom(
  amount: QuestionReading['amount'],
  direction: 'up' | 'down' | undefined,
  baseline: number | undefined,
): number | null {
  if (!amount) return null;
  if (amount.value.kind === 'level') return amount.value.value;
  if (direction === undefined || baseline === undefined) return null;
  const sign = direction === 'up' ? 1 : -1;
  switch (amount.value.kind) {
    case 'share':
      return tidy(baseline + sign * Math.abs(baseline) * (amount.value.percent / 100));
    case 'points':
      return tidy(baseline + sign * amount.value.points);
    case 'difference':
      return tidy(baseline + sign * amount.value.value);
  }
}

/** Without the dust of binary fractions: 36 less 10% is 32.4. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

/** The answers as the parts of a framing draft that they fill; later rooms complete it. */
export function framingDraftOf(answers: KpiAnswers): Readonly<Record<string, unknown>> {
  const { name, unit, direction, baseline, baselineFrom, baselineTo, target, due, owner } = answers;
  const { valueCents, currency, valueSource } = answers;
  const kpi = stated({
    name,
    unit,
    direction,
    target,
    due,
    owner,
    baseline: stated({ value: baseline, from: baselineFrom, to: baselineTo }),
  });
  const successCriterion = stated({ valuePerOutcomeCents: valueCents, currency, valueSource });
  return stated({ kpi, successCriterion }) ?? {};
}

/** An object with the parts that are stated; `undefined` when there are none. */
function stated(parts: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined {
  const entries = Object.entries(parts).filter(([, value]) => value !== undefined && value !== '');
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
