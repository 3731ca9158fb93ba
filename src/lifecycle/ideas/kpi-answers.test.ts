import { describe, expect, it } from 'vitest';
import { answerGaps, answersOf, framingDraftOf, goalFrom, type KpiAnswers } from './kpi-answers.ts';
import { readQuestion } from './read-question.ts';

const CALENDAR = { today: '2026-11-27', fiscalYearStart: 1 };
const COMPLETE: KpiAnswers = {
  name: 'Churn',
  unit: '% of customers',
  direction: 'down',
  baseline: 12,
  baselineFrom: '2026-07-01',
  baselineTo: '2026-09-30',
  target: 10,
  due: '2027-03-31',
};
const read = (sentence: string) => readQuestion(sentence, CALENDAR);

describe('the answers that a question gives by itself', () => {
  it('are what is counted, the way, the figures and the date, as far as it says them', () => {
    expect(answersOf(read('Cut unscheduled maintenance hours from 36% to 32% by June'))).toEqual({
      name: 'unscheduled maintenance hours',
      unit: '%',
      direction: 'down',
      baseline: 36,
      target: 32,
      due: '2027-06-30',
    });
    expect(answersOf(read('Grow revenue by EUR 1.2m'))).toMatchObject({ unit: 'EUR', currency: 'EUR' });
    expect(answersOf(read('What makes machines fail?'))).toEqual({});
  });
});

describe('the goal that an amount means', () => {
  it.each([
    ['reduce churn by 10%', 'down', 36, 32.4],
    ['increase sales by 10%', 'up', 200, 220],
    ['reduce churn by 2 points', 'down', 36, 34],
    ['reduce downtime by 300 hours', 'down', 1_000, 700],
    ['reduce churn by half', 'down', 9, 4.5],
    ['double sales', 'up', 7, 14],
    ['reduce churn to 5%', 'down', undefined, 5],
    ['reduce the loss by 10%', 'up', -50, -45],
    ['reduce churn by 10%', 'down', undefined, null],
    ['reduce churn by 10%', undefined, 36, null],
  ] as const)('%s, %s from %s: %s', (sentence, direction, baseline, goal) => {
    expect(goalFrom(read(sentence).amount, direction, baseline)).toBe(goal);
  });
});

describe('what still lacks', () => {
  it('is named question by question, and nothing is when all are answered', () => {
    expect(answerGaps({}).map(({ field }) => field)).toEqual([
      'name',
      'unit',
      'direction',
      'baseline',
      'baselineFrom',
      'baselineTo',
      'target',
      'due',
    ]);
    expect(answerGaps(COMPLETE)).toEqual([]);
  });

  it('is a contradiction too', () => {
    const fields = (change: KpiAnswers) => answerGaps({ ...COMPLETE, ...change }).map(({ field }) => field);
    expect(fields({ target: 13 })).toEqual(['target']);
    expect(fields({ baselineFrom: '2026-10-01' })).toEqual(['baselineTo']);
    expect(fields({ due: '2026-09-30' })).toEqual(['due']);
  });
});

describe('the framing draft', () => {
  it('holds only what was answered', () => {
    expect(framingDraftOf({})).toEqual({});
    expect(framingDraftOf({ name: 'Churn', owner: '', baselineTo: '2026-09-30' })).toEqual({
      kpi: { name: 'Churn', baseline: { to: '2026-09-30' } },
    });
  });
});
