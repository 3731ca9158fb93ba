import type { Family } from '../../learning/index.ts';
import { formatCount, formatNumber, formatPercent, rangeWords } from '../../words/index.ts';
import { RULE_ORDER_WORDS, type SimpleRule } from './simple-rule.ts';
import type { ModelQuality, TrainingResult } from './training-result.schema.ts';

/** What the families are called, and what can be read of each. */
export const FAMILY_WORDS: Readonly<Record<Family, { readonly name: string; readonly reads: string }>> = {
  linear: { name: 'a weighted sum', reads: 'One weight for each column or word: it can be checked by hand.' },
  stumps: {
    name: 'a curve for each column',
    reads: 'Each column has one curve, and the curves are added up: it can be drawn.',
  },
  boosting: {
    name: 'many small trees',
    reads: 'Columns work together, so it is explained case by case and never as a whole.',
  },
};

/** Why a column was not learned from. */
export const UNUSED_WORDS: Readonly<Record<TrainingResult['unused'][number]['reason'], string>> = {
  moment: 'It holds moments, which order rows and say nothing about one.',
  one_value: 'It has the same value in every row.',
  names: 'It names things, so that it says nothing about the next one.',
};

/** How sure it is that there is something to foresee. */
export type SignalWord = 'yes' | 'little' | 'no' | 'unknown';

/** From here an order is of use to people who choose whom to act upon; between chance and this it is little. */
const OF_USE = 0.6;

/** Whether there is something to foresee, as far as rows that the model had not seen can tell. */
export function signalOf(quality: ModelQuality): SignalWord {
  if (quality.kind === 'binary') {
    if (quality.auc.kind === 'unavailable') return 'unknown';
    const { lower } = quality.auc.logitInterval;
    if (lower <= 0.5) return 'no';
    return lower >= OF_USE ? 'yes' : 'little';
  }
  if (quality.kind === 'multiclass') {
    const { lower } = quality.accuracy.interval;
    return lower > quality.baseRate ? (lower >= quality.baseRate + 0.1 ? 'yes' : 'little') : 'no';
  }
  if (quality.explained === null) return 'unknown';
  const { lower } = quality.explained.interval;
  if (lower <= 0) return 'no';
  return lower >= 0.1 ? 'yes' : 'little';
}

/** The answer as a heading. */
export function answerWords(quality: ModelQuality, target: string): string {
  const words: Readonly<Record<SignalWord, string>> = {
    yes: `Yes, "${target}" can be foreseen`,
    little: `"${target}" can be foreseen a little`,
    no: `These data do not show that "${target}" can be foreseen`,
    unknown: `Nobody can tell from these rows whether "${target}" can be foreseen`,
  };
  return words[signalOf(quality)];
}

/** How good the model is, in a sentence: a range, what it is out of, and what guessing would give. */
export function qualityWords(quality: ModelQuality): string {
  if (quality.kind === 'binary') {
    if (quality.auc.kind === 'unavailable')
      return 'Too few rows have the outcome, or too few have not, to tell how good it is.';
    const { lower, upper } = quality.auc.logitInterval;
    return `Of two rows, one where it came true and one where it did not, the model puts the right one first ${rangeOf100(lower, upper)} times of 100; guessing gives 50.`;
  }
  if (quality.kind === 'multiclass') {
    const { lower, upper } = quality.accuracy.interval;
    return `It names the right one ${rangeOf100(lower, upper)} times of 100; always naming the most frequent one gives ${formatNumber(quality.baseRate * 100, 0)}.`;
  }
  const off = `It is off by ${rangeWords(quality.mae.interval.lower, quality.mae.interval.upper, shortly)} on average`;
  if (quality.explained === null) return `${off}.`;
  const { lower, upper } = quality.explained.interval;
  return `${off}, and explains ${rangeWords(Math.max(0, lower), Math.max(0, upper), (share) => formatPercent(share, 0))} of how the values differ; always naming the mean explains nothing.`;
}

function rangeOf100(lower: number, upper: number): string {
  return rangeWords(lower, upper, (share) => formatNumber(share * 100, 0));
}

/** A number with three digits that count. */
function shortly(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en-GB');
}

/** Whether probabilities can be taken at their word. */
export function calibrationWords(quality: ModelQuality): string | null {
  if (quality.kind !== 'binary' || quality.calibration.kind === 'unavailable') return null;
  const { expectedCalibrationError: error } = quality.calibration;
  const off = formatNumber(error * 100, 1);
  return error <= 0.05
    ? `Where it says 30 of 100, about 30 of 100 come true: it is off by ${off} of 100 on average.`
    : `Its probabilities are off by ${off} of 100 on average: trust the order more than the numbers.`;
}

/** Which family was chosen and what that costs, in a sentence. */
export function choiceWords({ choice, quality }: Pick<TrainingResult, 'choice' | 'quality'>): string {
  const chosen = FAMILY_WORDS[choice.family].name;
  if (choice.family === choice.best)
    return `The model is ${chosen}, which did best of the three kinds that were tried.`;
  const price = choice.families.find(({ family }) => family === choice.family)?.price ?? 0;
  return `The model is ${chosen}. ${upperFirst(FAMILY_WORDS[choice.best].name)} did better by ${priceWords(price, quality)}, which may be chance, so you get the one that can be read.`;
}

/** A difference between families, in the unit in which they were compared. */
export function priceWords(price: number, quality: Pick<ModelQuality, 'kind'>): string {
  if (quality.kind === 'binary') return `${formatNumber(price * 100, 1)} right orders of 100`;
  return quality.kind === 'number'
    ? `${shortly(price)} in the unit of the column`
    : `${formatNumber(price, 3)} of its loss`;
}

/** The rule beside the model, in a sentence; null where there was none. */
export function ruleWords({ rule, quality }: Pick<TrainingResult, 'rule' | 'quality'>): string | null {
  if (rule === null) return null;
  const name = nameOfRule(rule.rule);
  if (quality.kind !== 'binary') return `A rule of thumb can be compared only where there are two outcomes.`;
  if (rule.auc === null) return `The rule "${name}" cannot be applied to that column.`;
  if (rule.auc.kind === 'unavailable' || rule.isAsGood === null)
    return `Too few rows to tell how good the rule "${name}" is.`;
  const { lower, upper } = rule.auc.logitInterval;
  const range = `${rangeOf100(lower, upper)} times of 100`;
  return rule.isAsGood
    ? `The simple rule is as good: "${name}" puts the right one first ${range}. These data give no reason to use a model instead.`
    : `The simple rule "${name}" puts the right one first ${range}: the model is better.`;
}

/** A rule of thumb as people say it. */
export function nameOfRule(rule: SimpleRule): string {
  return rule.kind === 'order'
    ? `${RULE_ORDER_WORDS[rule.first]} ${rule.column} first`
    : `${rule.column} is ${rule.words.join(' or ')}`;
}

/** Which rows it was learned and checked on. */
export function rowsWords({ rows, tableRows, rowsWithout, isInTime }: TrainingResult): string {
  const sampled = rows + rowsWithout < tableRows ? `, an even choice of ${formatCount(tableRows)}` : '';
  const left = rowsWithout > 0 ? ` ${formatCount(rowsWithout)} rows do not say what came true and were left out.` : '';
  const how = isInTime
    ? 'It was checked on what came after the rows that it learned from.'
    : 'It was checked in five parts, each by a model that had not seen it.';
  return `Learned from ${formatCount(rows)} rows${sampled}.${left} ${how}`;
}

function upperFirst(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What a course shows, as the title of its picture. */
export function courseWords(column: string, points: TrainingResult['courses'][number]['points']): string {
  const means = points.map(({ mean }) => mean);
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return `${column} has no course`;
  if (typeof first.value === 'string') {
    const highest = points.reduce((most, point) => (point.mean > most.mean ? point : most), first);
    return `Predictions are highest where ${column} is ${highest.value}`;
  }
  const isRising = means.every((mean, at) => at === 0 || mean >= (means[at - 1] ?? mean));
  const isFalling = means.every((mean, at) => at === 0 || mean <= (means[at - 1] ?? mean));
  if (isRising === isFalling) return `Predictions go up and down with ${column}`;
  return isRising
    ? `The higher ${column}, the higher the prediction`
    : `The higher ${column}, the lower the prediction`;
}
