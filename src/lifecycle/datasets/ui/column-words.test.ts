import { describe, expect, it } from 'vitest';
import { type ProfiledColumn, remarksOn, shapeInWords } from './column-words.ts';

/** A table of 600 rows, nothing of which is withheld. */
const OF_600 = { rows: 600, withheld: [] };

/** A column of words in a table of 600 rows: how many rows each of its most frequent words has, and the rest. */
function ofWords(
  top: Readonly<Record<string, number>>,
  more: { distinct: number; otherRows?: number; missing?: number },
) {
  return {
    name: 'one',
    type: 'text',
    missing: more.missing ?? 0,
    distinct: more.distinct,
    isDistinctExact: true,
    shape: {
      kind: 'words',
      top: Object.entries(top).map(([value, rows]) => ({ value, rows })),
      otherRows: more.otherRows ?? 0,
    },
  } satisfies ProfiledColumn;
}

describe('what a column of words looks like', () => {
  it('is told by its most frequent words with their shares', () => {
    expect(shapeInWords(ofWords({ post: 300, phone: 200 }, { distinct: 3, otherRows: 100 }), [])).toBe(
      'post 50%, phone 33%; 3 different',
    );
  });

  it('is told by their number alone where the share of each is next to nothing', () => {
    expect(shapeInWords(ofWords({ a: 1, b: 1 }, { distinct: 600, otherRows: 598 }), [])).toBe(
      '600 different, none twice',
    );
    expect(shapeInWords(ofWords({ a: 2, b: 1 }, { distinct: 599, otherRows: 597 }), [])).toBe(
      '599 different, each in under 1% of the rows',
    );
  });
});

describe('a column with one value', () => {
  it('tells nothing where every row has it', () => {
    expect(remarksOn(ofWords({ price: 600 }, { distinct: 1 }), undefined, OF_600)).toEqual([
      'Every row has the same value: nothing can be learned from it.',
    ]);
  });

  it('may tell a lot by being filled where some rows are empty', () => {
    expect(remarksOn(ofWords({ price: 126 }, { distinct: 1, missing: 474 }), undefined, OF_600)).toEqual([
      'Every filled row has the same value: only whether it is filled can tell anything.',
      '79% of the rows are empty.',
    ]);
  });
});
