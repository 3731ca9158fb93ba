import { describe, expect, it } from 'vitest';
import { openSealed, sealText } from './sealed-text.ts';

describe('a sealed text', () => {
  it('is read only with the same secret and for the same purpose, and differs each time', () => {
    const sealed = sealText('installation', 'webhook', 'a word');
    expect(sealed).not.toContain('word');
    expect(sealText('installation', 'webhook', 'a word')).not.toBe(sealed);
    expect(openSealed('installation', 'webhook', sealed)).toBe('a word');
    expect(openSealed('another', 'webhook', sealed)).toBeNull();
    expect(openSealed('installation', 'mail', sealed)).toBeNull();
    expect(openSealed('installation', 'webhook', `${sealed.slice(0, -2)}AA`)).toBeNull();
    expect(openSealed('installation', 'webhook', '')).toBeNull();
  });
});
