import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Draft, isBelow, isSameDraft, partAt, sayJson, statedValues, withPart } from './draft-path.ts';
import { mergeDrafts } from './merge-drafts.ts';

const PATHS = [
  'translation',
  'kpi.name',
  'kpi.baseline.value',
  'successCriterion.guardrails',
  'decisionPolicy.rule',
  'assumptions.b1.statement',
  'assumptions.b1.low',
  'assumptions.b2.statement',
];

/** A draft that states some of the paths. Wrong shapes come too: a plain value where a part should stand. */
const drafts = fc
  .array(fc.tuple(fc.constantFrom(...PATHS, 'kpi', 'assumptions.b1'), fc.integer({ min: 0, max: 3 })), { maxLength: 8 })
  .map((edits) => edits.reduce<Draft>((draft, [path, value]) => withPart(draft, path, value), {}));

describe('two drafts that are merged', () => {
  it('lose no word: what one of both changed is in the result, or offered as a clash', () => {
    fc.assert(
      fc.property(drafts, drafts, drafts, (base, mine, theirs) => {
        const { content, clashes } = mergeDrafts(base, mine, theirs);
        const isOffered = (path: string) => clashes.some((clash) => clash.path === path || isBelow(path, clash.path));
        const paths = [base, mine, theirs].flatMap((draft) => [...statedValues(draft).keys()]);
        for (const path of paths) {
          const [before, my, their, now] = [base, mine, theirs, content].map((draft) => sayJson(partAt(draft, path)));
          if (isOffered(path)) expect(now).toBe(my);
          else if (my !== before && their === before) expect(now).toBe(my);
          else if (their !== before && my === before) expect(now).toBe(their);
          else expect(now).toBe(my);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('say the same whoever merges, once every clash is settled for the same person', () => {
    fc.assert(
      fc.property(drafts, drafts, drafts, (base, ana, ben) => {
        const byAna = mergeDrafts(base, ana, ben);
        const byBen = mergeDrafts(base, ben, ana);
        const settled = byBen.clashes.reduce((draft, { path, theirs }) => withPart(draft, path, theirs), byBen.content);
        expect(isSameDraft(byAna.content, settled)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('change nothing when nobody else changed anything, and take everything when only the other did', () => {
    fc.assert(
      fc.property(drafts, drafts, (base, changed) => {
        expect(isSameDraft(mergeDrafts(base, changed, base).content, changed)).toBe(true);
        expect(isSameDraft(mergeDrafts(base, base, changed).content, changed)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('offer an assumption as a whole when one person removed it and the other went on writing it', () => {
    const base = { assumptions: { b1: { statement: 'The call saves 5 of 100', low: 0.05 } } };
    const theirs = withPart(base, 'assumptions.b1.low', 0.03);
    const { clashes } = mergeDrafts(base, withPart(base, 'assumptions.b1', undefined), theirs);
    expect(clashes).toEqual([
      { path: 'assumptions.b1', mine: undefined, theirs: { statement: 'The call saves 5 of 100', low: 0.03 } },
    ]);
  });

  it('keep the assumptions that two people added at the same time', () => {
    const { content, clashes } = mergeDrafts(
      {},
      { assumptions: { b1: { statement: 'mine' } } },
      { assumptions: { b2: { statement: 'theirs' } } },
    );
    expect(content).toEqual({ assumptions: { b1: { statement: 'mine' }, b2: { statement: 'theirs' } } });
    expect(clashes).toEqual([]);
  });
});
