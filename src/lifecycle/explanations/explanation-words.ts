import { formatNumber, formatPercent, rangeWords } from '../../words/index.ts';
import type { ColumnFacts, TrainingResult } from '../training/index.ts';
import type { Answer, Cell, CoursePoint, Otherwise, Reason } from './explanation.ts';
import type { NoLever } from './levers-of-columns.ts';

type Target = TrainingResult['target'];

/** The sentence that stands beside every reason. */
export const NO_CAUSE =
  'It says what goes together in these data, not what causes what: changing one of these things need not have the effect.';

/** Why a column is not changed when a change is looked for. */
export const NO_LEVER_WORDS: Readonly<Record<NoLever, string>> = {
  'not-said': 'Nobody has said whether it can be changed.',
  fixed: 'It cannot be changed.',
  protected: 'Nobody may be treated differently for it.',
  'no-other-value': 'No other value is allowed.',
};

/** A number with as many digits as people read; float32 values lose their dust. */
export function shortly(value: number): string {
  return Number(value.toPrecision(5)).toLocaleString('en-GB', { maximumFractionDigits: 10 }).replace('-', '−');
}

/** A value of a column as people write it. */
export function cellWords(facts: Pick<ColumnFacts, 'kind'>, cell: Cell, unit: string | null = null): string {
  if (cell === null) return 'not known';
  if (typeof cell === 'string') return cell === '' ? 'empty' : cell;
  if (facts.kind === 'yes-no') return cell === 1 ? 'yes' : 'no';
  return `${shortly(cell)}${unit === null ? '' : ` ${unit}`}`;
}

/** A place of a curve: "tenure 12", "contract Two year". */
export function pointWords(facts: Pick<ColumnFacts, 'kind' | 'name'>, value: number | string): string {
  return `${facts.name} ${cellWords(facts, value)}`;
}

/** What a model says, as people read it: "31 of 100", or a number. */
export function predictionWords(target: Pick<Target, 'kind'>, prediction: number): string {
  return target.kind === 'number' ? shortly(prediction) : `${ofHundred(prediction)} of 100`;
}

/** A chance as a count of a hundred; the ends are never told as certain. */
export function ofHundred(chance: number): string {
  if (chance > 0 && chance < 0.005) return 'fewer than 1';
  if (chance < 1 && chance > 0.995) return 'more than 99';
  return formatNumber(chance * 100, 0);
}

/** The answer as a heading: "Foreseen: 72 of 100 such customers with left = Yes". */
export function answerHeading(target: Target, { prediction, outcome }: Answer, many: string): string {
  if (target.kind === 'number') return `Foreseen: ${target.name} ${shortly(prediction)}`;
  return `Foreseen: of 100 such ${many}, ${ofHundred(prediction)} with ${target.name} "${outcome}"`;
}

/** How far the prediction can be taken at its word, in a sentence. */
export function trustWords(
  target: Target,
  { alike, prediction }: Pick<Answer, 'alike' | 'prediction'>,
  quality: TrainingResult['quality'],
  many: string,
): string {
  if (target.kind === 'number' && quality.kind === 'number') {
    const { lower, upper } = quality.mae.interval;
    return `On rows that it had not seen the model was off by ${rangeWords(lower, upper, shortly)} on average.`;
  }
  if (quality.kind === 'multiclass') {
    const { lower, upper } = quality.accuracy.interval;
    return `Of 100 rows that it had not seen, it named the right one for ${rangeWords(lower, upper, (one) => formatNumber(one * 100, 0))}.`;
  }
  if (alike === null)
    return `Too few ${many} that the model had not seen had nearly the same chance to tell how far it can be trusted.`;
  const range = rangeWords(alike.low, alike.high, (one) => formatNumber(one * 100, 0));
  const verdict =
    prediction < alike.low
      ? ' The model says less than came true.'
      : prediction > alike.high
        ? ' The model says more than came true.'
        : '';
  return `Among ${formatNumber(alike.rows, 0)} ${many} that the model had not seen and to which it gave nearly the same chance, it came true for likely ${range} of 100.${verdict}`;
}

/** What is usual in a column: "most have Month-to-month (55%)", "four of five lie between 1 and 69". */
export function usualWords(facts: ColumnFacts, unit: string | null = null): string {
  if (facts.kind === 'yes-no') return `yes for ${formatPercent(facts.yes, 0)}`;
  if (facts.kind === 'number')
    return `four of five lie ${rangeWords(facts.low, facts.high, shortly, unit ?? undefined)}`;
  const [first] = facts.levels;
  if (first === undefined) return 'shown at the table alone';
  return `${first.share > 0.5 ? 'most have' : 'most often'} ${first.level} (${formatPercent(first.share, 0)})`;
}

/** Which way a reason pushes, in words. */
export function pushWords({ contribution }: Pick<Reason, 'contribution'>, strongest: number): string {
  const strength = Math.abs(contribution) / Math.max(strongest, Number.MIN_VALUE);
  if (strength < 0.02) return 'hardly matters';
  const how = strength > 0.66 ? 'strongly' : strength > 0.25 ? 'clearly' : 'a little';
  return contribution > 0 ? `pushes up ${how}` : `pushes down ${how}`;
}

/** What would have to be otherwise, as a heading. `line` is what the prediction would have to cross, in words. */
export function otherwiseHeading(otherwise: Otherwise, isAbove: boolean, line: string): string {
  const side = `${isAbove ? 'below' : 'to'} ${line}`;
  if (otherwise.kind === 'flips') {
    const count = otherwise.changes.length === 1 ? 'One change' : `${otherwise.changes.length} changes together`;
    return `${count} would bring it ${side}`;
  }
  if (otherwise.kind === 'out-of-reach') return `No allowed change brings it ${side}`;
  return otherwise.kind === 'no-levers'
    ? 'Nobody has said yet what could be changed'
    : 'With several outcomes there is no other side';
}

/** What a model would say after a change; a prediction that reads like the line itself is told as just beside it. */
export function thenWords(target: Pick<Target, 'kind'>, prediction: number, threshold: number): string {
  const words = predictionWords(target, prediction);
  if (words !== predictionWords(target, threshold)) return words;
  return prediction < threshold ? `just below ${words}` : words;
}

/** What a value adds to the score of a sum of curves, in words and without its size, which nobody can read. */
export function addsWords({ adds }: Pick<CoursePoint, 'adds'>): string {
  if (adds === null) return '';
  if (Math.abs(adds) < 0.01) return 'adds nothing';
  return adds > 0 ? 'raises it' : 'lowers it';
}
