import { type BinaryUnits, type BinaryWorld, simulateBinary } from './binary-world.ts';
import type { Random } from './random.ts';

/** A world in which customers leave, and calls may keep some of them. Shares and rates 0..1; money in units of the currency. */
export interface ChurnParams extends Omit<BinaryWorld, 'good'> {
  /** Customers scored in each cycle. */
  readonly population: number;
  readonly cycleDays: number;
  readonly outcomeWindowDays: number;
  /** Cost of reaching one customer. */
  readonly cost: number;
  /** Worth of one customer who stays. */
  readonly value: number;
}

/** The churn world of the vector file `scenarios.json`. */
export const CHURN: ChurnParams = {
  population: 20_000,
  cycleDays: 30,
  outcomeWindowDays: 90,
  riskLogit: { b0: -2.35, b1: 1.35 },
  scoreCorr: 0.9,
  flagShare: 0.2,
  holdout: 0.3,
  explore: 0.08,
  reach: { base: 0.9, riskSlope: -0.05 },
  contamination: 0,
  effect: { flagged: 0.06, unflagged: 0.01 },
  cost: 12,
  value: 600,
  dropHoldout: 0,
};

/** The variants of the vector file: where the chain breaks in each. */
export const CHURN_VARIANTS = {
  works: {},
  brief_case: { effect: { flagged: 0, unflagged: 0 } },
  mis_targeted: { effect: { flagged: 0, unflagged: 0.04 } },
  sleeping_dogs: { effect: { flagged: -0.05, unflagged: 0.01 } },
  not_reached: { reach: { base: 0.25, riskSlope: 0 } },
  unprofitable: { effect: { flagged: 0.04, unflagged: 0.01 }, value: 180 },
  inaccurate: { scoreCorr: 0.05, effect: { flagged: 0.008, unflagged: 0.008 } },
  broken_log: { dropHoldout: 0.12 },
  low_volume: { population: 300 },
  too_small: { effect: { flagged: 0.03, unflagged: 0.01 }, value: 1_800 },
} as const satisfies Readonly<Record<string, Partial<ChurnParams>>>;

/** Effect per customer reached that the plan of the variant `too_small` hoped for. */
export const PLANNED_EFFECT_TOO_SMALL = 0.08;

/** A variant of the churn world. */
export type ChurnVariant = keyof typeof CHURN_VARIANTS;

/** Draws `count` customers of a churn world; the event is that a customer leaves. */
export function simulateChurn(params: ChurnParams, count: number, random: Random): BinaryUnits {
  return simulateBinary({ ...params, good: 'fewer' }, count, random);
}
