import { describe, expect, it } from 'vitest';
import { cutInWords } from './shown-text.ts';

describe('a text of a client', () => {
  it('that is cut says of how many characters', () => {
    expect(cutInWords({ text: 'abc', length: 3 })).toBeUndefined();
    expect(cutInWords({ text: 'abc', length: 5_000 })).toContain('first 3 of 5,000 characters');
  });
});
