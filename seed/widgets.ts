import type { PanelPoint } from '../src/statistics/difference-in-differences.ts';
import type { BinaryWorld } from './binary-world.ts';
import type { Random } from './random.ts';

/** A chain of stores that sell widgets, some of which get a display from a week on, chosen by region and not by chance. */
export interface StoreParams {
  readonly stores: number;
  readonly treated: number;
  readonly weeks: number;
  /** The first week with displays. */
  readonly startWeek: number;
  /** Widgets a week of an average store, and the standard deviation between stores. */
  readonly base: number;
  readonly storeSd: number;
  /** Growth a week that all stores share. */
  readonly trend: number;
  /** Amplitude of the season of 52 weeks. */
  readonly season: number;
  /** Autocorrelation of a store's own ups and downs, and their standard deviation. */
  readonly ar: number;
  readonly noise: number;
  /** Widgets a week that a display adds. */
  readonly effect: number;
}

/** The widget stores of the vector file `scenarios.json`. */
export const STORES: StoreParams = {
  stores: 48,
  treated: 16,
  weeks: 104,
  startWeek: 80,
  base: 400,
  storeSd: 90,
  trend: 0.3,
  season: 35,
  ar: 0.5,
  noise: 22,
  effect: 24,
};

/** Standard deviation of a step of the random walk that all stores share; the vector file names it without a figure. */
const WALK_SD = 4;

/** Plays the weeks of all stores: the first `treated` of them have displays from `startWeek` on. */
export function simulateStores(params: StoreParams, random: Random): readonly PanelPoint[] {
  const shared = sharedPath(params, random.split('market'));
  const own = random.split('stores');
  const points: PanelPoint[] = [];
  const innovation = params.noise * Math.sqrt(1 - params.ar ** 2);
  for (let store = 0; store < params.stores; store++) {
    const level = params.base + params.storeSd * own.normal();
    const isTreated = store < params.treated;
    let deviation = params.noise * own.normal();
    for (let week = 0; week < params.weeks; week++) {
      const display = isTreated && week >= params.startWeek ? params.effect : 0;
      points.push({
        unit: store,
        period: week,
        isTreated,
        value: level + (shared[week] as number) + deviation + display,
      });
      deviation = params.ar * deviation + innovation * own.normal();
    }
  }
  return points;
}

function sharedPath(params: StoreParams, market: Random): Float64Array {
  const path = new Float64Array(params.weeks);
  let walk = 0;
  for (let week = 0; week < params.weeks; week++) {
    path[week] = params.trend * week + params.season * Math.sin((2 * Math.PI * week) / 52) + walk;
    walk += WALK_SD * market.normal();
  }
  return path;
}

/** A world in which shoppers may buy a widget, and an offer by e-mail may make them. Money in units of the currency. */
export interface ShopperParams extends BinaryWorld {
  /** Cost of one offer that is opened. */
  readonly cost: number;
  /** Profit of one widget. */
  readonly value: number;
  readonly outcomeWindowDays: number;
}

/** The shoppers of the demo; ours, because the vector file has no randomised world of widgets. The event is a purchase. */
export const SHOPPERS: ShopperParams = {
  good: 'more',
  flagShare: 0.3,
  holdout: 0.3,
  explore: 0.1,
  riskLogit: { b0: -2.2, b1: 1.35 },
  scoreCorr: 0.9,
  reach: { base: 0.9, riskSlope: 0 },
  contamination: 0,
  effect: { flagged: 0.1, unflagged: 0.01 },
  dropHoldout: 0,
  cost: 0.4,
  value: 18,
  outcomeWindowDays: 30,
};
