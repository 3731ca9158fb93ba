import {
  adjustHolm,
  auc,
  type EventCount,
  type Interval,
  momentsOf,
  twoProportions,
  wilsonInterval,
} from '../../statistics/index.ts';
import { EXPECTATION_LIMITS } from './expectation-limits.ts';
import type { GroupMeasure, GroupQuality, GroupsFound } from './groups.schema.ts';

/** Rows of a model whose truth is known, and the group of each. */
export interface GroupedRows {
  /** Names of the groups. */
  readonly names: readonly string[];
  /** The group of each row; -1 for none. */
  readonly groupOf: Int32Array;
  /** The chance that is foreseen, 0 to 1. */
  readonly predictions: Float64Array;
  /** 1 with the outcome, 0 without. */
  readonly truth: Float64Array;
  /** Rows at or above it are acted upon. */
  readonly threshold: number;
}

interface Counts {
  units: number;
  selected: number;
  events: number;
  found: number;
  predicted: number;
}

/** What is compared between a group and all others. */
const MEASURES = ['selected', 'found', 'falseAlarms'] as const;

/**
 * How a model treats each group at a threshold, and how far that lies from all other rows. Rates carry Wilson's range,
 * differences Newcombe's; p-values are Miettinen and Nurminen's, adjusted by Holm over all groups and measures together, and
 * a difference is told only where the adjusted one is below 0.05. Groups below the least size get numbers of rows alone.
 */
export function groupQuality(rows: GroupedRows): GroupsFound {
  const counts = rows.names.map((): Counts => ({ units: 0, selected: 0, events: 0, found: 0, predicted: 0 }));
  for (const [row, group] of rows.groupOf.entries()) {
    const own = counts[group];
    if (own === undefined) continue;
    const isSelected = (rows.predictions[row] ?? 0) >= rows.threshold;
    const isCase = rows.truth[row] === 1;
    own.units++;
    own.predicted += rows.predictions[row] ?? 0;
    if (isSelected) own.selected++;
    if (isCase) own.events++;
    if (isSelected && isCase) own.found++;
  }
  const total = counts.reduce(add, { units: 0, selected: 0, events: 0, found: 0, predicted: 0 });
  const groups = counts.map((own, group) => describe(rows, group, own, total));
  return { threshold: rows.threshold, ...ratios(groups), groups: withHolm(groups) };
}

function add(sum: Counts, own: Counts): Counts {
  return {
    units: sum.units + own.units,
    selected: sum.selected + own.selected,
    events: sum.events + own.events,
    found: sum.found + own.found,
    predicted: sum.predicted + own.predicted,
  };
}

/** Of whom a measure is a share, and how many of them: all rows, those with the outcome, those without. */
function shareOf(measure: (typeof MEASURES)[number], { units, selected, events, found }: Counts): EventCount {
  if (measure === 'selected') return { units, events: selected };
  if (measure === 'found') return { units: events, events: found };
  return { units: units - events, events: selected - found };
}

function describe(rows: GroupedRows, group: number, own: Counts, total: Counts): GroupQuality {
  const name = rows.names[group] ?? '';
  const base = { name, rows: own.units, cases: own.events };
  if (own.units < EXPECTATION_LIMITS.leastRows) return { ...base, kind: 'too-few' };
  const rest: Counts = {
    units: total.units - own.units,
    selected: total.selected - own.selected,
    events: total.events - own.events,
    found: total.found - own.found,
    predicted: total.predicted - own.predicted,
  };
  const measureOf = (measure: (typeof MEASURES)[number]): GroupMeasure | null =>
    compare(shareOf(measure, own), shareOf(measure, rest), leastOf(measure));
  return {
    ...base,
    kind: 'measured',
    selected: measureOf('selected'),
    found: measureOf('found'),
    falseAlarms: measureOf('falseAlarms'),
    order: orderOf(rows, group),
    expected: own.predicted / own.units,
    came: rate({ units: own.units, events: own.events }),
    selectionRatio: null,
  };
}

/** Of all rows the usual least number; of those with the outcome fewer, because they are rarer. */
function leastOf(measure: (typeof MEASURES)[number]): number {
  return measure === 'selected' ? EXPECTATION_LIMITS.leastRows : EXPECTATION_LIMITS.leastCases;
}

function rate(count: EventCount): { readonly rate: number; readonly interval: Interval } {
  return { rate: count.events / count.units, interval: wilsonInterval(count) };
}

function compare(own: EventCount, rest: EventCount, least: number): GroupMeasure | null {
  if (own.units < least) return null;
  const compared = rest.units < least ? null : twoProportions({ action: own, holdout: rest });
  return {
    of: own.units,
    ...rate(own),
    againstRest:
      compared?.kind === 'estimated'
        ? {
            difference: compared.estimate,
            interval: compared.interval,
            // Shares that are both 0 or both 1 do not differ, and the test of them divides by nothing.
            pValue: Number.isFinite(compared.score.pValue) ? compared.score.pValue : 1,
            adjustedPValue: 1,
            isTold: false,
          }
        : null,
  };
}

function orderOf({ groupOf, predictions, truth }: GroupedRows, group: number) {
  const members = Array.from(groupOf.keys()).filter((row) => groupOf[row] === group);
  const outcome = members.map((row) => truth[row] ?? 0);
  const cases = momentsOf(outcome).mean * outcome.length;
  if (Math.min(cases, outcome.length - cases) < EXPECTATION_LIMITS.leastCases) return null;
  const order = auc({ score: members.map((row) => predictions[row] ?? 0), outcome });
  return order.kind === 'estimated' ? { estimate: order.estimate, interval: order.logitInterval } : null;
}

/**
 * The least selection rate as a share of the greatest, the figure of the four-fifths convention, and each group's share of
 * the greatest.
 */
function ratios(groups: readonly GroupQuality[]): Pick<GroupsFound, 'lowestToHighest'> {
  const rates = groups.flatMap((group) => (group.kind === 'measured' && group.selected ? [group.selected.rate] : []));
  const highest = Math.max(...rates);
  return { lowestToHighest: rates.length < 2 || !(highest > 0) ? null : Math.min(...rates) / highest };
}

function withHolm(groups: readonly GroupQuality[]): readonly GroupQuality[] {
  const rates = groups.flatMap((group) => (group.kind === 'measured' && group.selected ? [group.selected.rate] : []));
  const highest = Math.max(...rates);
  const tests = groups.flatMap((group, at) =>
    group.kind === 'measured'
      ? MEASURES.flatMap((measure) => {
          const pValue = group[measure]?.againstRest?.pValue;
          return pValue === undefined ? [] : [{ key: `${at} ${measure}`, pValue }];
        })
      : [],
  );
  // Two groups are one comparison seen from both sides, and are counted once.
  const isPair = groups.filter(({ kind }) => kind === 'measured').length === 2 && groups.length === 2;
  const counted = isPair ? tests.filter(({ key }) => key.startsWith('0 ')) : tests;
  const adjusted = adjustHolm(counted.map(({ pValue }) => pValue));
  const byKey = new Map(counted.map(({ key }, at) => [key, adjusted[at] ?? 1]));
  const adjust = (measure: GroupMeasure | null, key: string): GroupMeasure | null => {
    if (measure?.againstRest == null) return measure;
    const adjustedPValue = byKey.get(isPair ? key.replace(/^\d+/, '0') : key) ?? 1;
    return { ...measure, againstRest: { ...measure.againstRest, adjustedPValue, isTold: adjustedPValue < 0.05 } };
  };
  return groups.map((group, at) => {
    if (group.kind !== 'measured') return group;
    const { selected, found, falseAlarms } = group;
    return {
      ...group,
      selected: adjust(selected, `${at} selected`),
      found: adjust(found, `${at} found`),
      falseAlarms: adjust(falseAlarms, `${at} falseAlarms`),
      selectionRatio: selected && highest > 0 ? selected.rate / highest : null,
    };
  });
}

/** The threshold at which as many rows are acted upon as have the outcome; ties are all acted upon. */
export function thresholdByBase(predictions: Float64Array, truth: Float64Array): number {
  const cases = Math.max(1, Math.round(truth.reduce((sum, one) => sum + one, 0)));
  const descending = predictions.slice().sort().reverse();
  return descending[Math.min(cases, descending.length) - 1] ?? 0.5;
}
