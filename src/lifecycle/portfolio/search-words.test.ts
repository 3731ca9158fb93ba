import { describe, expect, it } from 'vitest';
import { excerptOf, markWords, searchWords, textWithWord } from './search-words.ts';

describe('search words', () => {
  it('are letters and digits; whatever the database could take for an operator parts them', () => {
    expect(searchWords("Churn & !Région:* (2026) | '")).toEqual(['churn', 'région', '2026']);
    expect(searchWords('%_\\')).toEqual([]);
    expect(searchWords('a '.repeat(50))).toHaveLength(8);
  });

  it('are marked where a word begins with them, and the text stays the same', () => {
    const parts = markWords('<b>Churning</b> unchurned', ['churn']);
    expect(parts).toEqual([
      { text: '<b>', isHit: false },
      { text: 'Churn', isHit: true },
      { text: 'ing</b> unchurned', isHit: false },
    ]);
  });

  it('stand inside of the excerpt of a long text', () => {
    const excerpt = excerptOf(`${'before '.repeat(60)}needle ${'after '.repeat(60)}`, ['needle']);
    expect(excerpt).toContain('needle');
    expect(excerpt.length).toBeLessThan(180);
    expect(excerptOf('short needle', ['needle'])).toBe('short needle');
  });

  it('are found however deep they stand', () => {
    expect(textWithWord({ kpi: { name: 'Quarterly churn', scale: 3 } }, ['churn'])).toBe('Quarterly churn');
    expect(textWithWord({ kpi: null }, ['churn'])).toBe('');
  });
});
