import type { AnswerInput } from './answer-input.ts';
import { count, countBase, effectClause, effectNumber } from './effect-words.ts';
import {
  effectSentence,
  goalSentence,
  moneySentence,
  precisionSentence,
  reachSentence,
  sentence,
  worthSentence,
} from './headline.ts';
import { CHAIN_LINKS, type ChainLink, type LinkState } from './links.ts';
import { moneyToRange } from './money-words.ts';
import { formatNumber, formatToRange } from './round-to-range.ts';

/** One of the five tiles of the chain. */
export interface ChainTile {
  readonly link: ChainLink;
  readonly state: LinkState;
  /** The state in one word; a tile that nobody measured is unknown. */
  readonly word: 'healthy' | 'weak' | 'unknown';
  /** The range in the reader's units, or "Not measured yet", never a 0 that was not measured. */
  readonly number: string;
  readonly sentence: string;
  /** What would make the link healthy, or known; `null` when it is healthy. */
  readonly whatToDo: string | null;
  /** The first weak tile is the one that the page opens. */
  readonly isFirstWeak: boolean;
}

const WORD: Readonly<Record<LinkState, ChainTile['word']>> = {
  ok: 'healthy',
  broken: 'weak',
  unknown: 'unknown',
  not_measured: 'unknown',
};

/** What a tile says where nothing was measured. */
export const NOT_MEASURED_YET = 'Not measured yet';

/** The five tiles of the chain in order, each with its number, its sentence and what to do. */
export function writeChain(input: AnswerInput): readonly ChainTile[] {
  const { chain, brokenLink, state } = input.verdict;
  return CHAIN_LINKS.map((link) => {
    const told = state === 'EVIDENCE_BROKEN' ? null : TELL[link](input);
    return {
      link,
      state: chain[link],
      word: WORD[chain[link]],
      number: told?.number ?? (state === 'EVIDENCE_BROKEN' ? 'Hidden' : NOT_MEASURED_YET),
      sentence: told?.sentence ?? missingSentence(link, input),
      whatToDo: whatToDo(link, input),
      isFirstWeak: link === brokenLink,
    };
  });
}

interface Told {
  readonly number: string;
  readonly sentence: string;
}

const TELL: Readonly<Record<ChainLink, (input: AnswerInput) => Told | null>> = {
  prediction: (input) => {
    const told = precisionSentence(input);
    if (input.prediction === null || told === null) return null;
    const { estimate, floor, baseRate } = input.prediction;
    const base = countBase(estimate.interval, [floor, ...(baseRate === null ? [] : [baseRate])]);
    return { number: shares(estimate.interval.lower, estimate.interval.upper, base), sentence: told };
  },
  reach: (input) => {
    const told = reachSentence(input);
    if (input.reach === null || told === null) return null;
    const { interval } = input.reach.estimate;
    const base = countBase(interval, [input.reach.target]);
    return { number: shares(interval.lower, interval.upper, base), sentence: told };
  },
  action: tellAction,
  effect: (input) => {
    if (!isComparable(input) || input.contribution === null) return null;
    const { interval } = input.contribution.estimate;
    const [lower, upper] = [interval.lower, interval.upper].map((value) => formatToRange(value, interval));
    const number = `${lower} to ${upper} ${input.contribution.unit}`;
    return {
      number,
      sentence: [goalSentence(input), targetingRemark(input)].filter((part) => part !== null).join(' '),
    };
  },
  cost: (input) => {
    if (!isComparable(input) || input.net === null) return null;
    const { intervalMinor, currency } = input.net;
    const [lower, upper] = [intervalMinor.lower, intervalMinor.upper].map((minor) =>
      moneyToRange(minor, currency, intervalMinor),
    );
    return { number: `${lower} to ${upper}`, sentence: moneySentence(input) };
  },
};

function tellAction(input: AnswerInput): Told | null {
  if (!isComparable(input) || input.effect === null) return null;
  const number = effectNumber(input, input.effect.interval);
  const isTooSmall = input.verdict.links.effect === 'none' || input.verdict.links.effect === 'positive_small';
  const told = (isTooSmall ? worthSentence(input) : effectSentence(input)) ?? '';
  const elsewhere =
    input.verdict.chain.action === 'ok' && input.verdict.links.effect === 'none' && input.unflaggedEffect !== null
      ? sentence(effectClause(input, input.unflaggedEffect, 'not on the list'))
      : null;
  return { number, sentence: elsewhere === null ? told : `${told} ${elsewhere}` };
}

/** Numbers of the effect are told only when the comparison was made: not while collecting, nor without a comparison. */
function isComparable({ verdict }: AnswerInput): boolean {
  return verdict.links.effect !== undefined;
}

function targetingRemark({ verdict, words }: AnswerInput): string | null {
  if (verdict.links.targeting !== 'broken') return null;
  return `It would change ${words.unit.many} who are not on the list more than those who are.`;
}

function shares(lower: number, upper: number, base: number): string {
  return `${count(lower, base)} to ${count(upper, base)} of ${formatNumber(base)}`;
}

function missingSentence(link: ChainLink, { verdict, words, effect, contribution, net }: AnswerInput): string {
  if (verdict.state === 'EVIDENCE_BROKEN') return 'Hidden until the records are repaired.';
  if (verdict.state === 'NOT_MEASURABLE' && needsComparison(link)) {
    return `Without ${words.unit.many} left alone, nobody can say what the ${words.action} changed.`;
  }
  const isMeasuredTooEarly = { prediction: false, reach: false, action: effect, effect: contribution, cost: net }[link];
  if (isMeasuredTooEarly) return 'Too little has been seen to say anything.';
  return {
    prediction: `Nobody has compared the list with what the ${words.unit.many} left alone did.`,
    reach: `Nobody has recorded who got the ${words.action}.`,
    action: `There is nothing to compare those who got the ${words.action} with.`,
    effect: 'Nobody has said what the goal needs, or what the initiative added to it.',
    cost: 'Costs or the value of a success are not recorded.',
  }[link];
}

/** Prediction and reach only describe; the other links are differences to those who were left alone. */
function needsComparison(link: ChainLink): boolean {
  return link !== 'prediction' && link !== 'reach';
}

function leaveSomeAlone({ unit }: AnswerInput['words']): string {
  return `Leave a small random share of the ${unit.many} alone.`;
}

function whatToDo(link: ChainLink, input: AnswerInput): string | null {
  const { verdict, words } = input;
  const state = verdict.chain[link];
  if (state === 'ok') return null;
  if (verdict.state === 'EVIDENCE_BROKEN') return 'Repair the records first.';
  if (state === 'broken') return REMEDY[link];
  if (state === 'unknown') {
    const isWaitingUseless = verdict.state === 'UNDERPOWERED' || verdict.intervalUsed === 'read-out';
    return isWaitingUseless ? 'Decide whether a larger trial is worth it.' : 'Wait until more results are in.';
  }
  if (verdict.state === 'NOT_MEASURABLE' && needsComparison(link)) return leaveSomeAlone(words);
  return {
    prediction: `Record what became of the ${words.unit.many} left alone.`,
    reach: `Record every ${words.action}: for whom, when, and whether it arrived.`,
    action: leaveSomeAlone(words),
    effect: 'Name the KPI, its baseline and its target.',
    cost: `Record the cost of each ${words.action} and what one ${words.gain.one} is worth.`,
  }[link];
}

const REMEDY: Readonly<Record<ChainLink, string>> = {
  prediction: 'Look at whether the data changed, whether the labels are right, and what the model cannot see.',
  reach: 'Find out who was on the list and was not acted upon: by team, channel and delay.',
  action: 'Try another action, an earlier moment, or another group.',
  effect: 'Aim at those whom the action changes most, or change the link that has most to gain.',
  cost: 'Choose a cheaper action, act only on the surest cases, or aim at something worth more.',
};
