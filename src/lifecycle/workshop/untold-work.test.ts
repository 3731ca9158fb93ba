import { expect, it } from 'vitest';
import { TOLD_EVERY_MS, UntoldWork } from './untold-work.ts';

it('the first work is told of at once, and what follows with the next work after ten minutes', () => {
  const work = new UntoldWork();
  expect(work.add('board/a', 'eva', { notes: 1 }, 0)).toEqual({ notes: 1 });
  work.told('board/a', 'eva', true, 0);
  expect(work.add('board/a', 'eva', { notes: 2, votes: 1 }, 1)).toBeNull();
  expect(work.add('board/a', 'dan', { votes: 1 }, 1)).toEqual({ votes: 1 });
  expect(work.add('board/a', 'eva', { votes: 1 }, TOLD_EVERY_MS)).toEqual({ notes: 2, votes: 2 });
});

it('what another process told of meanwhile is kept for the next time', () => {
  const work = new UntoldWork();
  expect(work.add('board/a', 'eva', { notes: 1 }, 0)).toEqual({ notes: 1 });
  work.told('board/a', 'eva', false, 0);
  expect(work.add('board/a', 'eva', { notes: 1 }, TOLD_EVERY_MS)).toEqual({ notes: 2 });
});

it('a change in which nothing was done is never told of', () => {
  expect(new UntoldWork().add('board/a', 'eva', { notes: 0 }, 0)).toBeNull();
});
