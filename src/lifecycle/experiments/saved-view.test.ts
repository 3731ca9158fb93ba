import { describe, expect, it } from 'vitest';
import { differenceInWords, isSameLook, isSameName, type LookAtRuns, nameFault } from './saved-view.ts';

const LOOK: LookAtRuns = {
  columns: ['metrics.auc', 'params.depth'],
  filter: '',
  orderBy: '',
  isGrouped: false,
  hasCurves: true,
};

describe('a saved view', () => {
  it('shows the same only with the same columns in the same order, filter, order, grouping and curves', () => {
    expect(isSameLook(LOOK, { ...LOOK, columns: [...LOOK.columns] })).toBe(true);
    for (const [change, words] of [
      [{ columns: ['params.depth', 'metrics.auc'] }, 'columns'],
      [{ columns: ['metrics.auc'] }, 'columns'],
      [{ filter: 'metrics.auc > 1' }, 'what is looked for'],
      [{ orderBy: 'metrics.auc DESC' }, 'order'],
      [{ isGrouped: true }, 'grouping'],
      [{ hasCurves: false }, 'curves'],
      [{ columns: [], orderBy: 'metrics.auc DESC', isGrouped: true }, 'columns, order and grouping'],
    ] as const) {
      expect(isSameLook(LOOK, { ...LOOK, ...change }), words).toBe(false);
      expect(differenceInWords(LOOK, { ...LOOK, ...change })).toBe(words);
    }
    expect(differenceInWords(LOOK, LOOK)).toBeNull();
  });
  it('is called by a name that is not empty, not too long, and no other by capitals alone', () => {
    expect(nameFault('  ')).toBe('Give it a name that colleagues understand.');
    expect(nameFault('x'.repeat(93))).toBe('A name has at most 80 characters; this one has 93.');
    expect(nameFault(` ${'x'.repeat(80)} `)).toBeNull();
    expect([isSameName('Deep ones', ' deep ONES'), isSameName('Deep', 'Deeper')]).toEqual([true, false]);
  });
});
