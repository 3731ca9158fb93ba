import { dayInWords, formatAmount } from '../../words/index.ts';
import type { AnswerInput } from './answer-input.ts';
import { atBestClauses, count, countBase, countsBetween, effectClause } from './effect-words.ts';
import type { EvidenceGrade } from './evidence.ts';
import { isPositive } from './links.ts';
import { MONEY_LABEL, moneyClause } from './money-words.ts';
import { decimalsOf, formatNumber, formatToRange } from './round-to-range.ts';
import type { SecondaryFinding } from './verdict.ts';
import type { VerdictState } from './verdict-states.ts';

type Writer = (input: AnswerInput) => readonly (string | null)[];

/**
 * The answer in a few sentences, the most important one first: what happened in people or in the KPI's unit, then money,
 * then the goal. Success of the model is said first where it is true.
 */
export function writeHeadline(input: AnswerInput): readonly string[] {
  const harm = input.verdict.isHarmNotRuledOut ? 'It may also do harm: that has not been ruled out.' : null;
  return [...WRITERS[input.verdict.state](input), harm].filter((sentence) => sentence !== null);
}

const WRITERS: Readonly<Record<VerdictState, Writer>> = {
  NOT_MEASURABLE: ({ words }) => [
    `We cannot say whether the ${words.action} works: nobody was left alone to compare with.`,
    'What changed over time, or between those acted upon and the others, is not evidence.',
    `To measure it, leave a small random share of the ${words.unit.many} alone.`,
  ],
  EVIDENCE_BROKEN: (input) => [
    'No answer yet: the records cannot be trusted.',
    ...input.verdict.secondary.map((finding) => integritySentence(finding, input)),
    'The numbers of the effect are hidden until this is repaired.',
  ],
  COLLECTING: (input) => ['Not known yet.', waitSentence(input), 'Nothing to do until then.'],
  TOO_EARLY: (input) => ['We cannot tell yet.', openEffect(input), waitSentence(input), 'Nothing to do until then.'],
  UNDERPOWERED: (input) => [
    `This plan cannot answer the question: by ${dayInWords(input.readOutOn)} too few ${input.words.unit.many} will have been seen to tell the smallest difference worth having from none.`,
    openEffect(input),
  ],
  HARMFUL: (input) => [
    input.verdict.links.effect === 'harmful' ? claim(input, `the ${input.words.action} does harm`) : null,
    input.verdict.links.effect === 'harmful' ? effectSentence(input) : null,
    ...input.verdict.brokenGuardrails.map((metric) =>
      claim(input, `${metric} got worse by more than what was agreed as tolerable`),
    ),
  ],
  WORKS: (input) => [claim(input, 'it works'), effectSentence(input), moneySentence(input), goalSentence(input)],
  PAYS_GOAL_OPEN: (input) => [
    claim(input, input.net === null ? `the ${input.words.action} makes a difference worth having` : 'it pays'),
    'Whether it reaches the goal is still open.',
    goalSentence(input),
    effectSentence(input),
    moneySentence(input),
  ],
  WORKS_TOO_SMALL: (input) =>
    input.verdict.links.effect === 'positive_small'
      ? [
          claim(input, `the ${input.words.action} helps, but less than is worth having`),
          worthSentence(input),
          moneySentence(input),
        ]
      : [
          claim(input, 'it works, but it is too small for the goal'),
          goalSentence(input),
          effectSentence(input),
          moneySentence(input),
        ],
  NOT_REACHED: (input) => [
    `The ${input.words.action} reached too few of the ${input.words.unit.many} on the list.`,
    reachSentence(input),
    isPositive(input.verdict.links.effect ?? 'unknown')
      ? claim(input, 'where it arrives, it helps')
      : 'Whether it helps those that it does reach cannot be told yet.',
    effectSentence(input),
  ],
  MIS_TARGETED: (input) => [
    misTargetedSentence(input),
    modelPraise(input),
    input.unflaggedEffect === null ? null : sentence(effectClause(input, input.unflaggedEffect, 'not on the list')),
    effectSentence(input),
  ],
  EFFECTIVE_UNPROFITABLE: (input) => [
    claim(input, `the ${input.words.action} helps, but it costs more than it brings`),
    effectSentence(input),
    moneySentence(input),
    breakEvenSentence(input),
  ],
  UNPROFITABLE_EFFECT_OPEN: (input) => [
    claim(input, `the ${input.words.action} costs more than it can bring`),
    moneySentence(input),
    'Whether it helps at all is still open.',
    effectSentence(input),
  ],
  ACCURATE_ACTION_INEFFECTIVE: (input) => [
    accurateButIneffective(input),
    precisionSentence(input),
    worthSentence(input),
    backToBoth(input),
  ],
  MODEL_INACCURATE: (input) => [
    `The model does not find the right ${input.words.unit.many}.`,
    precisionSentence(input),
    ineffective(input),
    worthSentence(input),
  ],
  ACTION_INEFFECTIVE_MODEL_OPEN: (input) => [
    ineffective(input),
    worthSentence(input),
    `Whether the model finds the right ${input.words.unit.many} is still open.`,
  ],
  EFFECTIVE_PAYBACK_OPEN: (input) => [
    claim(input, `the ${input.words.action} helps`),
    effectSentence(input),
    'Whether it pays for itself is still open.',
    moneySentence(input),
  ],
  INCONCLUSIVE: (input) => [
    `We looked on ${dayInWords(input.readOutOn)}, as planned, and still cannot tell.`,
    largestPossible(input),
    effectSentence(input),
  ],
};

/** A statement, weakened to what the grade of the evidence allows: only A and B may be said without reserve. */
export function claim({ verdict }: AnswerInput, clause: string): string {
  return `${CLAIM_OPENING[verdict.grade]}${clause}.`.replace(/^./, (first) => first.toUpperCase());
}

const CLAIM_OPENING: Readonly<Record<EvidenceGrade, string>> = {
  A: '',
  B: '',
  C: 'The evidence supports, without showing it, that ',
  D: 'There are signs, and no more than signs, that ',
  E: 'There is no evidence that ',
};

/** What the action changes for those whom it reaches, as a sentence. */
export function effectSentence(input: AnswerInput): string | null {
  return input.effect === null ? null : sentence(effectClause(input, input.effect, 'reached'));
}

/** The largest effect still possible beside the smallest one worth having. */
export function worthSentence(input: AnswerInput): string | null {
  if (input.effect === null) return null;
  const { best, needed } = atBestClauses(input, input.effect.interval, input.smallestWorthwhile, 'reached');
  return sentence(`${best}, and it would take ${needed} to be worth doing`);
}

/** Money after costs, and what one success costs where that is known; or how it would become known. */
export function moneySentence(input: AnswerInput): string {
  if (input.net === null) {
    return `Money: not measured yet; record the cost of each ${input.words.action} and what one ${input.words.gain.one} is worth.`;
  }
  return [sentence(moneyClause(input.net)), costPerGainSentence(input)].filter((part) => part !== null).join(' ');
}

/** What the initiative added to the KPI against what the goal needs. */
export function goalSentence({ contribution, verdict }: AnswerInput): string {
  if (contribution === null) return 'Goal: not measured yet; name the KPI, its baseline and its target.';
  const { estimate, needed, unit } = contribution;
  const told = (value: number) => formatToRange(value, estimate.interval);
  const outlook = verdict.links.goal === undefined ? '' : GOAL_OUTLOOK[verdict.links.goal];
  return `Towards the goal it adds likely between ${told(estimate.interval.lower)} and ${told(estimate.interval.upper)} ${unit} (best estimate ${told(estimate.point)}); the goal needs ${formatNumber(needed, decimalsOf(needed))}${outlook}.`;
}

const GOAL_OUTLOOK = {
  ok: ', which is met',
  short: ', which is out of reach as it is',
  unknown: ', which it may or may not meet',
  not_measured: '',
} as const;

/** How many of the list were acted upon in time, against what was planned. */
export function reachSentence({ reach, words }: AnswerInput): string | null {
  if (reach === null) return null;
  const { interval } = reach.estimate;
  const base = countBase(interval, [reach.target]);
  return sentence(
    `likely ${countsBetween(interval, base)} ${words.unit.many} on the list were reached; ${count(reach.target, base)} were planned`,
  );
}

/** Of those flagged, how many it came true for; or how often the model puts the right one first. */
export function precisionSentence({ prediction, words }: AnswerInput): string | null {
  if (prediction === null) return null;
  const { interval, point } = prediction.estimate;
  const alongside = [prediction.floor, ...(prediction.baseRate === null ? [] : [prediction.baseRate])];
  const base = countBase(interval, alongside);
  const range = `${countsBetween(interval, base)}`;
  const best = `(best estimate ${count(point, base)})`;
  if (prediction.metric === 'ranking') {
    return `Of two ${words.unit.many}, one who would ${words.predicted} and one who would not, it puts the right one first likely ${range} times ${best}; at least ${count(prediction.floor, base)} were agreed.`;
  }
  const overall =
    prediction.baseRate === null
      ? ''
      : `, against ${count(prediction.baseRate, base)} of every ${formatNumber(base)} overall`;
  return `Likely ${range} ${words.unit.many} it flags would ${words.predicted}${overall} ${best}; at least ${count(prediction.floor, base)} were agreed.`;
}

/** Makes a sentence of a clause. */
export function sentence(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
}

function modelPraise(input: AnswerInput): string | null {
  if (input.verdict.links.prediction !== 'ok') return null;
  return [`The model finds the right ${input.words.unit.many}.`, precisionSentence(input)]
    .filter((part) => part !== null)
    .join(' ');
}

/** The story that gave this product its reason: both halves in one sentence, the success of the builders first. */
function accurateButIneffective(input: AnswerInput): string {
  const { action, unit } = input.words;
  return claim(
    input,
    `the model finds the right ${unit.many}, but the ${action} has no effect worth having on those that it reaches`,
  );
}

function ineffective(input: AnswerInput): string {
  return claim(input, `the ${input.words.action} has no effect worth having on those that it reaches`);
}

function backToBoth(input: AnswerInput): string {
  const names = [
    input.people.sme ?? 'the subject-matter expert',
    input.people['data-scientist'] ?? 'the data scientist',
  ];
  return `Back to ${names.join(' and ')} together: another action, an earlier moment, or another group?`;
}

function misTargetedSentence(input: AnswerInput): string {
  const { action, unit } = input.words;
  const worksOnOthers = input.unflaggedEffect !== null && input.unflaggedEffect.interval.lower > 0;
  return claim(
    input,
    worksOnOthers && input.verdict.links.effect === 'none'
      ? `the ${action} works, but on other ${unit.many} than those on the list`
      : `the ${action} changes ${unit.many} who are not on the list more than those who are`,
  );
}

function openEffect(input: AnswerInput): string | null {
  if (input.effect === null || input.verdict.links.effect === undefined) return null;
  return `So far: ${effectClause(input, input.effect, 'reached')}.`;
}

function largestPossible(input: AnswerInput): string | null {
  if (input.effect === null) return null;
  const { best } = atBestClauses(input, input.effect.interval, input.smallestWorthwhile, 'reached');
  return `The largest effect still possible: ${best}.`;
}

function waitSentence({ progress, words, windowDays, readOutOn }: AnswerInput): string {
  if (progress === null) {
    return `Too few ${words.unit.many} have finished their ${windowDays} days; the answer is due on ${dayInWords(readOutOn)}.`;
  }
  const { unitsNeeded, days, on } = progress;
  const [who, verb] = unitsNeeded === 1 ? [words.unit.one, 'needs'] : [words.unit.many, 'need'];
  return `${formatNumber(unitsNeeded)} more ${who} ${verb} to finish their ${windowDays} days: about ${formatNumber(days)} ${days === 1 ? 'day' : 'days'}, on ${dayInWords(on)}.`;
}

function breakEvenSentence(input: AnswerInput): string | null {
  if (input.breakEven === null || input.effect === null) return null;
  const { best, needed } = atBestClauses(input, input.effect.interval, input.breakEven, 'reached');
  return sentence(`${best}; to pay for itself it would take ${needed}`);
}

function costPerGainSentence({ costPerGain, words }: AnswerInput): string | null {
  if (costPerGain === null) return null;
  const { lowerMinor, upperMinor, currency, label } = costPerGain;
  const lower = formatAmount(lowerMinor, currency);
  if (upperMinor === null) {
    return `Each ${words.gain.one} costs at least ${lower} (${MONEY_LABEL[label]}); with what we know it could also be that there is no ${words.gain.one} at all.`;
  }
  return `Each ${words.gain.one} costs likely between ${lower} and ${formatAmount(upperMinor, currency)} (${MONEY_LABEL[label]}).`;
}

function integritySentence(finding: SecondaryFinding, { words }: AnswerInput): string | null {
  const { unit, action } = words;
  switch (finding) {
    case 'srm':
      return 'The groups do not have the sizes that the lottery should have given, so some records are missing or the drawing went wrong.';
    case 'holdout_contaminated':
      return `More than half of the ${unit.many} whom we meant to leave alone got the ${action} all the same.`;
    case 'differential_missing':
      return 'Results are missing more often in one group than in the other, so the two cannot be compared.';
    case 'mixed_units':
      return `Too many ${unit.many} were recorded in more than one group, so those who are left may not be alike.`;
    case 'design_assumption':
      return 'The groups were not alike before the start, or scores pile up at the threshold, so the comparison is not fair.';
    default:
      return null;
  }
}
