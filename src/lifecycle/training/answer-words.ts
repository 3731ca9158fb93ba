import { wilsonInterval } from '../../statistics/index.ts';
import { formatCount, formatNumber, formatPercent, rangeWords } from '../../words/index.ts';
import type { TrainingResult } from './training-result.schema.ts';
import { courseWords } from './training-words.ts';
import type { FirstOfList, Trait } from './who-comes-first.ts';

/** Columns that the sentence about why names. */
const NAMED_COLUMNS = 3;

/** Who stands at the head of the list, as a sentence: how often the outcome came true there, and how often in all rows. */
export function firstWords(first: FirstOfList, outcome: string, many: string): string {
  const { rows, events, allRows, allEvents } = first;
  const range = wilsonInterval({ events, units: rows });
  const inFirst = rangeWords(range.lower, range.upper, ofHundred);
  const ofAll = ofHundred(allEvents / allRows);
  return `The model puts these ${formatCount(rows)} of ${formatCount(allRows)} ${many} first. Of 100 like them, ${inFirst} have "${outcome}"; of 100 ${many} chosen by chance, ${ofAll}. They hold ${formatPercent(allEvents === 0 ? 0 : events / allEvents, 0)} of all with "${outcome}".`;
}

/** What those who come first have in common, as a phrase: "Contract is Month-to-month". */
export function traitWords({ column, is }: Trait): string {
  if (is.kind === 'level') return `${column} is ${is.level}`;
  if (is.kind === 'yes-no') return `${column} is ${is.isYes ? 'yes' : 'no'}`;
  const limit = Number(is.limit.toPrecision(6)).toLocaleString('en-GB');
  return is.kind === 'above' ? `${column} is more than ${limit}` : `${column} is ${limit} or less`;
}

/** How much more frequent a trait is among those who come first. */
export function traitShares({ ofFirst, ofAll }: Trait, many: string): string {
  return `${ofHundred(ofFirst)} of 100 of them, ${ofHundred(ofAll)} of 100 of all ${many}`;
}

/** By what a model goes, in a few sentences; null where no column counts. */
export function whyWords({
  importance,
  courses,
}: Pick<TrainingResult, 'importance' | 'courses'>): readonly string[] | null {
  const named = importance.filter(({ share }) => share > 0).slice(0, NAMED_COLUMNS);
  const [first, ...others] = named.map(({ column }) => column);
  if (first === undefined) return null;
  const last = others.pop();
  const list = last === undefined ? first : `${[first, ...others].join(', ')} and ${last}`;
  const share = named.reduce((sum, one) => sum + one.share, 0);
  return [
    `It goes by ${list} most: ${formatPercent(share, 0)} of what moves its predictions.`,
    ...courses
      .filter(({ column }) => named.some((one) => one.column === column))
      .map(({ column, points }) => `${courseWords(column, points)}.`),
  ];
}

function ofHundred(share: number): string {
  return formatNumber(share * 100, 0);
}
