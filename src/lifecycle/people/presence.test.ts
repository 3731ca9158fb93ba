import { describe, expect, it } from 'vitest';
import { presenceOf, type StepCourse } from './presence.ts';

const day = (number: number): string => `2026-03-${String(number).padStart(2, '0')}T09:00:00.000Z`;
const course = (change: Partial<StepCourse> = {}): StepCourse => ({
  state: 'now',
  closedAt: null,
  since: day(1),
  now: new Date(day(20)),
  silentAfterDays: 14,
  ...change,
});
const sitter = (seatedOn: number, spokeOn: number | null = null) => ({
  seatedAt: day(seatedOn),
  lastContributionAt: spokeOn === null ? null : day(spokeOn),
});

describe('presence at a step under way', () => {
  it('is expected until so many days have passed without a word, and silent from that day on', () => {
    expect(presenceOf(sitter(7), true, course())).toBe('expected');
    expect(presenceOf(sitter(6), true, course())).toBe('silent');
  });

  it('is present after a word, and silent again when the last word is long ago', () => {
    expect(presenceOf(sitter(1, 7), true, course())).toBe('present');
    expect(presenceOf(sitter(1, 6), true, course())).toBe('silent');
  });

  it('counts the days as the installation decided', () => {
    expect(presenceOf(sitter(1, 17), true, course({ silentAfterDays: 3 }))).toBe('silent');
    expect(presenceOf(sitter(1, 18), true, course({ silentAfterDays: 3 }))).toBe('present');
  });

  it('counts no day before the step began: who was named early is not blamed for the steps before', () => {
    expect(presenceOf(sitter(1), true, course({ since: day(10) }))).toBe('expected');
    expect(presenceOf(sitter(1, 2), true, course({ since: day(10) }))).toBe('present');
  });

  it('is never silent for who is only told', () => {
    expect(presenceOf(sitter(1), false, course())).toBe('expected');
  });
});

describe('presence at another step', () => {
  it('is never silent before the step has begun', () => {
    expect(presenceOf(sitter(1), true, course({ state: 'ahead', since: null }))).toBe('expected');
    expect(presenceOf(sitter(1, 2), true, course({ state: 'ahead', since: null }))).toBe('present');
  });

  it('is late for good for who sat down after the closing, whatever they said since', () => {
    const closed = course({ state: 'done', closedAt: day(10), since: null });
    expect(presenceOf(sitter(11, 12), true, closed)).toBe('late');
    expect(presenceOf(sitter(10, null), false, closed)).toBe('expected');
  });

  it('is settled by the closing: who was heard stays present, and whoever was needed and said nothing is silent', () => {
    const closed = course({ state: 'done', closedAt: day(19), since: null });
    expect(presenceOf(sitter(1, 2), true, closed)).toBe('present');
    expect(presenceOf(sitter(18), true, closed)).toBe('silent');
  });
});
