import { describe, expect, it } from 'vitest';
import { foldEntries } from './told-log.ts';

const DRAFTED = {
  actorId: 'ben',
  actorName: 'Ben',
  kind: 'framing.drafted',
  step: 'frame',
  sentence: 'changed the draft of the framing',
  reason: null,
};

describe('the log as a story', () => {
  it('the same thing done many times in a row is told once', () => {
    const [only, ...rest] = foldEntries(Array.from({ length: 14 }, () => DRAFTED));
    expect(rest).toEqual([]);
    expect(only).toMatchObject({ newest: DRAFTED, isRepetition: true });
    expect(only?.others).toHaveLength(13);
  });

  it('different words of one person in a row stay readable', () => {
    const said = { ...DRAFTED, kind: 'comment.said', sentence: 'said: "one"' };
    const [only] = foldEntries([said, { ...said, sentence: 'said: "two"' }]);
    expect(only).toMatchObject({ isRepetition: false, others: [{ sentence: 'said: "two"' }] });
  });

  it('nothing is joined across people, steps or something in between, and no decision or reason is folded away', () => {
    const other = { ...DRAFTED, actorId: 'ana', actorName: 'Ana' };
    expect(foldEntries([DRAFTED, other, DRAFTED])).toHaveLength(3);
    expect(foldEntries([DRAFTED, { ...DRAFTED, step: 'act' }])).toHaveLength(2);
    expect(foldEntries([DRAFTED, { ...DRAFTED, reason: 'It was wrong' }])).toHaveLength(2);
    const decision = { ...DRAFTED, kind: 'step.closed' };
    expect(foldEntries([decision, decision])).toHaveLength(2);
  });
});
