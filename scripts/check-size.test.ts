import { expect, it } from 'vitest';
import { firstLoad } from './check-size.mjs';

const html = `<script src="/scheme.js"></script>
  <script type="module" crossorigin src="/assets/main.js"></script>
  <link rel="modulepreload" crossorigin href="/assets/vendor.js">
  <link rel="stylesheet" crossorigin href="/assets/main.css">
  <link rel="icon" href="/favicon.svg">`;

const manifest = {
  'index.html': { file: 'assets/main.js', imports: ['_vendor'], css: ['assets/main.css'], dynamicImports: ['page'] },
  _vendor: { file: 'assets/vendor.js', imports: ['_deep'] },
  _deep: { file: 'assets/deep.js', css: ['assets/deep.css'] },
  page: { file: 'assets/page.js', css: ['assets/page.css'] },
};

it('the first load is what the document names and everything imported statically from there, each once', () => {
  const { scripts, styles } = firstLoad(html, manifest);
  expect(scripts.toSorted()).toEqual(['assets/deep.js', 'assets/main.js', 'assets/vendor.js', 'scheme.js']);
  expect(styles.toSorted()).toEqual(['assets/deep.css', 'assets/main.css']);
});
