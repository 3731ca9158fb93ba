import type { Arm } from '../actions/index.ts';

/** A unit to be ranked, with the arm that it has. */
export interface Candidate {
  readonly unitId: string;
  readonly score: number;
  readonly arm: Arm;
}

/** A unit's place among the units of its own arm. */
export interface RankedUnit {
  readonly unitId: string;
  readonly arm: Arm;
  /** Whether the unit is on the list of its arm. */
  readonly flagged: boolean;
  /** 1 is the highest score of the arm. */
  readonly rank: number;
  /** Places on the list of the arm. */
  readonly listSize: number;
}

/** Only these two arms are compared by lists; units of the others keep what they have and take no place. */
const LISTED_ARMS: readonly Arm[] = ['action', 'holdout'];

/**
 * Makes a list of `capacity` places without letting the arms compete for them: each arm is ranked by itself and gets
 * places in proportion to its candidates, so that the same top share of both is flagged. In one common list a unit of
 * one arm takes the place of a unit of the other, and the comparison is biased (by -12% in the project's simulation of
 * maintenance; specification of outcomes, section 1.3, "Top-k lists"). Equal scores are ordered by unit id.
 * @returns the candidates in the order in which they were given.
 */
export function rankPerArm(candidates: readonly Candidate[], capacity: number): readonly RankedUnit[] {
  const byArm = new Map<Arm, Candidate[]>();
  for (const candidate of candidates) {
    const group = byArm.get(candidate.arm);
    if (group) group.push(candidate);
    else byArm.set(candidate.arm, [candidate]);
  }
  const places = sharePlaces(
    LISTED_ARMS.map((arm) => byArm.get(arm)?.length ?? 0),
    capacity,
  );
  const ranked = new Map<Candidate, RankedUnit>();
  for (const [arm, group] of byArm) {
    const listSize = places[LISTED_ARMS.indexOf(arm)] ?? 0;
    group.sort(byScore).forEach((candidate, index) => {
      ranked.set(candidate, {
        unitId: candidate.unitId,
        arm,
        flagged: index < listSize,
        rank: index + 1,
        listSize,
      });
    });
  }
  return candidates.flatMap((candidate) => ranked.get(candidate) ?? []);
}

function byScore(left: Candidate, right: Candidate): number {
  if (left.score !== right.score) return right.score - left.score;
  return left.unitId < right.unitId ? -1 : left.unitId > right.unitId ? 1 : 0;
}

/** Shares whole places in proportion to `sizes`, largest remainders first; no group gets more places than it has units. */
export function sharePlaces(sizes: readonly number[], capacity: number): readonly number[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total <= capacity) return sizes;
  const exact = sizes.map((size) => (size * capacity) / total);
  const places = exact.map(Math.floor);
  const byRemainder = exact
    .map((share, index) => ({ index, remainder: share - Math.floor(share) }))
    .sort((left, right) => right.remainder - left.remainder || left.index - right.index);
  let left = capacity - places.reduce((sum, size) => sum + size, 0);
  for (const { index } of byRemainder) {
    if (left <= 0) break;
    places[index] = (places[index] ?? 0) + 1;
    left -= 1;
  }
  return places;
}
