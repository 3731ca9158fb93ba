import { describe, expect, it } from 'vitest';
import { readQuestion } from '../read-question.ts';
import { readingSummary, understoodParts } from './reading-words.ts';

const read = (sentence: string) => readQuestion(sentence, { today: '2026-11-27', fiscalYearStart: 1 });

describe('what was understood', () => {
  it('stands beside the words that it was read from', () => {
    expect(understoodParts(read('How can we reduce customer churn by 10% this quarter?'))).toEqual([
      { term: 'What is counted', meaning: 'customer churn', words: 'customer churn' },
      { term: 'Which way', meaning: 'it should go down', words: 'reduce' },
      { term: 'How much', meaning: '10% of what it is today', words: 'by 10%' },
      { term: 'By when', meaning: '31 Dec 2026', words: 'this quarter' },
    ]);
  });

  it.each([
    ['cut downtime by 300 hours', 'a difference of 300 hours'],
    ['grow revenue by EUR 1.2m', 'a difference of EUR 1,200,000'],
    ['reduce churn by 2 points', '2 points, whatever it is today'],
    ['cut scrap from 3.5% to 2%', 'from 3.5% to 2%'],
    ['cut delivery time to 3 days', 'a value of 3 days'],
    ['reduce scrap by two thirds', '66.67% of what it is today'],
  ])('%s: %s', (sentence, meaning) => {
    expect(understoodParts(read(sentence)).find(({ term }) => term === 'How much')?.meaning).toBe(meaning);
  });

  it('is nothing in another language, and says so', () => {
    const reading = read('Wie können wir die Abwanderung um 10% senken?');
    expect(understoodParts(reading)).toEqual([]);
    expect(readingSummary(reading)).toMatch(/^We read English only/);
  });
});
