import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { drawArm, placeOfUnit } from './assignment.ts';

const vectors = z
  .object({
    cases: z.array(z.object({ salt: z.string(), unit: z.string(), u: z.number(), holdoutAt20: z.boolean() })),
    share20of200k: z.number(),
    agreementTwoSalts: z.number(),
  })
  .loose()
  .parse(JSON.parse(readFileSync(new URL('../../../test/vectors/outcome/assignment.json', import.meta.url), 'utf8')));

describe('assignment', () => {
  it.each(vectors.cases)(
    'puts unit "$unit" under salt "$salt" at its published place',
    ({ salt, unit, u, holdoutAt20 }) => {
      expect(placeOfUnit(salt, unit)).toBe(u);
      expect(drawArm({ salt, holdoutShare: 0.2, exploreShare: 0 }, unit, true).arm === 'holdout').toBe(holdoutAt20);
    },
  );

  it('leaves alone the share that the plan states, and two salts draw independently', () => {
    const units = Array.from({ length: 20_000 }, (_, index) => `cust-${index}`);
    const first = units.map((unit) => placeOfUnit('a', unit) < 0.5);
    const second = units.map((unit) => placeOfUnit('b', unit) < 0.5);
    const agreement = units.filter((_, index) => first[index] === second[index]).length / units.length;
    expect(first.filter(Boolean).length / units.length).toBeCloseTo(0.5, 1);
    expect(agreement).toBeCloseTo(0.5, 1);
  });

  it('sends unflagged units to explore or none, never to the holdout', () => {
    const arms = new Set(
      Array.from(
        { length: 500 },
        (_, index) => drawArm({ salt: 's', holdoutShare: 0.5, exploreShare: 0.5 }, `u${index}`, false).arm,
      ),
    );
    expect([...arms].sort()).toEqual(['explore', 'none']);
  });
});
