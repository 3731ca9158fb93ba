import type { Interval } from '../../statistics/interval.ts';
import type { FramingSummary } from '../framing/index.ts';
import type { EvidenceGrade, MoneyEstimate } from '../outcomes/index.ts';

/** What a framing promises: a change of the KPI, and what that is worth where a value was named. */
export interface PromisedResult {
  /** Change of the KPI in its unit, in benefit direction: positive when the target is better than the baseline. */
  readonly change: number;
  /** What the whole change is worth; `null` without a population or a value of one outcome. A claim, not a result. */
  readonly claimedCents: number | null;
  /** ISO 4217 code. */
  readonly currency: string;
}

/**
 * Reads the promise out of a signed framing. The change divided by the KPI's scale is outcomes per unit of the population;
 * times the population and the value of one outcome it is money.
 */
export function promisedResult({ kpi, successCriterion }: FramingSummary): PromisedResult {
  const { valuePerOutcomeCents, currency } = successCriterion;
  const change = (kpi.target - kpi.baseline.value) * (kpi.direction === 'up' ? 1 : -1);
  const claimedCents =
    kpi.population === undefined || valuePerOutcomeCents === undefined
      ? null
      : Math.round((change / kpi.scale) * kpi.population * valuePerOutcomeCents);
  return { change, claimedCents, currency };
}

/** The money of one initiative: what its framing claims, and what its last verdict says. */
export interface MoneyOfLine {
  readonly promised: PromisedResult;
  readonly grade: EvidenceGrade | null;
  readonly net: MoneyEstimate | null;
}

/** Money of several initiatives as a range and a best estimate, in minor units. */
interface SummedMoney {
  readonly intervalMinor: Interval;
  readonly pointMinor: number;
  readonly initiatives: number;
}

/** The three totals of a currency. They are never added together: each answers another question. */
export interface MoneyTotals {
  readonly currency: string;
  /** What the framings promise. */
  readonly claimed: { readonly cents: number; readonly initiatives: number };
  /** What was measured against units left alone (evidence of grade A or B), gains and losses, after costs. */
  readonly measured: SummedMoney;
  /** What finance confirmed. */
  readonly validated: SummedMoney;
}

/**
 * Adds up the money of all initiatives for each currency: claimed, measured and validated stay three figures. Measured
 * counts only evidence of grade A or B, losses as well as gains. The ends of the ranges are added, which is wider than
 * the truth and never narrower.
 */
export function addUpMoney(lines: readonly MoneyOfLine[]): readonly MoneyTotals[] {
  const currencies = lines.flatMap(({ promised, net }) => [
    ...(promised.claimedCents === null ? [] : [promised.currency]),
    ...(net === null ? [] : [net.currency]),
  ]);
  return [...new Set(currencies)].sort().map((currency) => {
    const claims = lines.flatMap(({ promised }) =>
      promised.currency === currency && promised.claimedCents !== null ? [promised.claimedCents] : [],
    );
    const nets = lines.flatMap(({ net, grade }) => (net?.currency === currency ? [{ net, grade }] : []));
    return {
      currency,
      claimed: { cents: claims.reduce((sum, cents) => sum + cents, 0), initiatives: claims.length },
      measured: sumMoney(
        nets.flatMap(({ net, grade }) => (net.label === 'measured' && (grade === 'A' || grade === 'B') ? [net] : [])),
      ),
      validated: sumMoney(nets.flatMap(({ net }) => (net.label === 'validated' ? [net] : []))),
    };
  });
}

function sumMoney(estimates: readonly MoneyEstimate[]): SummedMoney {
  const sum = (read: (estimate: MoneyEstimate) => number) => estimates.reduce((total, each) => total + read(each), 0);
  return {
    intervalMinor: {
      lower: sum(({ intervalMinor }) => intervalMinor.lower),
      upper: sum(({ intervalMinor }) => intervalMinor.upper),
    },
    pointMinor: sum(({ pointMinor }) => pointMinor),
    initiatives: estimates.length,
  };
}
