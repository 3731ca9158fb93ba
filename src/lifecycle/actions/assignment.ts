import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

/** What happens to a unit: acted upon, left alone to compare with, acted upon by chance without a flag, or nothing. */
export const ARMS = ['action', 'holdout', 'explore', 'none'] as const;

/** What happens to a unit. */
export type Arm = (typeof ARMS)[number];

/** The shares and the salt of an assignment plan. */
export interface AssignmentPlan {
  readonly salt: string;
  /** Share of the flagged units that are left alone. */
  readonly holdoutShare: number;
  /** Share of the unflagged units that get the action all the same. */
  readonly exploreShare: number;
}

/** A unit's arm and the probability with which it was drawn. */
export interface Draw {
  readonly arm: Arm;
  readonly propensity: number;
}

const HEX_DIGITS = 13;
const SPACE = 16 ** HEX_DIGITS;

/**
 * The unit's place in [0, 1) under a salt: the first 13 hexadecimal digits of SHA-256(salt ":" unitId) over 16^13, which
 * are 52 bits and exact in a double. The same in every process and language, so that a draw can be checked by anybody.
 */
export function placeOfUnit(salt: string, unitId: string): number {
  const digest = sha256(utf8ToBytes(`${salt}:${unitId}`));
  let digits = '';
  for (const byte of digest.subarray(0, 7)) digits += byte.toString(16).padStart(2, '0');
  return Number.parseInt(digits.slice(0, HEX_DIGITS), 16) / SPACE;
}

/** Draws the arm of a unit: flagged units go to action or holdout, the others to explore or none. */
export function drawArm(plan: AssignmentPlan, unitId: string, isFlagged: boolean): Draw {
  if (isFlagged) {
    const isHeldOut = placeOfUnit(plan.salt, unitId) < plan.holdoutShare;
    return isHeldOut
      ? { arm: 'holdout', propensity: plan.holdoutShare }
      : { arm: 'action', propensity: 1 - plan.holdoutShare };
  }
  const isExplored = placeOfUnit(`${plan.salt}:explore`, unitId) < plan.exploreShare;
  return isExplored
    ? { arm: 'explore', propensity: plan.exploreShare }
    : { arm: 'none', propensity: 1 - plan.exploreShare };
}
