import type { Lever } from '../../learning/index.ts';
import type { ColumnEntry } from '../datasets/index.ts';
import type { ColumnFacts } from '../training/index.ts';
import type { ColumnCourse } from './explanation.ts';
import { EXPLANATION_LIMITS } from './explanation-limits.ts';

/** Why a column is not changed in a search, or null where it is. */
export type NoLever = 'not-said' | 'fixed' | 'protected' | 'no-other-value';

/** What is known of a column when a change is looked for. */
export interface KnownColumn {
  readonly facts: ColumnFacts;
  readonly course: ColumnCourse;
  readonly entry: ColumnEntry | null;
  /** How hard a change is, beside that of other columns: crossing the usual range, or another word, costs so much. */
  readonly effort: number;
}

/** The values of a number that may be tried: those that can be right by the dictionary and that the rows have. */
export function allowedRange(
  facts: Extract<ColumnFacts, { readonly kind: 'number' }>,
  entry: Pick<ColumnEntry, 'min' | 'max'> | null,
): { readonly from: number; readonly to: number } {
  return { from: Math.max(facts.least, entry?.min ?? facts.least), to: Math.min(facts.most, entry?.max ?? facts.most) };
}

/** Why nobody may ask what a change of this column would do, or null where they may. */
export function whyNoLever({ facts, course, entry }: KnownColumn): NoLever | null {
  if (entry?.sensitivity === 'protected') return 'protected';
  if (entry === null || entry.isActionable === null) return 'not-said';
  if (!entry.isActionable) return 'fixed';
  if (facts.kind === 'category') return course.levels.length < 2 ? 'no-other-value' : null;
  if (facts.kind === 'yes-no') return null;
  const { from, to } = allowedRange(facts, entry);
  return from < to ? null : 'no-other-value';
}

/**
 * The columns that somebody can change, as a search for a change takes them, the most important first. Costs are efforts:
 * crossing the range in which four of five rows lie costs the effort of the column, and so does another word.
 */
export function leversOf(columns: readonly KnownColumn[]): readonly Lever[] {
  return columns
    .filter((column) => whyNoLever(column) === null)
    .sort((a, b) => b.course.share - a.course.share)
    .slice(0, EXPLANATION_LIMITS.levers)
    .map(leverOf);
}

function leverOf({ facts, course, entry, effort }: KnownColumn): Lever {
  if (facts.kind === 'category') {
    return { kind: 'category', column: facts.name, levels: course.levels, costPerChange: effort };
  }
  if (facts.kind === 'yes-no') {
    return { kind: 'number', column: facts.name, from: 0, to: 1, step: 1, costPerUnit: effort };
  }
  const { from, to } = allowedRange(facts, entry);
  const usual = facts.high > facts.low ? facts.high - facts.low : to - from;
  const step = course.isWhole ? 1 : stepWithin(to - from);
  // Steps begin at a value that people would say, so that an answer is 80 and not 79.93.
  const start = course.isWhole ? Math.ceil(from) : Math.ceil(from / step) * step;
  return { kind: 'number', column: facts.name, from: start, to, step, costPerUnit: effort / usual };
}

/** A step of 1, 2 or 5 times a power of ten that divides a range into about a hundred. */
export function stepWithin(range: number): number {
  const power = 10 ** Math.floor(Math.log10(range / 100));
  const fits = [1, 2, 5, 10].find((times) => range / (times * power) <= 100) ?? 10;
  return Number((fits * power).toPrecision(12));
}
