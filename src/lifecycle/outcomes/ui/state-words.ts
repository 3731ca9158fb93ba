import type { Tone } from '../../../web/theme/index.ts';
import type { Answer, AnswerAsk } from '../answer.ts';
import type { ChainLink } from '../links.ts';
import type { MoneyLabel } from '../money-words.ts';
import type { VerdictState } from '../verdict-states.ts';

/** Something said in a few words, with the tone of its icon. */
interface ToneWords {
  readonly tone: Tone;
  readonly words: string;
}

/** The states of the outcome in a few words each; the sentences of the answer say the rest. */
export const STATE_WORDS: Readonly<Record<VerdictState, ToneWords>> = {
  NOT_MEASURABLE: { tone: 'look', words: 'Cannot be measured' },
  EVIDENCE_BROKEN: { tone: 'broken', words: 'Records do not hold together' },
  COLLECTING: { tone: 'unknown', words: 'Collecting' },
  TOO_EARLY: { tone: 'unknown', words: 'Too early to tell' },
  UNDERPOWERED: { tone: 'look', words: 'Too few to ever tell' },
  HARMFUL: { tone: 'broken', words: 'Does harm' },
  WORKS: { tone: 'reached', words: 'Works' },
  PAYS_GOAL_OPEN: { tone: 'reached', words: 'Pays, goal still open' },
  WORKS_TOO_SMALL: { tone: 'look', words: 'Helps, but too little' },
  NOT_REACHED: { tone: 'broken', words: 'Does not reach them' },
  MIS_TARGETED: { tone: 'broken', words: 'Reaches the wrong ones' },
  EFFECTIVE_UNPROFITABLE: { tone: 'broken', words: 'Helps, but costs more' },
  UNPROFITABLE_EFFECT_OPEN: { tone: 'broken', words: 'Cannot pay as it is' },
  ACCURATE_ACTION_INEFFECTIVE: { tone: 'broken', words: 'Predicts well, the action changes too little' },
  MODEL_INACCURATE: { tone: 'broken', words: 'The model misses' },
  ACTION_INEFFECTIVE_MODEL_OPEN: { tone: 'broken', words: 'The action changes too little' },
  EFFECTIVE_PAYBACK_OPEN: { tone: 'look', words: 'Helps, money still open' },
  INCONCLUSIVE: { tone: 'look', words: 'Cannot be told' },
};

/** How strongly something may be said, as it stands beside the state. */
export const EVIDENCE_WORDS: Readonly<Record<Answer['evidence']['word'], ToneWords>> = {
  shown: { tone: 'accent', words: 'Shown' },
  supported: { tone: 'unknown', words: 'Supported, not shown' },
  suggestive: { tone: 'unknown', words: 'Suggestive only' },
  'not evidence': { tone: 'look', words: 'Not evidence' },
  open: { tone: 'unknown', words: 'Not settled' },
};

/** The five links by name, each with the question that it answers. */
export const LINK_WORDS: Readonly<Record<ChainLink, { readonly name: string; readonly question: string }>> = {
  prediction: { name: 'Prediction', question: 'Does the model find the right ones?' },
  reach: { name: 'Reach', question: 'Does the action get to them?' },
  action: { name: 'Action', question: 'Does it change those whom it gets to?' },
  effect: { name: 'Effect', question: 'Is that enough for the goal?' },
  cost: { name: 'Cost', question: 'Does it bring in more than it costs?' },
};

/** What the label of a money figure means, so that nobody has to look it up. */
export const MONEY_MEANING: Readonly<Record<MoneyLabel, string>> = {
  proxy: 'reckoned from the model alone; nobody has measured it',
  measured: 'from the difference between those acted upon and those left alone',
  validated: 'confirmed by finance',
};

/** The states in which a date is waited for and nobody has to act. */
export function isWaiting(state: VerdictState): boolean {
  return state === 'COLLECTING' || state === 'TOO_EARLY';
}

/** States in which nothing is settled, so that no value can be confirmed. */
const UNSETTLED: ReadonlySet<VerdictState> = new Set([
  'NOT_MEASURABLE',
  'EVIDENCE_BROKEN',
  'COLLECTING',
  'TOO_EARLY',
  'UNDERPOWERED',
  'INCONCLUSIVE',
]);

/** Whether a verdict settled something, whose value a sponsor may then be asked to confirm. */
export function isSettled(state: VerdictState): boolean {
  return !UNSETTLED.has(state);
}

/** Somebody who is asked: a role, and the person who holds it; `null` while nobody does. */
export interface Addressee {
  readonly role: AnswerAsk['roles'][number];
  readonly name: string | null;
}

/** The people behind an ask, from its words: "Ana (subject-matter expert)" is Ana. */
export function addresseesOf({ roles, who }: Pick<AnswerAsk, 'roles' | 'who'>): readonly Addressee[] {
  return roles.map((role, index) => {
    const told = who[index] ?? '';
    const end = told.lastIndexOf(' (');
    const isNamed = end > 0 && !told.endsWith('(nobody named yet)');
    return { role, name: isNamed ? told.slice(0, end) : null };
  });
}
