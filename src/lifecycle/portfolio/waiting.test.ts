import { describe, expect, it } from 'vitest';
import { CHURN_FRAMING } from '../framing/framing-content.fixture.ts';
import type { Step } from '../line-order.ts';
import { type EvidenceKind, type Role, STANDARD_PLAYBOOK } from '../people/index.ts';
import type { LastVerdict } from './last-verdict.ts';
import type { AwaitedAnswer, ComparedTasks, LineFacts, OpenProposal } from './today-facts.ts';
import { waitingFor } from './waiting.ts';
import { isItWorking } from './working.ts';

const NOW = new Date('2026-10-02T09:00:00.000Z');
const ANA = { accountId: 'ana' };
const PLAYBOOKS = new Map([[STANDARD_PLAYBOOK.id, STANDARD_PLAYBOOK]]);
const SINCE = '2026-09-20T09:00:00.000Z';

const base: LineFacts = {
  no: 1,
  slug: 'fewer-leavers',
  name: 'Fewer leavers',
  iteration: 1,
  step: 'build',
  part: 'build',
  playbook: STANDARD_PLAYBOOK.id,
  approved: [],
  since: SINCE,
  isFounder: false,
  doesFounderSit: true,
  roles: ['sme'],
  sitters: [],
  evidence: new Set<EvidenceKind>(),
  framing: null,
  proposed: null,
  hasAssignments: false,
  hasOutcomes: false,
  lastVerdict: null,
};
const framing = { iteration: 1, summary: CHURN_FRAMING };
const verdict: LastVerdict = {
  state: 'WORKS',
  brokenLink: null,
  grade: 'A',
  headline: 'It works.',
  takenAt: '2026-10-01T08:00:00.000Z',
  contribution: null,
  net: null,
};
const awaited: AwaitedAnswer = {
  ticketId: 't',
  slug: 'fewer-leavers',
  name: 'Fewer leavers',
  iteration: 1,
  role: 'sme',
  headline: 'The calls keep nobody.',
  ask: 'Go back to framing together.',
  openedAt: '2026-09-30T09:00:00.000Z',
  answerBy: '2026-10-30',
};

function sitter(accountId: string, role: Role, lastContributionAt: string | null = null) {
  return { seatId: `${accountId}-${role}`, accountId, name: accountId, role, seatedAt: SINCE, lastContributionAt };
}

function waits(facts: Partial<LineFacts>, answers: readonly AwaitedAnswer[] = []) {
  return waitingFor(ANA, PLAYBOOKS, [{ ...base, ...facts }], answers, NOTHING_SAID, NOW);
}

/** No flag, task or model waits, and no notice asks for anything. */
const NOTHING_SAID = {
  flags: [],
  asks: [],
  tasks: new Map<number, ComparedTasks>(),
  proposals: [],
  unconnected: null,
};

describe('what waits for a person', () => {
  it('is each experiment that they made and connected to nothing, as one thing however many there are', () => {
    const unconnected = { count: 1, isWhole: true, newest: { id: '7', name: 'first tries' }, since: SINCE };
    const waiting = (change: object) =>
      waitingFor(ANA, PLAYBOOKS, [], [], { ...NOTHING_SAID, unconnected: { ...unconnected, ...change } }, NOW);
    expect(waiting({})).toEqual([
      {
        kind: 'connect-experiment',
        slug: null,
        name: 'Experiments',
        minutes: 1,
        sentence: 'Your experiment "first tries" belongs to no initiative yet: which question is it about?',
        verb: 'Connect it',
        path: '/experiments/7',
        since: SINCE,
      },
    ]);
    expect(waiting({ count: 12 })).toMatchObject([
      {
        sentence: '12 of your experiments belong to no initiative yet, the newest is "first tries".',
        minutes: 5,
        path: '/experiments',
      },
    ]);
    expect(waiting({ count: 100, isWhole: false })[0]?.sentence).toMatch(/^More than 99 of your experiments/);
  });

  it('is a choice among the possible tasks for whoever does the framing, and a word about them for whoever is asked', () => {
    const seen = (role: Role, tasks: Partial<ComparedTasks>, facts: Partial<LineFacts> = {}) => {
      const line = {
        ...base,
        step: 'frame',
        part: 'frame' as Step,
        roles: [role],
        sitters: [sitter('ana', role)],
        ...facts,
      };
      const compared = { open: 3, isOneChosen: false, isSupportedByPerson: false, since: SINCE, ...tasks };
      const others = { ...NOTHING_SAID, tasks: new Map([[1, compared]]) };
      return waitingFor(ANA, PLAYBOOKS, [line], [], others, NOW);
    };
    expect(seen('data-scientist', {})).toEqual([
      {
        kind: 'choose-task',
        slug: 'fewer-leavers',
        name: 'Fewer leavers',
        sentence: '3 possible tasks are compared, and none is chosen for the framing yet.',
        verb: 'Compare and choose',
        minutes: 5,
        path: '/i/fewer-leavers/frame?part=framing#frame-candidates',
        since: SINCE,
      },
    ]);
    expect(seen('sponsor', {})).toMatchObject([{ kind: 'support-task', verb: 'Compare them' }]);
    expect(seen('sponsor', { open: 1 })).toMatchObject([{ kind: 'support-task', verb: 'Read it' }]);
    const kinds = (...given: Parameters<typeof seen>) => seen(...given).map(({ kind }) => kind);
    expect(kinds('sponsor', { isSupportedByPerson: true })).toEqual(['speak']);
    expect(kinds('data-scientist', { isOneChosen: true })).toEqual(['write-framing']);
    expect(kinds('data-scientist', { open: 0 })).toEqual(['write-framing']);
    expect(kinds('data-scientist', {}, { framing })).not.toContain('choose-task');
    const proposed = { version: 1, proposedAt: SINCE, signed: [], isTranslationApproved: true };
    expect(kinds('data-scientist', {}, { proposed })).not.toContain('choose-task');
    expect(kinds('data-scientist', {}, { step: 'build', part: 'build' })).not.toContain('choose-task');
  });

  it('is a model that waits for the decision of their role, unless they made it or have decided', () => {
    const proposal: OpenProposal = {
      id: 'p1',
      initiativeNo: 1,
      model: 'leavers',
      alias: 'champion',
      version: 4,
      proposedByName: 'Dan',
      proposedAt: SINCE,
      decisions: [],
      authorIds: ['dan'],
    };
    const seen = (change: Partial<OpenProposal>, roles: readonly Role[] = ['risk-manager']) =>
      waitingFor(
        ANA,
        PLAYBOOKS,
        [{ ...base, roles }],
        [],
        { ...NOTHING_SAID, proposals: [{ ...proposal, ...change }] },
        NOW,
      );
    expect(seen({})).toMatchObject([
      {
        kind: 'decide-proposal',
        sentence:
          'Dan asks that version 4 of the model "leavers" becomes its "champion". It waits for your decision as model risk manager.',
        verb: 'Read and decide',
        path: '/models/leavers#proposal-p1',
      },
    ]);
    expect(seen({ version: null })[0]?.sentence).toContain(
      'that no version of the model "leavers" is "champion" any more',
    );
    expect(seen({ authorIds: ['ana'] })).toEqual([]);
    expect(seen({ decisions: [{ role: 'risk-manager', accountId: 'bo' }] })).toEqual([]);
    expect(seen({}, ['data-engineer'])).toEqual([]);
    expect(seen({ initiativeNo: 2 })).toEqual([]);
  });

  it('is an approval that the gate of the step asks of them, at the risk that the framing states', () => {
    const facts = { step: 'review', part: 'review' as Step, sitters: [sitter('ana', 'risk-manager', SINCE)] };
    const risky = { iteration: 1, summary: { ...CHURN_FRAMING, riskTier: 'high' as const } };
    const kinds = (more: Partial<LineFacts>) => waits({ ...facts, ...more }).map(({ kind }) => kind);
    expect(kinds({ framing: risky })).toContain('approve-step');
    expect(kinds({ framing: risky, approved: ['risk-manager'] })).not.toContain('approve-step');
    expect(kinds({ framing })).not.toContain('approve-step');
  });

  it('is a sentence, one verb and a few minutes, with the page where it is done', () => {
    expect(waits({}, [awaited])).toEqual([
      {
        kind: 'answer-ticket',
        slug: 'fewer-leavers',
        name: 'Fewer leavers',
        sentence:
          '"The calls keep nobody." Asked of you as subject-matter expert: Go back to framing together. Please answer by 30 October 2026.',
        verb: 'Answer',
        minutes: 5,
        path: '/i/fewer-leavers/learn#ticket-t',
        since: '2026-09-30T09:00:00.000Z',
      },
    ]);
  });

  it('is a signature that is missing in a role that they hold, and being heard at Frame goes with it', () => {
    const proposed = { version: 2, proposedAt: SINCE, signed: [], isTranslationApproved: true };
    const facts = { step: 'frame', part: 'frame' as Step, sitters: [sitter('ana', 'sme')], proposed };
    expect(waits(facts).map(({ kind, sentence }) => [kind, sentence])).toEqual([
      ['sign-framing', 'Version 2 of the framing waits for your signature as subject-matter expert.'],
    ]);
    const signed = [{ role: 'sme' as Role, accountId: 'bea' }];
    expect(waits({ ...facts, proposed: { ...proposed, signed } }).map(({ kind }) => kind)).toEqual(['speak']);
  });

  it('is no second signature of whoever builds, but one of an expert who also pays', () => {
    const signed = [{ role: 'data-scientist' as Role, accountId: 'ana' }];
    const proposed = { version: 2, proposedAt: SINCE, signed, isTranslationApproved: true };
    expect(waits({ roles: ['data-scientist', 'sme'], proposed })).toEqual([]);
    const business = { ...proposed, signed: [{ role: 'sme' as Role, accountId: 'ana' }] };
    expect(waits({ roles: ['sme', 'sponsor'], proposed: business }).map(({ kind }) => kind)).toEqual(['sign-framing']);
  });

  it('is to be heard at the present step, once, and not for who is only told', () => {
    const [item] = waits({ sitters: [sitter('ana', 'sme')] });
    expect(item?.sentence).toBe('Build has not heard you yet: the subject-matter expert is asked at this step.');
    // It leads to where the word is said, not to the top of a page.
    expect(item?.path).toBe('/i/fewer-leavers/build#said-here');
    expect(waits({ sitters: [sitter('ana', 'sme', SINCE)] })).toEqual([]);
    expect(waits({ roles: ['architect'], sitters: [sitter('ana', 'architect')] })).toEqual([]);
    expect(waits({ sitters: [sitter('bea', 'sme')] })).toEqual([]);
  });

  it('is to close a step when everybody was heard and nothing is missing', () => {
    const heard = [sitter('ana', 'sme', SINCE), sitter('ben', 'data-scientist', '2026-09-25T09:00:00.000Z')];
    const [item] = waits({ sitters: heard });
    expect(item).toMatchObject({
      kind: 'close-step',
      verb: 'Close Build',
      minutes: 1,
      since: '2026-09-25T09:00:00.000Z',
    });
    expect(waits({ sitters: heard, roles: ['data-engineer'] })).toEqual([]);
    const act = [sitter('ana', 'sme', SINCE), sitter('sam', 'software-engineer', SINCE)];
    expect(waits({ step: 'act', sitters: act }).map(({ kind }) => kind)).toEqual(['bring-records']);
    expect(waits({ step: 'act', sitters: act, evidence: new Set(['ledger-started']) })).toHaveLength(1);
  });

  it('is a verdict from its agreed day on, until one is taken, for those whom Learn needs', () => {
    expect(waits({ framing })).toMatchObject([{ kind: 'take-verdict', since: '2026-09-30T00:00:00.000Z' }]);
    expect(waits({ framing, roles: ['devops'] })).toEqual([]);
    expect(waits({ framing, lastVerdict: verdict })).toEqual([]);
    const early = { ...verdict, takenAt: '2026-08-01T08:00:00.000Z' };
    expect(waits({ framing, lastVerdict: early })).toHaveLength(1);
    expect(waits({ framing, iteration: 2 })).toEqual([]);
    expect(
      waitingFor(ANA, PLAYBOOKS, [{ ...base, framing }], [], NOTHING_SAID, new Date('2026-09-29T23:00:00Z')),
    ).toEqual([]);
  });

  it('is the wording of a framing for an expert alone, until one has approved it', () => {
    const proposed = { version: 1, proposedAt: SINCE, signed: [], isTranslationApproved: false };
    expect(waits({ roles: ['sponsor'], proposed })).toEqual([]);
    expect(waits({ proposed })).toMatchObject([
      {
        verb: 'Read, approve and sign',
        sentence: 'Version 1 of the framing waits for an expert: do its words say what the question meant?',
      },
    ]);
  });

  it('is a framing that nobody has put forward, and records that nobody has brought, for whoever does that step', () => {
    const seen = (step: Step, role: Role, more: Partial<LineFacts> = {}) =>
      waits({ step, part: step, roles: [role], sitters: [sitter('ana', role, SINCE)], ...more }).map(
        ({ verb }) => verb,
      );
    expect(seen('frame', 'data-scientist')).toEqual(['Write the framing']);
    expect(seen('frame', 'sponsor')).toEqual([]);
    expect(
      seen('frame', 'data-scientist', {
        proposed: { version: 1, proposedAt: SINCE, signed: [], isTranslationApproved: true },
      }),
    ).toEqual(['Read and sign']);
    expect(seen('frame', 'data-scientist', { evidence: new Set(['framing-locked']) })).toEqual([]);
    expect(seen('act', 'sme', { hasAssignments: true })).toEqual(['Bring the records']);
    expect(seen('act', 'software-engineer')).toEqual([]);
    expect(seen('act', 'sme', { evidence: new Set(['ledger-started']) })).toEqual([]);
  });

  it('is the empty seats of an initiative that they started', () => {
    const facts = { step: 'ask', part: 'ask' as Step, isFounder: true, sitters: [sitter('ana', 'sme', SINCE)] };
    expect(waits(facts)).toMatchObject([
      { kind: 'fill-seats', sentence: 'Nobody sits at Ask as business sponsor or as data scientist.' },
    ]);
    expect(waits({ ...facts, isFounder: false })).toEqual([]);
  });

  it('is the empty seats too when whoever started it is gone, for those who may close its steps', () => {
    const facts = { step: 'ask', part: 'ask' as Step, doesFounderSit: false, sitters: [sitter('ana', 'sme', SINCE)] };
    expect(waits(facts).map(({ kind }) => kind)).toEqual(['fill-seats']);
    expect(waits({ ...facts, roles: ['data-engineer'], sitters: [] })).toEqual([]);
  });

  it('begins with what has waited longest', () => {
    const proposed = { version: 1, proposedAt: '2026-09-01T09:00:00.000Z', signed: [], isTranslationApproved: true };
    expect(waits({ framing, proposed }, [awaited]).map(({ kind }) => kind)).toEqual([
      'sign-framing',
      'take-verdict',
      'answer-ticket',
    ]);
  });

  it('is nothing more once every step is closed', () => {
    expect(waits({ step: null, isFounder: true })).toEqual([]);
  });
});

describe('is it working', () => {
  const says = (facts: Partial<LineFacts>, now = NOW) => isItWorking({ ...base, ...facts }, now).sentence;

  it('is the last verdict in its own words', () => {
    expect(isItWorking({ ...base, framing, lastVerdict: verdict }, NOW)).toEqual({
      sentence: 'It works.',
      state: 'WORKS',
      takenAt: '2026-10-01T08:00:00.000Z',
      path: '/i/fewer-leavers/learn',
    });
  });

  it('is "not measured yet" with what would measure it, never a nought', () => {
    expect(says({})).toBe('Not measured yet: sign the framing, which says what counts as success.');
    expect(says({ framing })).toBe('Not measured yet: draw who is acted upon and who is left alone.');
    expect(says({ framing, hasAssignments: true })).toBe(
      'Not measured yet: bring in what became of those who were drawn.',
    );
    const running = { framing, hasAssignments: true, hasOutcomes: true };
    expect(says(running, new Date('2026-05-01T00:00:00Z'))).toBe(
      'Not measured yet: the verdict is due on 30 September 2026; wait until then.',
    );
    expect(says(running)).toBe('Not measured yet: take the verdict, which was due on 30 September 2026.');
  });

  it('says that a framing without anybody left alone can tell nothing', () => {
    const successCriterion = { ...CHURN_FRAMING.successCriterion, design: 'none' as const };
    expect(says({ framing: { iteration: 1, summary: { ...CHURN_FRAMING, successCriterion } } })).toBe(
      'Not measured yet: amend the framing so that some are left alone to compare with.',
    );
  });
});
