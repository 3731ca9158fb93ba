import { describe, expect, it } from 'vitest';
import { BOARD_LIMITS, type Board, boardNotes, type Note, votesLeft } from './board.ts';
import { judgeBoard } from './judge-board.ts';

const EVA = { id: 'eva', name: 'Eva' };

function aNote(id: string, changes: Partial<Note> = {}): Note {
  return {
    id,
    text: `text of ${id}`,
    meaning: 'wish',
    groupId: null,
    authorId: 'eva',
    authorName: 'Eva',
    writtenMs: 1,
    place: 1,
    isRemoved: false,
    voters: [],
    ...changes,
  };
}

function aBoard(notes: readonly Note[], changes: Partial<Board> = {}): Board {
  const session = { votesEach: 2, hiddenSinceMs: null, hiddenBy: null, timerEndsMs: null };
  return { notes, groups: [], session, ...changes };
}

const dans = aNote('d', { authorId: 'dan', authorName: 'Dan', voters: ['dan'] });

describe('a change of a board', () => {
  it('counts it as work when somebody lays a note elsewhere within its group, whoever wrote it', () => {
    const judged = judgeBoard(aBoard([dans]), aBoard([{ ...dans, place: 7 }]), EVA);
    expect(judged).toMatchObject({ kind: 'allowed', work: { notes: 0, edits: 1, votes: 0, groups: 0 } });
  });

  it.each<[string, readonly Note[], readonly Note[]]>([
    ['a note in another name', [], [aNote('n', { authorId: 'dan' })]],
    ['a note under another name', [], [aNote('n', { authorName: 'Dan' })]],
    ['another author for an old note', [dans], [{ ...dans, authorId: 'eva' }]],
    ['a vote in another name', [dans], [{ ...dans, voters: ['dan', 'cy'] }]],
    ['a new note that others have voted for', [], [aNote('n', { voters: ['dan'] })]],
    ['a vote of another taken back', [dans], [{ ...dans, voters: [] }]],
    ['a vote of another exchanged for one more', [dans], [{ ...dans, voters: ['cy'] }]],
    ['a note of another that disappears', [dans], []],
  ])('%s is forged', (_, before, after) => {
    expect(judgeBoard(aBoard(before), aBoard(after), EVA)).toEqual({ kind: 'forged' });
  });

  it('what only the server writes is forged when somebody else writes it', () => {
    const before = aBoard([]);
    const after = aBoard([], { session: { ...before.session, votesEach: 20 } });
    expect(judgeBoard(before, after, EVA)).toEqual({ kind: 'forged' });
  });

  it('counts notes, changes, votes and groups, and lets one’s own note be undone', () => {
    const before = aBoard([aNote('a'), dans, aNote('gone')], { groups: [{ id: 'g', title: 'Old', madeMs: 1 }] });
    const after = aBoard([aNote('a', { text: 'new' }), { ...dans, voters: ['eva', 'dan'], groupId: 'g' }, aNote('b')], {
      groups: [
        { id: 'g', title: 'New', madeMs: 1 },
        { id: 'h', title: 'More', madeMs: 2 },
      ],
    });
    expect(judgeBoard(before, after, EVA)).toEqual({
      kind: 'allowed',
      work: { notes: 1, edits: 2, votes: 1, groups: 2 },
      corrections: { notes: [], groups: [], votes: [] },
    });
  });

  it('takes back the newest votes above the budget, and only those of this change', () => {
    const before = aBoard([aNote('a', { voters: ['eva'] }), aNote('b'), aNote('c')]);
    const after = aBoard(['a', 'b', 'c'].map((id) => aNote(id, { voters: ['eva'] })));
    expect(judgeBoard(before, after, EVA)).toMatchObject({ corrections: { votes: ['c'] } });
  });

  it('takes back the notes and groups above the limits', () => {
    const full = Array.from({ length: BOARD_LIMITS.notes }, (_, index) => aNote(`n${index}`));
    const groups = Array.from({ length: BOARD_LIMITS.groups }, (_, index) => ({
      id: `g${index}`,
      title: 'g',
      madeMs: 1,
    }));
    const after = aBoard([...full, aNote('over')], { groups: [...groups, { id: 'over', title: 'g', madeMs: 1 }] });
    expect(judgeBoard(aBoard(full, { groups }), after, EVA)).toMatchObject({
      corrections: { notes: ['over'], groups: ['over'] },
    });
  });
});

describe('a board', () => {
  it('gives its notes in the order in which they were written, without those taken off and the empty ones', () => {
    const board = aBoard(
      [
        aNote('late', { writtenMs: 9, groupId: 'dissolved' }),
        aNote('early', { writtenMs: 2, groupId: 'g', voters: ['eva', 'dan'] }),
        aNote('off', { isRemoved: true }),
        aNote('empty', { text: ' ' }),
      ],
      { groups: [{ id: 'g', title: 'Leaving', madeMs: 1 }] },
    );
    expect(boardNotes(board).map(({ id, groupId, groupTitle, votes }) => [id, groupId, groupTitle, votes])).toEqual([
      ['early', 'g', 'Leaving', 2],
      ['late', null, null, 0],
    ]);
  });

  it('gives votes back when a note is taken off', () => {
    const voted = aNote('a', { voters: ['eva'] });
    expect(votesLeft(aBoard([voted]), 'eva')).toBe(1);
    expect(votesLeft(aBoard([{ ...voted, isRemoved: true }]), 'eva')).toBe(2);
  });
});
