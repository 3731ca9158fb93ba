import { auc } from '../src/statistics/auc.ts';
import { normalQuantile } from '../src/statistics/normal.ts';
import { armAt, HOLDOUT, isActedArm, type Shares } from './arms.ts';
import type { Random } from './random.ts';
import type { Truth } from './story.ts';

/** A world of yes and no: something happens to a unit or not, and an action may change that. Shares and rates 0..1. */
export interface BinaryWorld extends Shares {
  /** Whether the event is wanted (a purchase) or not (a customer leaving). */
  readonly good: 'more' | 'fewer';
  /** Logit of the event: b0 + b1 z, z standard normal. */
  readonly riskLogit: { readonly b0: number; readonly b1: number };
  /** Correlation of the model's score with z. */
  readonly scoreCorr: number;
  /** Share of the units that the model flags. */
  readonly flagShare: number;
  /** Chance that a unit acted upon is reached: base + riskSlope z. */
  readonly reach: { readonly base: number; readonly riskSlope: number };
  /** Chance that a unit left alone is acted upon all the same. */
  readonly contamination: number;
  /** By how much being reached changes the chance of the event for the better; negative when for the worse. */
  readonly effect: { readonly flagged: number; readonly unflagged: number };
  /** Share of the holdout's assignments that the log loses. */
  readonly dropHoldout: number;
}

/** Units in columns, one entry for each: what the ledger sees, and beside it what nobody can see. */
export interface BinaryUnits {
  readonly count: number;
  readonly score: Float64Array;
  readonly flagged: Uint8Array;
  /** Index into `ARM_NAMES`. */
  readonly arm: Uint8Array;
  /** 1 when the action reached the unit. */
  readonly reached: Uint8Array;
  /** 1 when the event happened. */
  readonly event: Uint8Array;
  /** Chance of the event without the action, and when reached by it. */
  readonly chanceUntouched: Float64Array;
  readonly chanceTouched: Float64Array;
  /** Whether the event happens without the action, drawn with the same luck as `event`. */
  readonly eventUntouched: Uint8Array;
  /** Chance of being reached when acted upon. */
  readonly reachChance: Float64Array;
  /** 1 when the log lost the assignment. */
  readonly lost: Uint8Array;
}

/** Draws `count` units of a world, their arms, what was done and what became of them. */
export function simulateBinary(params: BinaryWorld, count: number, random: Random): BinaryUnits {
  const units = emptyUnits(count);
  const threshold = normalQuantile(1 - params.flagShare);
  const people = random.split('people');
  const draw = random.split('arms');
  const luck = random.split('luck');
  const noise = Math.sqrt(1 - params.scoreCorr ** 2);
  const sign = params.good === 'more' ? 1 : -1;
  for (let i = 0; i < count; i++) {
    const z = people.normal();
    const score = params.scoreCorr * z + noise * people.normal();
    const isFlagged = score >= threshold;
    const effect = sign * (isFlagged ? params.effect.flagged : params.effect.unflagged);
    const untouched = 1 / (1 + Math.exp(-(params.riskLogit.b0 + params.riskLogit.b1 * z)));
    const touched = clamp(untouched + effect);
    const reachChance = clamp(params.reach.base + params.reach.riskSlope * z);
    const arm = armAt(params, isFlagged, draw.uniform());
    const isActed = isActedArm(arm) || luck.chance(params.contamination);
    const isReached = luck.chance(reachChance) && isActed;
    const chance = luck.uniform();
    const isLost = luck.chance(params.dropHoldout) && arm === HOLDOUT;
    units.score[i] = score;
    units.flagged[i] = isFlagged ? 1 : 0;
    units.arm[i] = arm;
    units.reached[i] = isReached ? 1 : 0;
    units.event[i] = chance < (isReached ? touched : untouched) ? 1 : 0;
    units.chanceUntouched[i] = untouched;
    units.chanceTouched[i] = touched;
    units.eventUntouched[i] = chance < untouched ? 1 : 0;
    units.reachChance[i] = reachChance;
    units.lost[i] = isLost ? 1 : 0;
  }
  return units;
}

/** What is true about these units: expected effects over their own chances, without the luck of the draw. */
export function binaryTruth(units: BinaryUnits, good: BinaryWorld['good']): Truth {
  const sign = good === 'more' ? 1 : -1;
  const flagged = sumEffects(units, 1, sign);
  const others = sumEffects(units, 0, sign);
  const itt = flagged.gained / flagged.count;
  const unflaggedItt = others.count === 0 ? null : others.gained / others.count;
  const ranking = auc({ score: units.score, outcome: units.eventUntouched });
  return {
    itt,
    cace: flagged.gained / flagged.reached,
    unflaggedItt,
    gap: unflaggedItt === null ? null : itt - unflaggedItt,
    auc: ranking.kind === 'estimated' ? ranking.estimate : null,
    reach: flagged.reached / flagged.count,
    untouched: flagged.events / flagged.count,
  };
}

function sumEffects(units: BinaryUnits, flag: 0 | 1, sign: 1 | -1) {
  const sums = { count: 0, gained: 0, reached: 0, events: 0 };
  for (let i = 0; i < units.count; i++) {
    if (units.flagged[i] !== flag) continue;
    const untouched = units.chanceUntouched[i] as number;
    const reachChance = units.reachChance[i] as number;
    sums.count += 1;
    sums.events += untouched;
    sums.reached += reachChance;
    sums.gained += sign * reachChance * ((units.chanceTouched[i] as number) - untouched);
  }
  return sums;
}

function clamp(probability: number): number {
  return Math.min(1, Math.max(0, probability));
}

function emptyUnits(count: number): BinaryUnits {
  return {
    count,
    score: new Float64Array(count),
    flagged: new Uint8Array(count),
    arm: new Uint8Array(count),
    reached: new Uint8Array(count),
    event: new Uint8Array(count),
    chanceUntouched: new Float64Array(count),
    chanceTouched: new Float64Array(count),
    eventUntouched: new Uint8Array(count),
    reachChance: new Float64Array(count),
    lost: new Uint8Array(count),
  };
}
