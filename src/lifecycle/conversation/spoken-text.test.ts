import { describe, expect, it } from 'vitest';
import { processorTimeOf } from '../../../test/processor-time.ts';
import { mentionsIn, nameBeingTyped, partText } from './spoken-text.ts';

const BEN = { accountId: 'b', name: 'Ben Ode' };
const SHORT = { accountId: 's', name: 'Ben' };

describe('what is said', () => {
  it('only http and https addresses become links, without the punctuation behind them', () => {
    expect(partText('See https://example.com/a?b=1, or javascript:alert(1).', [])).toEqual([
      { kind: 'text', text: 'See ' },
      { kind: 'link', text: 'https://example.com/a?b=1', href: 'https://example.com/a?b=1' },
      { kind: 'text', text: ', or javascript:alert(1).' },
    ]);
  });

  it('markup stays text', () => {
    const text = '<img src=x onerror=alert(1)> http://<b>';
    expect(
      partText(text, [])
        .map((part) => part.text)
        .join(''),
    ).toBe(text);
    expect(partText(text, []).every(({ kind }) => kind === 'text')).toBe(true);
  });

  it('the longest name wins, and a longer word is nobody', () => {
    expect(mentionsIn('@Ben Ode and @Benjamin', [SHORT, BEN])).toEqual([BEN]);
    expect(mentionsIn('@Ben, please', [SHORT, BEN])).toEqual([SHORT]);
    expect(mentionsIn('mail ben@Ben', [SHORT])).toEqual([SHORT]);
  });

  it('a name is looked for from the @ to the cursor', () => {
    expect(nameBeingTyped('Ask @Be', 7)).toEqual({ start: 4, name: 'Be' });
    expect(nameBeingTyped('@', 1)).toEqual({ start: 0, name: '' });
    expect(nameBeingTyped('write to a@b', 12)).toBeNull();
    expect(nameBeingTyped('Ask @Be now\nand', 15)).toBeNull();
  });

  it('no text takes long to read', () => {
    const spentMs = processorTimeOf(() => {
      partText('@'.repeat(4_000), [BEN]);
      partText(`http://${'a.'.repeat(2_000)}`, [BEN]);
      nameBeingTyped(`@${'a '.repeat(2_000)}`, 4_001);
    });
    expect(spentMs).toBeLessThan(200);
  });
});
