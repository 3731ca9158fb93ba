import { costOfKnowing } from '../../statistics/cost-of-knowing.ts';
import { economics } from '../../statistics/economics.ts';
import type { SuccessCriterion } from './framing.ts';

/** What acting costs. */
export interface ActionCosts {
  readonly costPerActionCents: number;
  readonly fixedCostCents: number;
}

/** The money of a plan if the action has just the effect that is assumed. */
export interface PlanMoney {
  /** What leaving units alone costs, in cents. */
  readonly costOfKnowingCents: number | null;
  /** Effect at which the money comes out even, per unit acted upon. */
  readonly breakEvenEffect: number | null;
}

/** Nothing can be said about money. */
export const NO_MONEY: PlanMoney = { costOfKnowingCents: null, breakEvenEffect: null };

/** The money of a plan if the action has just the smallest effect worth having; formulas of `economics` and `costOfKnowing`. */
export function planMoney(criterion: SuccessCriterion, { costPerActionCents, fixedCostCents }: ActionCosts): PlanMoney {
  const { valuePerOutcomeCents, reachTarget, dmin, design, holdoutShare, plannedUnits } = criterion;
  if (valuePerOutcomeCents === undefined) return NO_MONEY;
  const share = design === 'holdout' ? holdoutShare : 0;
  const books = economics({
    effect: { estimate: dmin * reachTarget, standardError: 0 },
    valuePerOutcome: valuePerOutcomeCents,
    costPerAction: costPerActionCents,
    reach: reachTarget,
    fixedCost: fixedCostCents,
    unitsTreated: plannedUnits * (1 - share),
  });
  if (books.kind === 'unavailable') return NO_MONEY;
  return {
    costOfKnowingCents: Math.round(costOfKnowing(share, plannedUnits, books.netPerUnit.estimate)),
    breakEvenEffect: books.breakEven.effectPerActedOn,
  };
}
