import { expect, it } from 'vitest';
import { nextSort, sortRows } from './sort-rows.ts';

const rows = [{ v: 2 }, { v: null }, { v: 10 }, { v: 1 }];

it('rows without a value come last in both directions', () => {
  expect(sortRows(rows, (row) => row.v, 'ascending').map((row) => row.v)).toEqual([1, 2, 10, null]);
  expect(sortRows(rows, (row) => row.v, 'descending').map((row) => row.v)).toEqual([10, 2, 1, null]);
});

it('numbers inside words sort as numbers', () => {
  expect(sortRows(['v10', 'v9', 'v1'], (name) => name, 'ascending')).toEqual(['v1', 'v9', 'v10']);
});

it('a second click on the same head turns the order round, another head starts ascending', () => {
  expect(nextSort(undefined, 'name')).toEqual({ key: 'name', direction: 'ascending' });
  expect(nextSort({ key: 'name', direction: 'ascending' }, 'name').direction).toBe('descending');
  expect(nextSort({ key: 'name', direction: 'descending' }, 'step').direction).toBe('ascending');
});
