import { describe, expect, it } from 'vitest';
import { ruleInWords } from './dataset-check.ts';
import { columnsToAsk, emptyEntry, lacksOf } from './dictionary.ts';

const column = (name: string, type: 'number' | 'text' = 'text') => ({ name, type });

describe('what the dictionary asks for', () => {
  it('units and ranges are asked of numbers alone', () => {
    expect(lacksOf(emptyEntry('a'), 'text')).toEqual(['meaning', 'sensitivity', 'owner']);
    expect(lacksOf(emptyEntry('a'), 'number')).toEqual(['meaning', 'sensitivity', 'unit', 'range', 'owner']);
    expect(lacksOf({ ...emptyEntry('a'), max: 5, unit: 'days' }, 'number')).not.toContain('range');
  });

  it('the target comes first, then the moment, then what tells most; ten at most', () => {
    const columns = Array.from({ length: 20 }, (_, i) => column(`c${i}`));
    const asked = columnsToAsk(columns, new Map(), {
      target: 'c7',
      moment: 'c9',
      relations: [{ column: 'c3', strength: 0.6, direction: 0, groups: [] }],
    });
    expect(asked.map(({ column: name }) => name)).toEqual(['c7', 'c9', 'c3', 'c0', 'c1', 'c2', 'c4', 'c5', 'c6', 'c8']);
    expect(asked.slice(0, 4).map(({ why }) => why)).toEqual(['target', 'moment', 'tells', 'first']);
  });

  it('a column of which all is said is not asked about', () => {
    const entry = { ...emptyEntry('a'), meaning: 'Region', owner: 'Sales', sensitivity: 'open' as const };
    const about = { target: 'a', moment: null, relations: [] };
    expect(columnsToAsk([column('a')], new Map([['a', entry]]), about)).toEqual([]);
  });
});

describe('a check in words', () => {
  it('is a sentence that anybody understands', () => {
    expect(ruleInWords({ kind: 'range', column: 'tenure', min: 0, max: null })).toBe('tenure is at least 0');
    expect(ruleInWords({ kind: 'unique', columns: ['machine', 'hour'] })).toBe(
      'machine and hour together name each row once',
    );
    expect(ruleInWords({ kind: 'freshness', column: 'day', days: 1 })).toBe('the newest day is at most 1 day old');
  });
});
