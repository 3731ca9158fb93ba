import { expect, it } from 'vitest';
import { moveCaret } from './move-caret.ts';

it('a caret stays between its two letters when somebody else writes or deletes before, at or after it', () => {
  expect(moveCaret(3, [{ insert: 'ab' }])).toBe(5);
  expect(moveCaret(3, [{ retain: 3 }, { insert: 'ab' }])).toBe(3);
  expect(moveCaret(3, [{ retain: 5 }, { insert: 'ab' }])).toBe(3);
  expect(moveCaret(3, [{ delete: 2 }])).toBe(1);
  expect(moveCaret(3, [{ retain: 2 }, { delete: 4 }])).toBe(2);
  expect(moveCaret(3, [{ retain: 4 }, { delete: 4 }])).toBe(3);
  expect(moveCaret(5, [{ retain: 1 }, { delete: 2 }, { insert: 'xyz' }])).toBe(6);
});
