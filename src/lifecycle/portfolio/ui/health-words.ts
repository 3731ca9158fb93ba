import type { Tone } from '../../../web/theme/index.ts';
import type { ChainLink, VerdictState } from '../../outcomes/index.ts';

/** A verdict's state in the few words that fit into a table. */
export interface HealthWords {
  readonly tone: Tone;
  readonly words: string;
}

/** The states of a verdict in a few words each; the initiative's page says them in sentences. */
export const HEALTH: Readonly<Record<VerdictState, HealthWords>> = {
  NOT_MEASURABLE: { tone: 'look', words: 'cannot be measured' },
  EVIDENCE_BROKEN: { tone: 'broken', words: 'records do not hold together' },
  COLLECTING: { tone: 'unknown', words: 'collecting' },
  TOO_EARLY: { tone: 'unknown', words: 'too early to tell' },
  UNDERPOWERED: { tone: 'look', words: 'too few to ever tell' },
  HARMFUL: { tone: 'broken', words: 'does harm' },
  WORKS: { tone: 'reached', words: 'works' },
  PAYS_GOAL_OPEN: { tone: 'reached', words: 'pays, goal still open' },
  WORKS_TOO_SMALL: { tone: 'look', words: 'helps, but too little' },
  NOT_REACHED: { tone: 'broken', words: 'does not reach the people' },
  MIS_TARGETED: { tone: 'broken', words: 'reaches the wrong people' },
  EFFECTIVE_UNPROFITABLE: { tone: 'broken', words: 'helps, but costs more' },
  UNPROFITABLE_EFFECT_OPEN: { tone: 'broken', words: 'cannot pay as it is' },
  ACCURATE_ACTION_INEFFECTIVE: { tone: 'broken', words: 'predicts, but the action fails' },
  MODEL_INACCURATE: { tone: 'broken', words: 'the model misses' },
  ACTION_INEFFECTIVE_MODEL_OPEN: { tone: 'broken', words: 'the action fails' },
  EFFECTIVE_PAYBACK_OPEN: { tone: 'look', words: 'helps, money still open' },
  INCONCLUSIVE: { tone: 'look', words: 'cannot be told' },
};

/** The links of the chain as a reader says them. */
export const LINK_WORDS: Readonly<Record<ChainLink, string>> = {
  prediction: 'Prediction',
  reach: 'Reach',
  action: 'Action',
  effect: 'Effect',
  cost: 'Cost',
};
