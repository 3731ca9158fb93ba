import type { Department } from './idea.ts';

/** Ideas of one department by what became of them. */
export interface DepartmentCounts {
  /** `null` for ideas without a department. */
  readonly department: Department | null;
  readonly proposed: number;
  readonly open: number;
  readonly promoted: number;
  readonly merged: number;
  readonly declined: number;
}

/** An idea that became an initiative, on its way. */
export interface FollowedIdea {
  readonly departmentId: string | null;
  readonly initiativeNo: number;
  readonly proposedAt: Date;
  readonly promotedAt: Date;
}

/** How far an initiative has come, as far as the reader may see it. Later rooms fill it. */
export interface InitiativeProgress {
  readonly initiativeNo: number;
  /** When a framing first had all of its signatures. */
  readonly framedAt: Date | null;
  /** When the ledger got its first records. */
  readonly liveAt: Date | null;
  /** When a value was first measured against units left alone, or confirmed by finance. */
  readonly measuredAt: Date | null;
  readonly value: MeasuredValue | null;
}

/** Money with where it comes from, as a range in minor units. */
export interface MeasuredValue {
  readonly label: 'measured' | 'validated';
  readonly currency: string;
  readonly lowerMinor: number;
  readonly upperMinor: number;
}

/** Money of several initiatives. Figures of another label or currency are never added to it. */
export interface SummedValue extends MeasuredValue {
  readonly initiatives: number;
}

/** Where the ideas of one department went. */
export interface FunnelRow extends DepartmentCounts {
  /** Of the initiatives that the reader may see. */
  readonly framed: number;
  readonly live: number;
  readonly measured: number;
  /** Median days from one stage to the next; `null` where none has come so far. */
  readonly daysToPromoted: number | null;
  readonly daysToFramed: number | null;
  readonly daysToLive: number | null;
  readonly daysToMeasured: number | null;
  readonly values: readonly SummedValue[];
}

/** Puts counts and ways together, by department in the given order. */
export function funnelRows(
  counts: readonly DepartmentCounts[],
  followed: readonly FollowedIdea[],
  progress: readonly InitiativeProgress[],
): readonly FunnelRow[] {
  const progressByNo = new Map(progress.map((each) => [each.initiativeNo, each]));
  return counts.map((row) => {
    const own = followed.filter(({ departmentId }) => departmentId === (row.department?.id ?? null));
    const ways = own.flatMap((idea) => {
      const way = progressByNo.get(idea.initiativeNo);
      return way ? [{ ...way, promotedAt: idea.promotedAt }] : [];
    });
    const values = ways.flatMap(({ value }) => value ?? []);
    return {
      ...row,
      framed: ways.filter(({ framedAt }) => framedAt !== null).length,
      live: ways.filter(({ liveAt }) => liveAt !== null).length,
      measured: values.length,
      daysToPromoted: medianDays(own.map(({ proposedAt, promotedAt }) => [proposedAt, promotedAt])),
      daysToFramed: medianDays(ways.map(({ promotedAt, framedAt }) => [promotedAt, framedAt])),
      daysToLive: medianDays(ways.map(({ framedAt, liveAt }) => [framedAt, liveAt])),
      daysToMeasured: medianDays(ways.map(({ liveAt, measuredAt }) => [liveAt, measuredAt])),
      values: sumValues(values),
    };
  });
}

/** The median of the days between two moments, over the pairs that have both; `null` when none has. */
export function medianDays(pairs: readonly (readonly [from: Date | null, to: Date | null])[]): number | null {
  const days = pairs
    .flatMap(([from, to]) => (from && to ? [Math.max(0, (to.getTime() - from.getTime()) / 86_400_000)] : []))
    .sort((left, right) => left - right);
  const middle = Math.floor(days.length / 2);
  const [upper, lower] = [days[middle], days[middle - 1]];
  if (upper === undefined) return null;
  return days.length % 2 === 1 || lower === undefined ? upper : (lower + upper) / 2;
}

/**
 * Adds up money of one label and one currency; other labels and currencies stay beside it. The ends of the ranges are
 * added, which is wider than the truth and never narrower.
 */
export function sumValues(values: readonly MeasuredValue[]): readonly SummedValue[] {
  const sums = new Map<string, SummedValue>();
  for (const value of values) {
    const key = `${value.currency} ${value.label}`;
    const sum = sums.get(key) ?? { ...value, lowerMinor: 0, upperMinor: 0, initiatives: 0 };
    sums.set(key, {
      ...sum,
      lowerMinor: sum.lowerMinor + value.lowerMinor,
      upperMinor: sum.upperMinor + value.upperMinor,
      initiatives: sum.initiatives + 1,
    });
  }
  return [...sums].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, sum]) => sum);
}
