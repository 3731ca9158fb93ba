import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aroundChanges, type DifferenceLine, type DifferenceRow, lineDifference } from './line-difference.ts';

const SIGN = { same: ' ', added: '+', removed: '-' } as const;

const signed = (lines: readonly DifferenceLine[]): readonly string[] =>
  lines.map(({ kind, text }) => SIGN[kind] + text);

const textOf = (lines: readonly DifferenceLine[], without: 'added' | 'removed'): readonly string[] =>
  lines.filter(({ kind }) => kind !== without).map(({ text }) => text);

/** The length of the longest lines that two texts have in common, by the textbook's table. */
function longestCommon(one: readonly string[], other: readonly string[]): number {
  let row = other.map(() => 0);
  for (const line of one) {
    const above = row;
    row = [];
    for (const [at, word] of other.entries())
      row.push(line === word ? (above[at - 1] ?? 0) + 1 : Math.max(above[at] ?? 0, row[at - 1] ?? 0));
  }
  return row.at(-1) ?? 0;
}

describe('the difference of two texts', () => {
  it.each([
    ['a\nb\nc', 'a\nb\nc', [' a', ' b', ' c']],
    ['a\nb\nc', 'a\nx\nc', [' a', '-b', '+x', ' c']],
    ['', 'a', ['+a']],
    ['a', '', ['-a']],
    ['', '', []],
    ['a\nb', 'b\na', ['-a', ' b', '+a']],
    ['a\n', 'a', [' a']],
    ['a\n\n', 'a', [' a', '-']],
    ['a\r\nb', 'a\nb', [' a', ' b']],
  ])('of %j and %j is %j', (before, after, wanted) => expect(signed(lineDifference(before, after))).toEqual(wanted));

  it('gives both texts back, and changes no line more than it must', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 14 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = lineDifference(before.join('\n'), after.join('\n'));
        expect(textOf(lines, 'added')).toEqual(before);
        expect(textOf(lines, 'removed')).toEqual(after);
        expect(lines.filter(({ kind }) => kind === 'same')).toHaveLength(longestCommon(before, after));
      }),
      { numRuns: 300 },
    );
  });

  it('of long texts without a line in common is all of both', () => {
    const [before, after] = ['old', 'new'].map((word) =>
      Array.from({ length: 20_000 }, (_, at) => `${word} ${at}`).join('\n'),
    );
    const lines = lineDifference(before ?? '', after ?? '');
    expect(lines.slice(0, 20_000).every(({ kind }) => kind === 'removed')).toBe(true);
    expect(lines.slice(20_000).every(({ kind }) => kind === 'added')).toBe(true);
  });
});

describe('what is shown of a difference', () => {
  const shown = (rows: readonly DifferenceRow[]) =>
    rows.map((row) => (row.kind === 'left-out' ? `(${row.lines})` : SIGN[row.kind] + row.text));

  it('is each change with the lines around it, and how many are left out, unless it is one', () => {
    const lines = lineDifference('1\n2\n3\n4\n5\n6\n7', '1\n2\nX\n4\n5\n6\n7');
    expect(shown(aroundChanges(lines, 1))).toEqual([' 1', ' 2', '-3', '+X', ' 4', '(3)']);
    expect(shown(aroundChanges(lines, 5))).toHaveLength(8);
  });

  it('is nothing but their number where no line changed', () => {
    expect(shown(aroundChanges(lineDifference('1\n2', '1\n2'), 3))).toEqual(['(2)']);
    expect(aroundChanges([], 3)).toEqual([]);
  });
});
