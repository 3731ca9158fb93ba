import { descendingOrder, type Interval, wilsonInterval } from '../statistics/index.ts';

/** What acting is worth; money in one unit throughout, whichever it is. */
export interface MoneyTerms {
  /** Money gained when a unit that has the outcome is acted upon. */
  readonly valuePerSuccess: number;
  /** Money spent on each unit that is acted upon. */
  readonly costPerAction: number;
  /** Most units that can be acted upon; null where there is no limit. */
  readonly capacity: number | null;
}

/** Units with what was predicted of them and what happened, none of which the model had learned from. */
export interface PredictedUnits {
  readonly probability: ArrayLike<number>;
  /** 1 for units with the outcome, 0 for those without. */
  readonly outcome: ArrayLike<number>;
}

/** What it brings to act on everybody at or above a probability. */
export interface MoneyPoint {
  /** Null where nobody is acted upon. */
  readonly threshold: number | null;
  /** Units acted upon, and those among them that have the outcome. */
  readonly acted: number;
  readonly successes: number;
  /** Share of all units with the outcome that is reached. */
  readonly gain: number;
  /** How many times more often than among all units; null where nobody is acted upon or no unit has the outcome. */
  readonly lift: number | null;
  /** valuePerSuccess * successes - costPerAction * acted. */
  readonly net: number;
  /** The same at the ends of the 95 % range (Wilson) of the share that has the outcome. */
  readonly netRange: Interval;
}

/** The curve over thresholds, the best point within capacity, and what choosing at random would bring there. */
export type Money =
  | {
      readonly kind: 'estimated';
      /** From nobody to everybody within capacity; thinned evenly, the best point always among them. */
      readonly points: readonly MoneyPoint[];
      readonly best: MoneyPoint;
      /** Net of acting on as many units at random as the best point does. */
      readonly netAtRandom: number;
      /** Probability from which an action pays by itself: cost over value. Null where a success is worth nothing. */
      readonly breakEven: number | null;
    }
  | { readonly kind: 'unavailable'; readonly reason: 'no_units' | 'not_probabilities' };

/**
 * Lift and gain in money: who is acted upon is whoever has the highest probabilities, all units of one probability together.
 * The best threshold is the one with the highest net among those that capacity allows; nobody, where acting never pays.
 *
 * @throws RangeError when the columns differ in length, or a term of money is negative or not finite.
 */
export function moneyByThreshold({ probability, outcome }: PredictedUnits, terms: MoneyTerms, mostPoints = 200): Money {
  requireSensible(terms);
  const count = probability.length;
  if (outcome.length !== count) throw new RangeError('probability and outcome must have the same length');
  if (count === 0) return { kind: 'unavailable', reason: 'no_units' };
  for (let unit = 0; unit < count; unit++) {
    const p = probability[unit] as number;
    if (!(p >= 0 && p <= 1)) return { kind: 'unavailable', reason: 'not_probabilities' };
  }
  const all = pointsOf(probability, outcome, terms);
  const best = all.reduce((leader, point) => (point.net > leader.net ? point : leader));
  const everybody = { units: count, events: countOnes(outcome) };
  return {
    kind: 'estimated',
    points: thin(all, best, mostPoints),
    best,
    netAtRandom: best.acted * ((terms.valuePerSuccess * everybody.events) / count - terms.costPerAction),
    breakEven: terms.valuePerSuccess > 0 ? terms.costPerAction / terms.valuePerSuccess : null,
  };
}

function pointsOf(probability: ArrayLike<number>, outcome: ArrayLike<number>, terms: MoneyTerms): MoneyPoint[] {
  const order = descendingOrder(probability);
  const positives = countOnes(outcome);
  const most = terms.capacity ?? order.length;
  const points = [pointAt(null, 0, 0, positives, order.length, terms)];
  let successes = 0;
  for (let rank = 0; rank < order.length; rank++) {
    const unit = order[rank] as number;
    if (outcome[unit] === 1) successes++;
    const next = order[rank + 1];
    if (next !== undefined && probability[next] === probability[unit]) continue;
    if (rank + 1 > most) break;
    points.push(pointAt(probability[unit] as number, rank + 1, successes, positives, order.length, terms));
  }
  return points;
}

function pointAt(
  threshold: number | null,
  acted: number,
  successes: number,
  positives: number,
  units: number,
  { valuePerSuccess, costPerAction }: MoneyTerms,
): MoneyPoint {
  const range = wilsonInterval({ units: acted, events: successes });
  const netOf = (wins: number): number => valuePerSuccess * wins - costPerAction * acted;
  return {
    threshold,
    acted,
    successes,
    gain: positives > 0 ? successes / positives : 0,
    lift: acted > 0 && positives > 0 ? successes / acted / (positives / units) : null,
    net: netOf(successes),
    netRange: { lower: netOf(acted * range.lower), upper: netOf(acted * range.upper) },
  };
}

/** At most so many points, evenly by rank, with both ends and the best one. */
function thin(points: readonly MoneyPoint[], best: MoneyPoint, most: number): MoneyPoint[] {
  if (points.length <= most) return [...points];
  const spacing = (points.length - 1) / Math.max(1, most - 2);
  const kept = new Set([best]);
  for (let i = 0; i < most - 1; i++) {
    const point = points[Math.min(points.length - 1, Math.round(i * spacing))];
    if (point !== undefined) kept.add(point);
  }
  return points.filter((point) => kept.has(point));
}

function countOnes(outcome: ArrayLike<number>): number {
  let ones = 0;
  for (let unit = 0; unit < outcome.length; unit++) ones += outcome[unit] === 1 ? 1 : 0;
  return ones;
}

function requireSensible({ valuePerSuccess, costPerAction, capacity }: MoneyTerms): void {
  for (const [name, value] of Object.entries({ valuePerSuccess, costPerAction, capacity: capacity ?? 0 })) {
    if (!(Number.isFinite(value) && value >= 0)) throw new RangeError(`${name} must be a finite number of at least 0`);
  }
}
