/**
 * The chain from population to money: value = population * flagRate * reach * ((effect + targetingGain) * value - cost) - fixed.
 */
export interface ValueChain {
  /** Units that could be flagged. */
  readonly population: number;
  /** Share of them that is flagged, 0..1. */
  readonly flagRate: number;
  /** Share of the flagged that the action reaches, 0..1. */
  readonly reach: number;
  /** Effect per acted-on unit; with a `targetingGain`, the effect that acting on anybody would have. */
  readonly effect: number;
  /** What the choice of units adds to the effect, when an explore arm measures it; 0 when left out. */
  readonly targetingGain?: number;
  /** Money per outcome gained. */
  readonly value: number;
  /** Money per action. */
  readonly cost: number;
  /** Money spent whatever happens. */
  readonly fixed: number;
}

/** A quantity of the chain that can differ between plan and actual. */
export type ChainLink = keyof Required<ValueChain>;

/** How much each link adds to the difference between actual and plan; the parts add up to the gap. */
export interface ValueGap {
  readonly planned: number;
  readonly actual: number;
  readonly gap: number;
  readonly byLink: Readonly<Record<ChainLink, number>>;
}

const CHAIN_LINKS = [
  'population',
  'flagRate',
  'reach',
  'effect',
  'targetingGain',
  'value',
  'cost',
  'fixed',
] as const satisfies readonly ChainLink[];

/** Money that a chain yields, in the unit of `value`, `cost` and `fixed`. */
export function chainValue(chain: ValueChain): number {
  const actedOn = chain.population * chain.flagRate * chain.reach;
  return actedOn * ((chain.effect + (chain.targetingGain ?? 0)) * chain.value - chain.cost) - chain.fixed;
}

/**
 * Attributes the gap between plan and actual to the links by exact Shapley values: the mean contribution of a link over all
 * orders in which the plan's links can be replaced by the actual ones. No order is privileged, a link that went as planned
 * gets 0, and the parts add up. It ranks links; the verdict decides.
 *
 * @throws RangeError when a quantity of the chain is not a finite number.
 */
export function explainValueGap(plan: ValueChain, actual: ValueChain): ValueGap {
  const planned = completeChain(plan);
  const happened = completeChain(actual);
  const parts = shapleyValues(CHAIN_LINKS.length, (isActual) => {
    const mixed = { ...planned };
    for (const [index, link] of CHAIN_LINKS.entries()) if (isActual(index)) mixed[link] = happened[link];
    return chainValue(mixed);
  });
  const byLink = { ...planned };
  for (const [index, link] of CHAIN_LINKS.entries()) byLink[link] = parts[index] ?? 0;
  const plannedValue = chainValue(planned);
  const actualValue = chainValue(happened);
  return { planned: plannedValue, actual: actualValue, gap: actualValue - plannedValue, byLink };
}

/**
 * Exact Shapley values of a game with `players` players, by summing over all 2^players coalitions.
 *
 * @param worth value of a coalition; it is asked through a test of membership.
 * @throws RangeError for more than 16 players, where the sum would no longer be quick.
 */
export function shapleyValues(players: number, worth: (isMember: (player: number) => boolean) => number): number[] {
  if (!(Number.isInteger(players) && players >= 0 && players <= 16)) {
    throw new RangeError(`players must be a whole number in 0..16, got ${players}`);
  }
  const worths = Array.from({ length: 2 ** players }, (_, coalition) =>
    worth((player) => (coalition & (1 << player)) !== 0),
  );
  const weights = coalitionWeights(players);
  return Array.from({ length: players }, (_, player) => {
    const bit = 1 << player;
    let sum = 0;
    for (const [coalition, without] of worths.entries()) {
      if ((coalition & bit) !== 0) continue;
      sum += (weights[memberCount(coalition)] ?? 0) * ((worths[coalition | bit] ?? 0) - without);
    }
    return sum;
  });
}

/** Weight of a coalition of s others: s! (players - s - 1)! / players!, built up without factorials. */
function coalitionWeights(players: number): number[] {
  const weights: number[] = [];
  let weight = 1 / players;
  for (let size = 0; size < players; size++) {
    weights.push(weight);
    weight *= (size + 1) / (players - size - 1);
  }
  return weights;
}

function memberCount(coalition: number): number {
  let count = 0;
  for (let rest = coalition; rest !== 0; rest &= rest - 1) count++;
  return count;
}

function completeChain(chain: ValueChain): Record<ChainLink, number> {
  const complete = { targetingGain: 0, ...chain };
  for (const link of CHAIN_LINKS) {
    if (!Number.isFinite(complete[link]))
      throw new RangeError(`${link} must be a finite number, got ${complete[link]}`);
  }
  return complete;
}
