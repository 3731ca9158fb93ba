import {
  type ChainLink,
  type CostPerOutcomeSet,
  costOfKnowing,
  economics,
  explainValueGap,
  type Interval,
  netFromArms,
  netMoments,
} from '../../statistics/index.ts';
import type { DecisionPolicy, SuccessCriterion } from '../framing/index.ts';
import { coMomentsOfColumns, type Sign, withSignedX } from './column-moments.ts';
import { type ArmPair, type Figure, notMeasured, reasonOf, UNBOUNDED } from './comparison.ts';

/** The figures of a framing that make money out of an effect, and what the ledger adds to them. */
export interface MoneyTerms {
  readonly criterion: Pick<
    SuccessCriterion,
    'valuePerOutcomeCents' | 'currency' | 'holdoutShare' | 'plannedUnits' | 'reachTarget' | 'dmin'
  >;
  readonly policy: Pick<DecisionPolicy, 'costPerActionCents' | 'fixedCostCents'>;
  /** Costs of the initiative that no single action carries, from the ledger. */
  readonly recordedFixedCents: number;
  /** Whether any action in the ledger carries a cost. */
  readonly hasRecordedCosts: boolean;
  /** Units of the action arm over which the whole phase is reckoned. */
  readonly unitsTreated: number;
}

/** Money in minor units of the phase's currency. */
export interface Money {
  readonly currency: string;
  readonly valuePerOutcomeCents: number;
  readonly fixedCostCents: number;
  readonly unitsTreated: number;
  /** Net per assigned unit before fixed costs, and the total after them. */
  readonly netPerUnitCents: number;
  readonly netTotal: Figure;
  readonly netPerUnit: Figure;
  readonly costPerAssignedCents: number;
  /** Chance that the total is above 0, under a flat prior; shown, never the rule. */
  readonly chancePays: number;
  readonly breakEven: {
    readonly effectPerActedOn: number | null;
    readonly valuePerOutcomeCents: number | null;
    readonly costPerActionCents: number | null;
  };
  readonly costPerOutcome: CostPerOutcomeSet;
  readonly returnOnInvestment: number | null;
  /** What the units left alone would have earned, at the best estimate. */
  readonly costOfKnowingCents: number;
}

/** The money, or why there is none. */
export type MoneyFigure =
  | ({ readonly kind: 'measured' } & Money)
  | { readonly kind: 'not-measured'; readonly reason: string };

/**
 * Net money of the phase: each unit's value of the outcome less what was spent on it, compared between the arms, so that
 * the costs that were really paid, their spread and what was spent on those left alone all count.
 */
export function measureMoney(
  terms: MoneyTerms,
  pair: ArmPair,
  sign: Sign,
  reachShift: number,
  alpha: number,
): MoneyFigure {
  const { criterion, policy, unitsTreated } = terms;
  const value = criterion.valuePerOutcomeCents;
  if (value === undefined) return { kind: 'not-measured', reason: 'nobody has said what one outcome is worth' };
  if (!terms.hasRecordedCosts && policy.costPerActionCents === undefined) {
    return { kind: 'not-measured', reason: 'the cost of an action is not recorded' };
  }
  const fixedCostCents = Math.max(0, policy.fixedCostCents + terms.recordedFixedCents);
  const outcomeAndCost = {
    action: withSignedX(coMomentsOfColumns(pair.action.value, pair.action.costCents), sign),
    holdout: withSignedX(coMomentsOfColumns(pair.holdout.value, pair.holdout.costCents), sign),
  };
  const net = { action: netMoments(value, outcomeAndCost.action), holdout: netMoments(value, outcomeAndCost.holdout) };
  if (Number.isNaN(net.action.mean + net.holdout.mean)) return notMeasured('no record has a denominator');
  const scale = { unitsTreated, fixedCost: fixedCostCents };
  const total = netFromArms(net, scale, alpha);
  if (total.kind === 'unavailable') {
    return notMeasured(total.reason === 'no_units_treated' ? 'nobody was acted upon' : reasonOf(total.reason));
  }
  const at = (level: number, part: 'netTotal' | 'netPerUnit'): Interval => {
    const result = netFromArms(net, scale, level);
    return result.kind === 'estimated' ? result[part].interval : UNBOUNDED;
  };
  const units = pair.action.units + pair.holdout.units;
  const figure = (part: 'netTotal' | 'netPerUnit'): Figure => ({
    kind: 'measured',
    estimate: total[part].estimate,
    standardError: total[part].standardError,
    units,
    method: 'value of outcomes less costs per unit, Welch interval',
    intervalAt: (level) => at(level, part),
  });
  const costPerAssignedCents = outcomeAndCost.action.meanY - outcomeAndCost.holdout.meanY;
  const effect = outcomeAndCost.action.meanX - outcomeAndCost.holdout.meanX;
  const effectError = Math.hypot(standardErrorOfX(outcomeAndCost.action), standardErrorOfX(outcomeAndCost.holdout));
  const reach = Math.min(1, Math.max(0, reachShift));
  const reckoned = economics(
    {
      effect: { estimate: effect, standardError: effectError },
      valuePerOutcome: value,
      costPerAction: reach > 0 ? Math.max(0, costPerAssignedCents) / reach : 0,
      reach,
      fixedCost: fixedCostCents,
      unitsTreated,
    },
    alpha,
  );
  if (reckoned.kind === 'unavailable') return notMeasured('nobody was acted upon');
  const { breakEven } = reckoned;
  return {
    kind: 'measured',
    currency: criterion.currency,
    valuePerOutcomeCents: value,
    fixedCostCents,
    unitsTreated,
    netPerUnitCents: total.netPerUnit.estimate,
    netTotal: figure('netTotal'),
    netPerUnit: figure('netPerUnit'),
    costPerAssignedCents,
    chancePays: total.chancePays,
    breakEven: {
      effectPerActedOn: breakEven.effectPerActedOn,
      valuePerOutcomeCents: breakEven.valuePerOutcome,
      costPerActionCents: breakEven.costPerAction,
    },
    costPerOutcome: reckoned.costPerOutcome.set,
    returnOnInvestment: reckoned.returnOnInvestment,
    costOfKnowingCents: costOfKnowing(1, pair.holdout.units, total.netPerUnit.estimate),
  };
}

/** Why the money came out otherwise than planned: what each link adds to the gap, in minor units. */
export interface MoneyGap {
  readonly plannedCents: number;
  readonly actualCents: number;
  readonly byLink: readonly { readonly link: ChainLink; readonly cents: number }[];
}

/** What was planned at framing against what happened, per link of the chain; `null` without the figures. */
export function explainMoney(
  terms: MoneyTerms,
  money: MoneyFigure,
  actual: { readonly reach: number; readonly effectOnReached: number },
): MoneyGap | null {
  const { criterion, policy } = terms;
  if (money.kind !== 'measured' || policy.costPerActionCents === undefined || !(actual.reach > 0)) return null;
  const plan = {
    population: Math.round(criterion.plannedUnits * (1 - criterion.holdoutShare)),
    flagRate: 1,
    reach: criterion.reachTarget,
    effect: criterion.dmin,
    value: money.valuePerOutcomeCents,
    cost: policy.costPerActionCents,
    fixed: policy.fixedCostCents,
  };
  const happened = {
    ...plan,
    population: terms.unitsTreated,
    reach: actual.reach,
    effect: actual.effectOnReached,
    cost: money.costPerAssignedCents / actual.reach,
    fixed: money.fixedCostCents,
  };
  const gap = explainValueGap(plan, happened);
  const links = (['population', 'reach', 'effect', 'cost', 'fixed'] as const).map((link) => ({
    link,
    cents: gap.byLink[link],
  }));
  return { plannedCents: gap.planned, actualCents: gap.actual, byLink: links };
}

function standardErrorOfX({
  count,
  squaredDeviationsX,
}: {
  readonly count: number;
  readonly squaredDeviationsX: number;
}): number {
  return count > 1 ? Math.sqrt(squaredDeviationsX / (count - 1) / count) : 0;
}
