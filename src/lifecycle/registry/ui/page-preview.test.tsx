import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { PagePreview } from './page-preview.tsx';

const HOSTILE = `<body onload="top.gone = 1"><script>parent.document.body.innerHTML = ''</script>
  <form action="https://example.org" target="_top"><button>Send</button></form>"></iframe><script>alert(1)</script>`;

function shown(html: string, isWhole = true): string {
  return renderToStaticMarkup(<PagePreview name="page.html" html={html} isWhole={isWhole} url="/file" />);
}

it('a page stands in a frame that may do nothing, whatever it contains', () => {
  const markup = shown(HOSTILE);
  expect(markup.match(/<iframe[^>]*>/g)).toHaveLength(1);
  expect(markup).toMatch(/<iframe[^>]* sandbox=""/);
  expect(markup).not.toMatch(/<(?:script|body|form)/);
  expect(markup).toContain('Parts of this page are made by a program');
});

it('a page that would be blank, or of which a part is missing, is not drawn; what to do is said', () => {
  for (const markup of [shown('<script>draw()</script><div id="plot"></div>'), shown('<p>The beginning', false)]) {
    expect(markup).not.toContain('<iframe');
    expect(markup).toContain('<a class="tl-model-get" href="/file">Save the file</a>');
    expect(markup).toContain('Show its source as text');
  }
});

it('a page without programs is drawn without a word about them', () => {
  const markup = shown('<h1>Report</h1>');
  expect(markup).toContain('<iframe');
  expect(markup).not.toContain('program');
});
