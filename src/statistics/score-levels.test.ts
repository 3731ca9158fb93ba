import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ScoreLevels } from './score-levels.ts';

const finite = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.constantFrom(0, -0, Number.MIN_VALUE, Number.MAX_VALUE, -Number.MAX_VALUE),
);

it('finds each score where it stands among the different scores in ascending order', () => {
  fc.assert(
    fc.property(fc.array(finite, { minLength: 1, maxLength: 300 }), (scores) => {
      const levels = new ScoreLevels(scores);
      const ascending = [...new Set(scores.map((score) => score + 0))].sort((left, right) => left - right);
      expect(levels.size).toBe(ascending.length);
      for (const score of scores) expect(levels.find(score)).toBe(ascending.indexOf(score + 0));
    }),
  );
});

it('finds scores that crowd at one end as well as those that lie far off', () => {
  const scores = Float64Array.from({ length: 100_000 }, (_, i) => 1 / (i + 1));
  const levels = new ScoreLevels(scores);
  expect(levels.size).toBe(100_000);
  for (let i = 0; i < scores.length; i += 1) {
    if (levels.find(scores[i] ?? 0) !== 99_999 - i) expect.unreachable(`score ${i}`);
  }
});
