import { describe, expect, it } from 'vitest';
import { isPageOf } from './subject.ts';
import { FLAG_BUILDERS, mayClose } from './thread.ts';

const FLAG = { kind: 'flag', openedBy: 'ana', addressed: FLAG_BUILDERS } as const;

describe('closing a thread', () => {
  it('a flag is answered by a builder or taken back by whoever raised it', () => {
    const seated = { isAddresseeSeated: true };
    expect(mayClose(FLAG, { ...seated, accountId: 'ben', roles: ['data-scientist'] })).toBe(true);
    expect(mayClose(FLAG, { ...seated, accountId: 'ana', roles: ['sme'] })).toBe(true);
    expect(mayClose(FLAG, { ...seated, accountId: 'cy', roles: ['sponsor'] })).toBe(false);
    expect(mayClose(FLAG, { ...seated, accountId: 'out', roles: [] })).toBe(false);
  });

  it('while no builder has a seat, anybody at the table answers', () => {
    const empty = { isAddresseeSeated: false };
    expect(mayClose(FLAG, { ...empty, accountId: 'cy', roles: ['sponsor'] })).toBe(true);
    expect(mayClose(FLAG, { ...empty, accountId: 'out', roles: [] })).toBe(false);
  });
});

describe('the page of a subject', () => {
  it.each([
    '/i/churn/overview',
    '/i/churn/frame?version=2',
    '/i/churn/learn#verdict-1',
    '/i/churn/build/first-models/01890000-0000-7000-8000-000000000000/why',
  ])('%s is a page', (path) => {
    expect(isPageOf('churn', path)).toBe(true);
  });

  it.each([
    '/i/other/overview',
    '//evil.example',
    '/i/churn/../admin',
    'https://evil.example',
    '/i/churn/a//b',
    '/i/churn/a/',
  ])('%s is no page of the initiative', (path) => {
    expect(isPageOf('churn', path)).toBe(false);
  });
});
