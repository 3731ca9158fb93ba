import { describe, expect, it } from 'vitest';
import { type LetterLine, writeLetter } from './mail-letter.ts';

const LINE: LetterLine = {
  sentence: 'Ana Ruiz said: "<script>alert(1)</script> & more"',
  initiativeName: 'Churn "2026"',
  verb: 'Reply',
  minutes: 3,
  isAsk: true,
  count: 1,
  link: 'https://throughline.test/from-mail/abc',
};

function letter(lines: readonly LetterLine[]) {
  return writeLetter({
    name: 'Ben <b>',
    lines,
    settingsLink: 'https://throughline.test/me/notifications',
    offLink: 'https://throughline.test/mail-off/abc',
  });
}

describe('a mail', () => {
  it('escapes whatever people wrote, and says the same as text', () => {
    const { html, text } = letter([LINE]);
    expect(html).not.toMatch(/<script|<b>/);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; more');
    expect(text).toContain('<script>alert(1)</script> & more');
    expect(text).toContain('Reply, about 3 minutes: https://throughline.test/from-mail/abc');
  });

  it('has a subject of one line that says what it is about', () => {
    const long = { ...LINE, sentence: `Ana said:\r\nBcc: everybody@example.com ${'word '.repeat(60)}` };
    const { subject } = letter([long]);
    expect(subject).not.toMatch(/[\r\n]/);
    expect(subject.length).toBeLessThanOrEqual(120);
    expect(letter([LINE, LINE]).subject).toBe('2 things wait for you');
    expect(letter([LINE, { ...LINE, isAsk: false }]).subject).toBe('One thing waits for you');
    const news = { ...LINE, isAsk: false };
    expect(letter([news, news]).subject).toBe('2 things changed');
  });

  it('tells how many notices a line stands for', () => {
    expect(letter([{ ...LINE, count: 10 }]).text).toContain('(and 9 more about it)');
  });
});
