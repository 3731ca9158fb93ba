import { describe, expect, it } from 'vitest';
import { firstWords, traitShares, traitWords, whyWords } from './answer-words.ts';

describe('the answer of a first model in words', () => {
  it('says who comes first with a range before anything else', () => {
    const first = { share: 0.1, rows: 100, events: 70, allRows: 1_000, allEvents: 265, traits: [] };
    // Wilson's 95 % interval of 70 in 100 is 0.6042 to 0.7811 (statsmodels 0.14, proportion_confint, method wilson).
    expect(firstWords(first, 'Yes', 'customers')).toBe(
      'The model puts these 100 of 1,000 customers first. Of 100 like them, between 60 and 78 have "Yes"; of 100 customers chosen by chance, 27. They hold 26% of all with "Yes".',
    );
  });

  it('says what they have in common, and how frequent it is among all', () => {
    const trait = { column: 'tenure', is: { kind: 'at-most', limit: 12 }, ofFirst: 0.83, ofAll: 0.31 } as const;
    expect(traitWords(trait)).toBe('tenure is 12 or less');
    expect(traitShares(trait, 'cases')).toBe('83 of 100 of them, 31 of 100 of all cases');
    expect(traitWords({ ...trait, is: { kind: 'yes-no', isYes: false } })).toBe('tenure is no');
  });

  it('says by what it goes and which way, and nothing where no column counts', () => {
    const points = [
      { value: 1, mean: 0.6, low: 0.5, high: 0.7 },
      { value: 70, mean: 0.1, low: 0, high: 0.2 },
    ];
    const importance = [
      { column: 'tenure', share: 0.5 },
      { column: 'calls', share: 0.3 },
      { column: 'noise', share: 0 },
    ];
    expect(whyWords({ importance, courses: [{ column: 'tenure', points }] })).toEqual([
      'It goes by tenure and calls most: 80% of what moves its predictions.',
      'The higher tenure, the lower the prediction.',
    ]);
    expect(whyWords({ importance: [], courses: [] })).toBeNull();
  });
});
