import { describe, expect, it } from 'vitest';
import { whoComesFirst } from './who-comes-first.ts';

/** Twenty rows, the most probable last; the last five are on monthly contracts, have a low tenure and called. */
const rows = Array.from({ length: 20 }, (_, row) => row);
const COLUMNS = [
  {
    kind: 'category' as const,
    name: 'contract',
    levels: ['yearly', 'monthly'],
    codes: Int32Array.from(rows, (row) => (row === 19 ? -1 : Number(row >= 14))),
  },
  { kind: 'number' as const, name: 'tenure', values: Float32Array.from(rows, (row) => 40 - 2 * row) },
  { kind: 'number' as const, name: 'called', values: Float32Array.from(rows, (row) => Number(row >= 15)) },
  { kind: 'number' as const, name: 'noise', values: Float32Array.from(rows, (row) => row % 2) },
];
const FORESEEN = {
  rows,
  probability: rows.map((row) => row / 20),
  outcome: rows.map((row) => Number(row >= 14 && row !== 18)),
};

describe('who comes first', () => {
  it('are those with the highest probabilities, with how many of them had the outcome', () => {
    const lists = whoComesFirst(COLUMNS, FORESEEN);
    expect(lists.map(({ share, rows, events }) => [share, rows, events])).toEqual([
      [0.05, 1, 1],
      [0.1, 2, 1],
      [0.2, 4, 3],
      [0.3, 6, 5],
    ]);
    expect(lists[0]).toMatchObject({ allRows: 20, allEvents: 5 });
  });

  it('are told by what is more frequent among them than among all, as shares of the rows that have a value', () => {
    const [, , fifth] = whoComesFirst(COLUMNS, FORESEEN);
    // Counted by hand: the first four are rows 16 to 19; row 19 says nothing about its contract.
    expect(fifth?.traits).toEqual([
      { column: 'tenure', is: { kind: 'at-most', limit: 10 }, ofFirst: 1, ofAll: 0.25 },
      { column: 'called', is: { kind: 'yes-no', isYes: true }, ofFirst: 1, ofAll: 0.25 },
      { column: 'contract', is: { kind: 'level', level: 'monthly' }, ofFirst: 1, ofAll: 5 / 19 },
    ]);
  });

  it('have nothing to tell where they are like everybody', () => {
    const alike = whoComesFirst(COLUMNS.slice(3), FORESEEN);
    expect(alike.map(({ traits }) => traits.length).slice(1)).toEqual([0, 0, 0]);
  });
});
