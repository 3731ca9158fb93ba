import { describe, expect, it } from 'vitest';
import { byPlace, placesAfterMove } from './note-order.ts';

const three = [
  { id: 'a', place: 1_000 },
  { id: 'b', place: 2_000 },
  { id: 'c', place: 3_000 },
];

function order(notes: readonly { id: string; place: number }[], changes: ReadonlyMap<string, number>): string {
  return notes
    .map(({ id, place }) => ({ id, place: changes.get(id) ?? place }))
    .toSorted(byPlace)
    .map(({ id }) => id)
    .join('');
}

describe('the order of notes within a group', () => {
  it('changes for the note that is moved alone: before another, to the beginning and to the end', () => {
    const moved = (id: string, before: string | null) => {
      const changes = placesAfterMove(three, id, before);
      expect([...changes.keys()]).toEqual([id]);
      return order(three, changes);
    };
    expect(moved('c', 'b')).toBe('acb');
    expect(moved('c', 'a')).toBe('cab');
    expect(moved('a', null)).toBe('bca');
    expect(moved('a', 'c')).toBe('bac');
  });

  it('stays where nothing is moved', () => {
    for (const [id, before] of [
      ['a', 'b'],
      ['c', null],
      ['b', 'b'],
      ['b', 'c'],
    ] as const)
      expect(placesAfterMove(three, id, before).size).toBe(0);
    expect(placesAfterMove([], 'a', null).size).toBe(0);
  });

  it('takes a note of another group, also before one that somebody took off meanwhile: then at the end', () => {
    expect(order([...three, { id: 'x', place: 9 }], placesAfterMove(three, 'x', 'b'))).toBe('axbc');
    expect(order([...three, { id: 'x', place: 9 }], placesAfterMove(three, 'x', 'gone'))).toBe('abcx');
  });

  it('is laid anew where there is no room between two notes, and never loses one', () => {
    const tight = [
      { id: 'a', place: 5 },
      { id: 'b', place: 5 },
      { id: 'c', place: 6 },
    ];
    expect(order(tight, placesAfterMove(tight, 'c', 'b'))).toBe('acb');
    let notes = three;
    for (let move = 0; move < 200; move += 1) {
      const changes = placesAfterMove(notes, move % 2 === 0 ? 'c' : 'b', move % 2 === 0 ? 'b' : 'c');
      notes = notes.map(({ id, place }) => ({ id, place: changes.get(id) ?? place }));
      expect(order(notes, new Map())).toBe(move % 2 === 0 ? 'acb' : 'abc');
    }
  });
});
