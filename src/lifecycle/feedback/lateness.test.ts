import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FormerSitter, PlaybookStep, Role } from '../people/index.ts';
import { daysLost, latenessByMissedRole, latenessByRoute, missedRoles, type Return, stepsBack } from './lateness.ts';

const day = (number: number): string => new Date(Date.UTC(2026, 2, number, 9)).toISOString();

const aReturn = (change: Partial<Return> = {}): Return => ({
  initiative: 'churn',
  raisedStep: 'learn',
  causeStep: 'frame',
  raisedAt: day(21),
  causeClosedAt: day(1),
  runsRedone: null,
  missed: [],
  ...change,
});

describe('the roles that were missed at the causing step', () => {
  const plan: readonly Pick<PlaybookStep, 'seats'>[] = [
    {
      seats: { sme: 'does', 'data-scientist': 'does', sponsor: 'signs', 'risk-manager': 'told' },
    },
  ];
  const sitter = (
    role: Role,
    seatedOn: number,
    spokeOn: number | null,
    leftOn: number | null = null,
  ): FormerSitter => ({
    role,
    seatedAt: day(seatedOn),
    leftAt: leftOn === null ? null : day(leftOn),
    firstContributionAt: spokeOn === null ? null : day(spokeOn),
  });
  const closed = day(10);
  const heard = [sitter('data-scientist', 1, 2), sitter('sponsor', 1, 3)];

  it('are those that nobody held, that said nothing, or that came only after the closing', () => {
    expect(missedRoles(plan, heard, closed, [])).toEqual([{ role: 'sme', how: 'empty' }]);
    expect(missedRoles(plan, [...heard, sitter('sme', 1, null)], closed, [])).toEqual([{ role: 'sme', how: 'silent' }]);
    expect(missedRoles(plan, [...heard, sitter('sme', 1, 11)], closed, [])).toEqual([{ role: 'sme', how: 'silent' }]);
    expect(missedRoles(plan, [...heard, sitter('sme', 12, 13)], closed, [])).toEqual([{ role: 'sme', how: 'late' }]);
    expect(missedRoles(plan, [...heard, sitter('sme', 1, null, 5)], closed, [])).toEqual([
      { role: 'sme', how: 'empty' },
    ]);
  });

  it('are none when each needed role was heard, even if the person has left since', () => {
    expect(missedRoles(plan, [...heard, sitter('sme', 1, 2, 20)], closed, [])).toEqual([]);
  });

  it('include the role of whoever found it, where the step did not ask that role', () => {
    const all = [...heard, sitter('sme', 1, 2)];
    expect(missedRoles(plan, all, closed, ['software-engineer', 'risk-manager', 'sme'])).toEqual([
      { role: 'software-engineer', how: 'not-asked' },
      { role: 'risk-manager', how: 'not-asked' },
    ]);
    expect(missedRoles(plan, [...all, sitter('risk-manager', 1, 4)], closed, ['risk-manager'])).toEqual([]);
  });
});

describe('the cost of lateness', () => {
  it('counts the steps back along the line', () => {
    expect(stepsBack(aReturn())).toBe(6);
    expect(stepsBack(aReturn({ raisedStep: 'build', causeStep: 'prepare' }))).toBe(1);
  });

  it('counts a day once, however many findings of one initiative it lies before', () => {
    const three = [aReturn(), aReturn({ raisedAt: day(11) }), aReturn({ causeClosedAt: day(31), raisedAt: day(41) })];
    expect(daysLost(three)).toBe(30);
    expect(daysLost([aReturn(), aReturn({ initiative: 'widgets' })])).toBe(40);
  });

  it('never counts more days than there are between the first closing and the last finding', () => {
    const span = fc.tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 500 }));
    fc.assert(
      fc.property(fc.array(span, { minLength: 1, maxLength: 8 }), (spans) => {
        const returns = spans.map(([from, length]) =>
          aReturn({ causeClosedAt: day(from), raisedAt: day(from + length) }),
        );
        const first = Math.min(...spans.map(([from]) => from));
        const last = Math.max(...spans.map(([from, length]) => from + length));
        const longest = Math.max(...spans.map(([, length]) => length));
        const days = daysLost(returns) ?? Number.NaN;
        expect(days).toBeGreaterThanOrEqual(longest);
        expect(days).toBeLessThanOrEqual(last - first);
      }),
    );
  });

  it('is not counted rather than nought where the causing step was not closed or nobody counts runs', () => {
    const [cost] = latenessByRoute([aReturn({ causeClosedAt: null })]);
    expect(cost).toMatchObject({ daysLost: null, runsRedone: null });
    expect(cost?.sentence).toBe('One finding came back from Learn to Frame: the days are not counted yet.');
    const counted = latenessByRoute([aReturn({ runsRedone: 0 }), aReturn({ runsRedone: null })]);
    expect(counted[0]?.runsRedone).toBe(0);
    expect(latenessByRoute([])).toEqual([]);
  });

  it('is said in one sentence, with the role that was missed each time', () => {
    const missed = [{ role: 'sme', how: 'silent' }] as const;
    const three = [aReturn({ missed }), aReturn({ missed }), aReturn({ missed, raisedAt: day(42), runsRedone: 12 })];
    expect(latenessByRoute(three)).toEqual([
      {
        raisedStep: 'learn',
        causeStep: 'frame',
        findings: 3,
        initiatives: 1,
        stepsBack: 18,
        daysLost: 41,
        runsRedone: 12,
        sentence:
          'Three findings came back from Learn to Frame; each time the subject-matter expert had not been heard: 41 days lost, 12 runs made again.',
      },
    ]);
    expect(latenessByRoute([aReturn({ missed }), aReturn()])[0]?.sentence).toContain('1 of 2 times the subject-matter');
  });

  it('is given by the role that was missed, the costliest first', () => {
    const costs = latenessByMissedRole([
      aReturn({ missed: [{ role: 'data-engineer', how: 'not-asked' }] }),
      aReturn({ initiative: 'widgets', raisedAt: day(42), missed: [{ role: 'sme', how: 'empty' }] }),
      aReturn({ initiative: 'widgets', causeStep: 'ask', missed: [{ role: 'sme', how: 'late' }] }),
      aReturn({ initiative: 'other' }),
    ]);
    expect(costs.map(({ role, findings, initiatives }) => [role, findings, initiatives])).toEqual([
      ['sme', 2, 1],
      ['data-engineer', 1, 1],
    ]);
    expect(costs[0]?.sentence).toBe(
      'Two findings came back to Ask and Frame, where the subject-matter expert had not been heard: 41 days lost.',
    );
    expect(costs[1]?.sentence).toBe(
      'One finding came back to Frame, where the data engineer was not asked: 20 days lost.',
    );
  });
});
