import { formatDay, formatNumber } from '../../../words/index.ts';
import type { Amount } from '../read-amount.ts';
import type { QuestionReading } from '../read-question.ts';

/** A part of what was understood, and the words of the asker that it was read from. */
export interface UnderstoodPart {
  readonly term: string;
  readonly meaning: string;
  readonly words: string;
}

/** What was understood of a question, part by part. */
export function understoodParts({ kpi, direction, amount, due }: QuestionReading): readonly UnderstoodPart[] {
  return [
    ...(kpi ? [{ term: 'What is counted', meaning: kpi.value, words: kpi.words }] : []),
    ...(direction
      ? [
          {
            term: 'Which way',
            meaning: direction.value === 'up' ? 'it should go up' : 'it should go down',
            words: direction.words,
          },
        ]
      : []),
    ...(amount ? [{ term: 'How much', meaning: amountWords(amount.value), words: amount.words }] : []),
    ...(due ? [{ term: 'By when', meaning: formatDay(due.value), words: due.words }] : []),
  ];
}

/** An amount in words that do not depend on knowing what a percentage point is. */
export function amountWords(amount: Amount): string {
  switch (amount.kind) {
    case 'share':
      return `${figure(amount.percent)}% of what it is today`;
    case 'points':
      return `${figure(amount.points)} points, whatever it is today`;
    case 'difference':
      return `a difference of ${withUnit(amount.value, amount.unit)}`;
    case 'level':
      return amount.from === null
        ? `a value of ${withUnit(amount.value, amount.unit)}`
        : `from ${withUnit(amount.from, amount.unit)} to ${withUnit(amount.value, amount.unit)}`;
  }
}

/** What is said about the whole while somebody writes. */
export function readingSummary(reading: QuestionReading): string {
  if (reading.doubt === 'not-english') {
    return 'We read English only, so nothing is filled in for you. Your words are kept as they are.';
  }
  if (reading.doubt === 'several-goals') {
    return 'We read more than one goal. One at a time is easier to follow; you can say which one is meant on the next page.';
  }
  switch (reading.kind) {
    case 'defined':
      return 'It names a number: a few plain questions turn it into a goal that can be checked.';
    case 'open':
      return 'An open question: people look together for the number that would show an answer.';
    case null:
      return 'We are not sure whether it names a number; you can say so on the next page.';
  }
}

function withUnit(value: number, unit: string | null): string {
  if (unit === null) return figure(value);
  if (unit === '%') return `${figure(value)}%`;
  return /^[A-Z]{3}$/.test(unit) ? `${unit} ${figure(value)}` : `${figure(value)} ${unit}`;
}

function figure(value: number): string {
  return formatNumber(value, Number.isInteger(value) ? 0 : Math.min(2, decimalsOf(value)));
}

function decimalsOf(value: number): number {
  return String(value).split('.')[1]?.length ?? 0;
}
