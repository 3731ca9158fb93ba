import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { FormattedText } from './formatted-text.tsx';
import { Pieces } from './pieces.tsx';
import { readFormatted } from './read-formatted.ts';

/** The markup of a text, without the element around it. */
function shown(text: string, below = 2): string {
  const markup = renderToStaticMarkup(<Pieces pieces={readFormatted(text)} below={below} about="this run" />);
  return markup.replace(/^<div class="tl-formatted">(.*)<\/div>$/s, '$1');
}

/** A link with its attributes in the order in which they are written. */
const link = (address: string, words: string) =>
  `<a class="tl-link" href="${address}" target="_blank" rel="noopener noreferrer nofollow">${words}</a>`;

describe('a formatted text', () => {
  it('shows headings, emphasis, lists, quotes, code, lines and struck words', () => {
    expect(shown('**b** *e* ~~s~~ `c<d`')).toBe('<p><strong>b</strong> <em>e</em> <s>s</s> <code>c&lt;d</code></p>');
    expect(shown('- one\n  - two\n\n7. three')).toBe(
      '<ul><li>one<ul><li>two</li></ul></li></ul><ol start="7"><li>three</li></ol>',
    );
    expect(shown('> said\n\n---\n\n```python\na = 1\n\nb = 2\n```')).toBe(
      '<blockquote><p>said</p></blockquote><hr/><pre><code>a = 1\n\nb = 2</code></pre>',
    );
  });

  it('keeps the lines that its author began, and not the indentation of the script that it stood in', () => {
    expect(shown('one\ntwo')).toBe('<p>one<br/>two</p>');
    expect(shown('\n      # Title\n      words\n\n          listed\n      ')).toBe(
      '<h3>Title</h3><p>words</p><pre><code>listed</code></pre>',
    );
    expect(shown('First line\n\n    second line')).toBe('<p>First line</p><p>second line</p>');
    expect(shown('- one\n    - two')).toBe('<ul><li>one<ul><li>two</li></ul></li></ul>');
  });

  it('ranks its headings below the one that it stands under, and leaves no rank out', () => {
    expect(shown('## a\n#### b\n# c\n### d\n## e')).toBe('<h3>a</h3><h4>b</h4><h3>c</h3><h4>d</h4><h4>e</h4>');
    expect(shown('# a\n## b', 1)).toBe('<h2>a</h2><h3>b</h3>');
    expect(shown('# a\n## b\n### c\n#### d\n##### e', 3)).toMatch(/<h6>c<\/h6><h6>d<\/h6><h6>e<\/h6>$/);
    expect(shown('#\nwords')).toBe('<p>words</p>');
  });

  it('shows a table that scrolls by itself, by keyboard too, and is no landmark of the page', () => {
    const markup = shown('| name | score |\n|---|--:|\n| a | 0.8 |');
    expect(markup).toMatch(
      /^<div class="tl-formatted-table" role="group" aria-label="A table about this run" tabindex="0">/,
    );
    expect(markup).toContain('<thead><tr><th scope="col">name</th><th scope="col" style="text-align:right">score</th>');
    expect(markup).toContain('<tbody><tr><td>a</td><td style="text-align:right">0.8</td></tr></tbody>');
  });

  it('links addresses of the web and of mail, written out or behind words', () => {
    expect(shown('[report](https://example.com/a?b=1&c=2)')).toBe(
      `<p>${link('https://example.com/a?b=1&amp;c=2', 'report')}</p>`,
    );
    expect(shown('<mailto:ana@example.com>')).toContain('href="mailto:ana@example.com"');
    expect(shown('see http://example.com/x.')).toBe(
      `<p>see ${link('http://example.com/x', 'http://example.com/x')}.</p>`,
    );
    expect(shown('[](https://example.com/)')).toBe(`<p>${link('https://example.com/', 'https://example.com/')}</p>`);
    expect(shown('run train.py of ana@example.com')).not.toContain('<a');
  });

  it('is the text itself until its reader has arrived', () => {
    const markup = renderToStaticMarkup(<FormattedText text={'# not <b>yet</b>'} about="this run" below={2} />);
    expect(markup).toContain('# not &lt;b&gt;yet&lt;/b&gt;');
  });
});

describe('a text of somebody who means harm', () => {
  it('has no HTML: tags, comments and entities are letters', () => {
    const markup = shown(
      '<script>alert(1)</script>\n\n<img src=x onerror="alert(1)">\n\na <b onclick="x">b</b> <!-- c -->\n\n&lt;script&gt; &#60;i&#62; <svg/onload=alert(1)>',
    );
    expect(markup.match(/<[^>]*>/g)?.filter((tag) => !/^<\/?(?:p|br\/)>$/.test(tag))).toEqual([]);
    expect(markup).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(markup).toContain('&lt;script&gt; &lt;i&gt;');
  });

  it.each([
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](java&#x0A;script:alert(1))',
    '[x](&#106;avascript:alert(1))',
    '[x](<java\tscript:alert(1)>)',
    '[x](&#1;javascript:alert(1))',
    '[x](vbscript:x)',
    '[x](data:text/html,<script>alert(1)</script>)',
    '[x](blob:https://example.com/1)',
    '[x](file:///etc/passwd)',
    '[x](/api/session)',
    '[x](//example.com)',
    '[x](#top)',
    '[x](https://bank.example@example.com/)',
    '[x][1]\n\n[1]: javascript:alert(1)',
  ])('is not followed from %s, whose words stay', (text) => {
    expect(shown(text)).toBe('<p>x</p>');
  });

  it('fetches no picture: its words lead to it where it is on the web', () => {
    expect(shown('![a *plot*](https://example.com/p.png "t")')).toBe(
      `<p>${link('https://example.com/p.png', 'Picture: a plot')}</p>`,
    );
    expect(shown('![](https://example.com/p.png)')).toBe(
      `<p>${link('https://example.com/p.png', 'Picture: https://example.com/p.png')}</p>`,
    );
    expect(shown('![plot](plots/roc.png) ![](data:image/png;base64,AAAA)')).toBe('<p>Picture: plot Picture</p>');
    expect(shown('[![plot](https://a.example/p.png)](https://b.example/)')).toBe(
      `<p>${link('https://b.example/', 'Picture: plot')}</p>`,
    );
  });

  it('is nested no deeper than a page can bear', () => {
    for (const mark of ['>', '- ', '* > ', '**', '[', '![']) {
      expect(shown(mark.repeat(5_000)).match(/<(?!\/|br)[^>]+>/g)?.length ?? 0).toBeLessThan(300);
    }
  });

  it('becomes known elements without attributes of its own, whatever it consists of', () => {
    const harmless =
      /<\/?(?:p|h[3-6]|blockquote|ul|li|em|strong|s|code|pre|table|thead|tbody|tr|td|div)>|<(?:br|hr)\/>|<ol start="\d+">|<\/ol>|<\/a>|<\/th>/g;
    const known =
      /<(?:td|th)(?: scope="col")?(?: style="text-align:(?:left|center|right)")?>|<div class="tl-formatted-table"[^<>]*>/g;
    const outward =
      /<a class="tl-link" href="(?:https?:\/\/|mailto:)[^"<>]*" target="_blank" rel="noopener noreferrer nofollow">/g;
    const marks = fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '&',
      '#',
      '*',
      '_',
      '~~',
      '`',
      '```\n',
      '[',
      ']',
      '(',
      ')',
      '!',
      '|',
      '-',
      '\n',
      '\n\n',
      '    ',
      'javascript:',
      'https://a.example',
      'mailto:',
      'data:',
      '<script>',
      '&lt;',
      '&#106;',
      '\\',
      '1. ',
      ':',
      'x',
      ' ',
      '|-|-|\n',
      '<a href="x" onclick="y">',
      '[1]: ',
      '\u202e',
      '\u0000',
    );
    fc.assert(
      fc.property(fc.array(marks, { maxLength: 40 }), (parts) => {
        const rest = shown(parts.join('')).replace(harmless, '').replace(known, '').replace(outward, '');
        expect(rest).not.toMatch(/[<>]/);
      }),
      { numRuns: 2_000 },
    );
  });
});
