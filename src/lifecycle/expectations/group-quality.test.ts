import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { groupQuality, thresholdByBase } from './group-quality.ts';

const measure = z.object({
  of: z.number(),
  rate: z.number(),
  lower: z.number(),
  upper: z.number(),
  difference: z.number(),
  differenceLower: z.number(),
  differenceUpper: z.number(),
  pValue: z.number(),
  holm: z.number(),
});
/** Figures of fairlearn, statsmodels and scikit-learn; `how` in the file says which function gave which. */
const VECTORS = z
  .object({
    threshold: z.number(),
    rows: z.object({ group: z.array(z.string()), chance: z.array(z.number()), truth: z.array(z.number()) }),
    groups: z.array(
      z.object({
        name: z.string(),
        rows: z.number(),
        cases: z.number(),
        order: z.number(),
        expected: z.number(),
        came: z.number(),
        selected: measure,
        found: measure,
        falseAlarms: measure,
      }),
    ),
    lowestToHighest: z.number(),
  })
  .parse(JSON.parse(readFileSync(new URL('../../../test/vectors/outcome/groups.json', import.meta.url), 'utf8')));

const { rows, groups, threshold } = VECTORS;
const names = groups.map(({ name }) => name);
const measured = groupQuality({
  names,
  groupOf: Int32Array.from(rows.group, (name) => names.indexOf(name)),
  predictions: Float64Array.from(rows.chance),
  truth: Float64Array.from(rows.truth),
  threshold,
});

describe('groups', () => {
  it.each(groups)('have the shares, ranges and tests of other programs ($name)', (expected) => {
    const own = measured.groups.find(({ name }) => name === expected.name);
    if (own?.kind !== 'measured') throw new Error('every group here is large enough');
    expect(own).toMatchObject({ rows: expected.rows, cases: expected.cases });
    expect(own.expected).toBeCloseTo(expected.expected, 10);
    expect(own.came.rate).toBeCloseTo(expected.came, 10);
    expect(own.order?.estimate).toBeCloseTo(expected.order, 10);
    for (const name of ['selected', 'found', 'falseAlarms'] as const) {
      const [ours, theirs] = [own[name], expected[name]];
      expect(ours?.of).toBe(theirs.of);
      expect(ours?.rate).toBeCloseTo(theirs.rate, 10);
      expect(ours?.interval.lower).toBeCloseTo(theirs.lower, 8);
      expect(ours?.interval.upper).toBeCloseTo(theirs.upper, 8);
      expect(ours?.againstRest?.difference).toBeCloseTo(theirs.difference, 10);
      expect(ours?.againstRest?.interval.lower).toBeCloseTo(theirs.differenceLower, 8);
      expect(ours?.againstRest?.interval.upper).toBeCloseTo(theirs.differenceUpper, 8);
      expect(ours?.againstRest?.pValue).toBeCloseTo(theirs.pValue, 8);
      expect(ours?.againstRest?.adjustedPValue).toBeCloseTo(theirs.holm, 8);
      expect(ours?.againstRest?.isTold).toBe(theirs.holm < 0.05);
    }
  });

  it('have the ratio of the four-fifths convention that fairlearn gives', () => {
    expect(measured.lowestToHighest).toBeCloseTo(VECTORS.lowestToHighest, 10);
  });

  it('that are too small get no figures, and are no part of any other comparison', () => {
    const isSmall = (at: number): boolean => at < 20;
    const found = groupQuality({
      names: ['few', 'many', 'more'],
      groupOf: Int32Array.from({ length: 400 }, (_, at) => (isSmall(at) ? 0 : 1 + (at % 2))),
      predictions: Float64Array.from({ length: 400 }, (_, at) => (at % 10) / 10),
      truth: Float64Array.from({ length: 400 }, (_, at) => Number(at % 3 === 0)),
      threshold: 0.5,
    });
    expect(found.groups[0]).toEqual({ kind: 'too-few', name: 'few', rows: 20, cases: 7 });
  });

  it('of two kinds are compared once, so that each is not punished for being the other of the other', () => {
    const found = groupQuality({
      names: ['a', 'b'],
      groupOf: Int32Array.from({ length: 400 }, (_, at) => at % 2),
      predictions: Float64Array.from({ length: 400 }, (_, at) => ((at * 7) % 10) / 10),
      truth: Float64Array.from({ length: 400 }, (_, at) => Number((at * 3) % 7 < 3)),
      threshold: 0.5,
    });
    const [a, b] = found.groups.map((group) => (group.kind === 'measured' ? group.selected?.againstRest : null));
    expect(a?.adjustedPValue).toBe(b?.adjustedPValue);
    expect(a?.difference).toBeCloseTo(-(b?.difference ?? 0), 12);
    expect(a?.adjustedPValue).toBeLessThanOrEqual(3 * (a?.pValue ?? 0) + 1e-12);
  });

  it('act upon as many as have the outcome where nobody says how sure one must be', () => {
    const chances = Float64Array.of(0.9, 0.1, 0.4, 0.7, 0.2);
    expect(thresholdByBase(chances, Float64Array.of(1, 0, 0, 1, 0))).toBe(0.7);
  });
});
