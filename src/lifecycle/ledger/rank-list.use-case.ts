import { type Decision, decideArms } from './decide-arms.use-case.ts';
import { type RankedUnit, rankPerArm } from './rank-per-arm.ts';
import type { LedgerPorts } from './record-batch.use-case.ts';

/** A unit that may come on the list. */
export interface ScoredUnit {
  readonly unitId: string;
  readonly score: number;
}

/**
 * Makes the action list for a capacity. Every unit that may come on a list belongs to the action or the holdout arm from
 * the first list on, whether it is on that list or not: a unit that was not needed this week may lead the next, and its
 * arm must not depend on that. Units on the holdout's list are those who would have been acted upon.
 * @throws Problem as `decideArms`
 */
export async function rankList(
  ports: LedgerPorts,
  decision: Decision,
  units: readonly ScoredUnit[],
  capacity: number,
): Promise<readonly RankedUnit[]> {
  const scores = new Map(units.map(({ unitId, score }) => [unitId, score]));
  const decided = await decideArms(
    ports,
    decision,
    [...scores.keys()].map((unitId) => ({ unitId, flagged: true })),
  );
  return rankPerArm(
    decided.map(({ unitId, arm }) => ({ unitId, arm, score: scores.get(unitId) ?? 0 })),
    capacity,
  );
}
