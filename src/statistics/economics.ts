import { type CostPerOutcome, costPerOutcome } from './cost-per-outcome.ts';
import { normalCdf } from './distributions.ts';
import { type Estimate, type EstimateWithInterval, normalInterval } from './estimate.ts';
import { productOfEstimates } from './product-of-estimates.ts';
import { twoSidedCritical } from './two-sided.ts';

/** What an effect is worth and what the action costs; all money in one currency and one scale (for example cents). */
export interface EconomicsInput {
  /** Additional outcomes per assigned unit (ITT), benefit direction. */
  readonly effect: Estimate;
  /** Money per outcome. */
  readonly valuePerOutcome: number;
  /** Standard error of that money when it is itself an estimate; 0 when left out. */
  readonly valueStandardError?: number;
  /** Money per action delivered. */
  readonly costPerAction: number;
  /** Share of the assigned units that the action reaches, 0..1. */
  readonly reach: number;
  /** Money spent whatever the number of units. */
  readonly fixedCost: number;
  /** Units in the action arm, over which the fixed cost is spread. */
  readonly unitsTreated: number;
}

/** The economics of an action. Nulls mean that no such number exists. */
export interface Economics {
  readonly kind: 'estimated';
  /** Money per assigned unit before fixed cost. */
  readonly netPerUnit: EstimateWithInterval;
  /** Money for all treated units after fixed cost. */
  readonly netTotal: EstimateWithInterval;
  /** Chance that the total is above 0, under a flat prior; shown, never the decision rule. */
  readonly chancePays: number;
  readonly breakEven: {
    /** Effect per assigned unit at which the total is 0; null when an outcome is worth nothing. */
    readonly effectPerAssigned: number | null;
    /** The same per acted-on unit; null also when nobody is reached. */
    readonly effectPerActedOn: number | null;
    /** Value of one outcome at which the total is 0; null when the effect is not a gain. */
    readonly valuePerOutcome: number | null;
    /** Cost of one action at which the total is 0 (negative: not even free actions pay); null when nobody is reached. */
    readonly costPerAction: number | null;
  };
  /** Total divided by the money spent; null when nothing is spent. */
  readonly returnOnInvestment: number | null;
  readonly costPerOutcome: CostPerOutcome;
}

/**
 * Net money of an action whose cost is known per action: net per assigned unit = value * effect - cost * reach,
 * total = units * net - fixed cost. Uncertainty comes from the effect and, when given, from the value
 * (var(uv) = u^2 s_v^2 + v^2 s_u^2). When cost varies between units, use `netFromArms`.
 *
 * @throws RangeError for a negative cost, a reach outside 0..1, or numbers that are not finite.
 */
export function economics(
  input: EconomicsInput,
  alpha = 0.05,
): Economics | { readonly kind: 'unavailable'; readonly reason: 'no_units' } {
  requireSensible(input);
  const { effect, valuePerOutcome, costPerAction, reach, fixedCost, unitsTreated } = input;
  if (unitsTreated === 0) return { kind: 'unavailable', reason: 'no_units' };
  const worth = { estimate: valuePerOutcome, standardError: input.valueStandardError ?? 0 };
  const gain = productOfEstimates(effect, worth, alpha);
  const costPerUnit = costPerAction * reach;
  const netPerUnit = gain.estimate - costPerUnit;
  const netTotal = unitsTreated * netPerUnit - fixedCost;
  const totalError = unitsTreated * gain.standardError;
  const spent = unitsTreated * costPerUnit + fixedCost;
  const z = twoSidedCritical(alpha);
  return {
    kind: 'estimated',
    netPerUnit: withInterval(netPerUnit, gain.standardError, z),
    netTotal: withInterval(netTotal, totalError, z),
    chancePays: chanceAboveZero(netTotal, totalError),
    breakEven: breakEven(input, costPerUnit + fixedCost / unitsTreated),
    returnOnInvestment: spent > 0 ? netTotal / spent : null,
    costPerOutcome: costPerOutcome(costPerUnit + fixedCost / unitsTreated, effect, alpha),
  };
}

function breakEven(input: EconomicsInput, fullCostPerUnit: number): Economics['breakEven'] {
  const { effect, valuePerOutcome, reach } = input;
  const effectPerAssigned = valuePerOutcome > 0 ? fullCostPerUnit / valuePerOutcome : null;
  const gainAfterFixed = valuePerOutcome * effect.estimate - input.fixedCost / input.unitsTreated;
  return {
    effectPerAssigned,
    effectPerActedOn: effectPerAssigned !== null && reach > 0 ? effectPerAssigned / reach : null,
    valuePerOutcome: effect.estimate > 0 ? fullCostPerUnit / effect.estimate : null,
    costPerAction: reach > 0 ? gainAfterFixed / reach : null,
  };
}

function withInterval(estimate: number, standardError: number, z: number): EstimateWithInterval {
  return { estimate, standardError, interval: normalInterval(estimate, standardError, z) };
}

function chanceAboveZero(estimate: number, standardError: number): number {
  if (standardError > 0) return normalCdf(estimate / standardError);
  if (estimate === 0) return 0.5;
  return estimate > 0 ? 1 : 0;
}

function requireSensible(input: EconomicsInput): void {
  const { effect, ...numbers } = input;
  for (const [name, value] of Object.entries({ ...numbers, ...effect })) {
    if (!Number.isFinite(value)) throw new RangeError(`${name} must be a finite number, got ${value}`);
  }
  const { costPerAction, fixedCost, unitsTreated, reach } = input;
  for (const [name, value] of Object.entries({ costPerAction, fixedCost, unitsTreated })) {
    if (value < 0) throw new RangeError(`${name} must be at least 0, got ${value}`);
  }
  if (reach < 0 || reach > 1) throw new RangeError(`reach must lie in 0..1, got ${reach}`);
}
