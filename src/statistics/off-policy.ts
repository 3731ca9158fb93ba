import { type EstimateWithInterval, normalInterval } from './estimate.ts';
import { twoSidedCritical } from './two-sided.ts';

/** Logged decisions, and the policy whose value is asked for. */
export interface LoggedDecisions {
  /** Logged probability with which the unit got the action, strictly between 0 and 1. */
  readonly propensity: ArrayLike<number>;
  /** 1 when it got the action, 0 when not. */
  readonly action: ArrayLike<number>;
  /** Reward in benefit direction, for example net money. */
  readonly reward: ArrayLike<number>;
  /** Probability with which the asked-for policy would act on the unit; 0 or 1 for a threshold. */
  readonly targetAction: ArrayLike<number>;
  /** Predicted reward with and without the action; needed for the doubly robust estimate. */
  readonly outcomeModel?: { readonly withAction: ArrayLike<number>; readonly without: ArrayLike<number> };
}

/** Mean reward per unit under another policy, estimated three ways. */
export type PolicyValue =
  | {
      readonly kind: 'estimated';
      /** Inverse-propensity weighted. */
      readonly ips: EstimateWithInterval;
      /** The same with weights normalised; the one to show when there is no outcome model. */
      readonly snips: EstimateWithInterval;
      /** Doubly robust; null without an outcome model. */
      readonly dr: EstimateWithInterval | null;
      /** (sum w)^2 / sum w^2. */
      readonly effectiveSampleSize: number;
      readonly largestWeight: number;
      /** Units whose logged decision the policy could have taken. */
      readonly matched: number;
      /** False when fewer than 100 effective units or a weight above 50 carry the estimate: then it is hidden. */
      readonly canBeShown: boolean;
    }
  | {
      readonly kind: 'unavailable';
      readonly reason: 'too_few_units' | 'propensity_outside_0_1' | 'not_finite' | 'policy_never_followed';
    };

const LEAST_EFFECTIVE_SAMPLE = 100;
const LARGEST_WEIGHT = 50;

/**
 * Value of a policy from decisions that another policy took ("what if the threshold were t"), from logged propensities only.
 *
 * @throws RangeError when the columns differ in length.
 */
export function policyValue(log: LoggedDecisions, alpha = 0.05): PolicyValue {
  requireSameLength(log);
  const z = twoSidedCritical(alpha);
  const count = log.action.length;
  if (count < 2) return { kind: 'unavailable', reason: 'too_few_units' };
  const problem = findProblem(log);
  if (problem !== undefined) return { kind: 'unavailable', reason: problem };
  const weight = policyWeights(log);
  let total = 0;
  let squares = 0;
  let largestWeight = 0;
  let matched = 0;
  for (const w of weight) {
    total += w;
    squares += w * w;
    largestWeight = Math.max(largestWeight, w);
    if (w > 0) matched++;
  }
  if (total === 0) return { kind: 'unavailable', reason: 'policy_never_followed' };
  const effectiveSampleSize = total ** 2 / squares;
  return {
    kind: 'estimated',
    ips: meanWithInterval(
      weight.map((w, i) => w * (log.reward[i] as number)),
      z,
    ),
    snips: normalisedMean(weight, log.reward, total, z),
    dr: doublyRobust(log, weight, z),
    effectiveSampleSize,
    largestWeight,
    matched,
    canBeShown: effectiveSampleSize >= LEAST_EFFECTIVE_SAMPLE && largestWeight <= LARGEST_WEIGHT,
  };
}

/** Chance of the logged decision under the asked-for policy divided by its logged chance. */
function policyWeights({ propensity, action, targetAction }: LoggedDecisions): Float64Array {
  return Float64Array.from(action, (acted, i) => {
    const logged = propensity[i] as number;
    const target = targetAction[i] as number;
    return acted === 1 ? target / logged : (1 - target) / (1 - logged);
  });
}

function normalisedMean(
  weight: Float64Array,
  reward: ArrayLike<number>,
  total: number,
  z: number,
): EstimateWithInterval {
  let weighted = 0;
  for (let i = 0; i < weight.length; i++) weighted += (weight[i] as number) * (reward[i] as number);
  const estimate = weighted / total;
  let squares = 0;
  for (let i = 0; i < weight.length; i++) squares += ((weight[i] as number) * ((reward[i] as number) - estimate)) ** 2;
  const standardError = Math.sqrt(squares) / total;
  return { estimate, standardError, interval: normalInterval(estimate, standardError, z) };
}

function doublyRobust(log: LoggedDecisions, weight: Float64Array, z: number): EstimateWithInterval | null {
  const { outcomeModel, action, reward, targetAction } = log;
  if (outcomeModel === undefined) return null;
  const values = weight.map((w, i) => {
    const withAction = outcomeModel.withAction[i] as number;
    const without = outcomeModel.without[i] as number;
    const target = targetAction[i] as number;
    const expected = action[i] === 1 ? withAction : without;
    return target * withAction + (1 - target) * without + w * ((reward[i] as number) - expected);
  });
  return meanWithInterval(values, z);
}

function meanWithInterval(values: Float64Array, z: number): EstimateWithInterval {
  let total = 0;
  for (const value of values) total += value;
  const estimate = total / values.length;
  let squares = 0;
  for (const value of values) squares += (value - estimate) ** 2;
  const standardError = Math.sqrt(squares / (values.length - 1) / values.length);
  return { estimate, standardError, interval: normalInterval(estimate, standardError, z) };
}

function findProblem(log: LoggedDecisions): 'propensity_outside_0_1' | 'not_finite' | undefined {
  for (let i = 0; i < log.action.length; i++) {
    const propensity = log.propensity[i] as number;
    const target = log.targetAction[i] as number;
    if (!(propensity > 0 && propensity < 1 && target >= 0 && target <= 1)) return 'propensity_outside_0_1';
    const numbers = [log.reward[i], log.outcomeModel?.withAction[i] ?? 0, log.outcomeModel?.without[i] ?? 0];
    if (!numbers.every(Number.isFinite)) return 'not_finite';
  }
  return undefined;
}

function requireSameLength({ action, propensity, reward, targetAction, outcomeModel }: LoggedDecisions): void {
  const columns = [propensity, reward, targetAction, outcomeModel?.withAction, outcomeModel?.without];
  if (columns.some((column) => column !== undefined && column.length !== action.length)) {
    throw new RangeError('all columns must have the same length');
  }
}
