import { expect, it } from 'vitest';
import { NAMED_PAGES } from './method-pages.ts';

it('every method that "How we know" names has its page', () => {
  const pages = Object.keys(import.meta.glob('../../../../docs/methods/*.md'));
  for (const name of NAMED_PAGES) expect(pages).toContain(`../../../../docs/methods/${name}.md`);
});
