import type { Step } from '../line-order.ts';
import type { Role } from '../people/index.ts';

/** The eighteen states in which the outcome of an initiative can be. */
export const VERDICT_STATES = [
  'NOT_MEASURABLE',
  'EVIDENCE_BROKEN',
  'COLLECTING',
  'TOO_EARLY',
  'UNDERPOWERED',
  'HARMFUL',
  'WORKS',
  'PAYS_GOAL_OPEN',
  'WORKS_TOO_SMALL',
  'NOT_REACHED',
  'MIS_TARGETED',
  'EFFECTIVE_UNPROFITABLE',
  'UNPROFITABLE_EFFECT_OPEN',
  'ACCURATE_ACTION_INEFFECTIVE',
  'MODEL_INACCURATE',
  'ACTION_INEFFECTIVE_MODEL_OPEN',
  'EFFECTIVE_PAYBACK_OPEN',
  'INCONCLUSIVE',
] as const;

/** A state of the outcome. */
export type VerdictState = (typeof VERDICT_STATES)[number];

/** What a verdict asks for: of whom, what, and to which step of the line the return ticket goes. */
export interface Consequence {
  /** Roles that must answer, the first one leads; empty when nobody has anything to do. */
  readonly roles: readonly Role[];
  /** What is asked of them, as one sentence in plain words. */
  readonly ask: string;
  /** The step to which the return ticket goes; `null` when nothing is sent back. */
  readonly returnTo: Step | null;
}

/** Who acts on each state and what is asked of them. */
export const CONSEQUENCE: Readonly<Record<VerdictState, Consequence>> = {
  NOT_MEASURABLE: {
    roles: ['sme', 'data-scientist', 'sponsor'],
    ask: 'Agree to leave a small random share alone so that there is something to compare with, or accept weaker evidence and say so.',
    returnTo: 'frame',
  },
  EVIDENCE_BROKEN: {
    roles: ['data-engineer', 'software-engineer'],
    ask: 'Repair the records or the drawing of groups; the numbers of the effect stay hidden until then.',
    returnTo: 'release',
  },
  COLLECTING: {
    roles: ['sme'],
    ask: 'Wait, and do not change the campaign before the date.',
    returnTo: null,
  },
  TOO_EARLY: {
    roles: [],
    ask: 'Nothing to do: do not change the campaign before the date.',
    returnTo: null,
  },
  UNDERPOWERED: {
    roles: ['sponsor', 'data-scientist'],
    ask: 'Decide with the expert: leave more people alone, run longer, use more of what was known before, aim for a larger difference, or stop asking.',
    returnTo: 'frame',
  },
  HARMFUL: {
    roles: ['sponsor', 'sme', 'risk-manager'],
    ask: 'Stop the action or restrict it now, and record which of the two.',
    returnTo: 'act',
  },
  WORKS: {
    roles: ['sponsor', 'sme'],
    ask: 'Scale it up, and keep a small random share (5 of 100) alone so that you see when it stops working.',
    returnTo: null,
  },
  PAYS_GOAL_OPEN: {
    roles: ['sme'],
    ask: 'Keep it running with a small random share (5 of 100) left alone, and say what would be needed to reach the goal.',
    returnTo: 'act',
  },
  WORKS_TOO_SMALL: {
    roles: ['sme', 'data-scientist'],
    ask: 'See which link of the chain has most to gain, and change that one.',
    returnTo: 'frame',
  },
  NOT_REACHED: {
    roles: ['sme', 'devops'],
    ask: 'Find out who was on the list and was not acted upon, by team, channel and delay, and close that gap.',
    returnTo: 'act',
  },
  MIS_TARGETED: {
    roles: ['data-scientist', 'sme'],
    ask: 'Reframe the question from "who is at risk?" to "whom can we change?".',
    returnTo: 'frame',
  },
  EFFECTIVE_UNPROFITABLE: {
    roles: ['sponsor', 'sme', 'data-scientist'],
    ask: 'Choose a cheaper action, act only on the surest cases, or aim at something worth more.',
    returnTo: 'frame',
  },
  UNPROFITABLE_EFFECT_OPEN: {
    roles: ['sponsor', 'sme'],
    ask: 'Choose a cheaper action, act only on the surest cases, or stop: it cannot pay as it is.',
    returnTo: 'frame',
  },
  ACCURATE_ACTION_INEFFECTIVE: {
    roles: ['sme', 'data-scientist'],
    ask: 'Go back to framing together: another action, an earlier moment, or another group?',
    returnTo: 'frame',
  },
  MODEL_INACCURATE: {
    roles: ['data-scientist', 'data-engineer'],
    ask: 'Find out why the model misses: whether the data changed, the labels are right, and what it could not see.',
    returnTo: 'build',
  },
  ACTION_INEFFECTIVE_MODEL_OPEN: {
    roles: ['sme', 'data-scientist'],
    ask: 'Decide on the largest difference still possible: look for another action, and measure the model on people left alone.',
    returnTo: 'frame',
  },
  EFFECTIVE_PAYBACK_OPEN: {
    roles: ['sme'],
    ask: 'Decide on the range of money still possible: keep measuring, or settle the cost and the value first.',
    returnTo: 'learn',
  },
  INCONCLUSIVE: {
    roles: ['sponsor', 'sme', 'data-scientist'],
    ask: 'Decide on the largest difference still possible: is it worth a larger trial, or is it time to stop?',
    returnTo: 'frame',
  },
};

/** The part of the overview where the verdict is taken, as an id in the page. */
export const VERDICTS_HERE = 'verdicts';
