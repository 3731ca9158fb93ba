import type { Arm } from '../src/lifecycle/actions/index.ts';

/** The arms by their index in columns. */
export const ARM_NAMES = ['action', 'holdout', 'explore', 'none'] as const satisfies readonly Arm[];

/** Index of each arm in columns. */
export const ACTION = 0;
export const HOLDOUT = 1;
export const EXPLORE = 2;
export const NONE = 3;

/** The shares by which a world draws its arms, 0..1. */
export interface Shares {
  /** Of the flagged units, those left alone. */
  readonly holdout: number;
  /** Of the others, those acted upon all the same. */
  readonly explore: number;
}

/** The arm of a unit at its place in [0, 1): flagged units go to action or holdout, the others to explore or none. */
export function armAt(shares: Shares, isFlagged: boolean, place: number): number {
  if (isFlagged) return place < shares.holdout ? HOLDOUT : ACTION;
  return place < shares.explore ? EXPLORE : NONE;
}

/** The probability with which an arm was drawn. */
export function propensityOf(shares: Shares, arm: number): number {
  if (arm === ACTION) return 1 - shares.holdout;
  if (arm === HOLDOUT) return shares.holdout;
  return arm === EXPLORE ? shares.explore : 1 - shares.explore;
}

/** Whether units of an arm get the action by plan. */
export function isActedArm(arm: number): boolean {
  return arm === ACTION || arm === EXPLORE;
}
