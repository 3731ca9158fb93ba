import { describe, expect, it } from 'vitest';
import { mayAlsoSign, mayApprove } from './may-approve.ts';
import { playbookChanges } from './playbook-changes.ts';
import { heldInWords, heldUntilSigned, unsignedInWords } from './playbook-holds.ts';
import { planMove } from './playbook-move.ts';
import { SHIPPED_PLAYBOOKS } from './shipped-playbooks.ts';

const { standard, light, explore, 'high-risk': highRisk } = SHIPPED_PLAYBOOKS;

const sitter = (name: string, step: string, role: 'sme' | 'data-engineer' | 'risk-manager') => ({
  seatId: `${name} ${step}`,
  accountId: name,
  name,
  step,
  role,
});

describe('moving to another playbook', () => {
  it('lets people follow their roles, and says who gets and who loses a seat', () => {
    const move = planMove(explore, standard, 'low', [], [sitter('Ana', 'ask', 'sme')]);
    expect(move.seated.map(({ name, step }) => `${name} ${step}`)).toEqual(['Ana review', 'Ana act']);
    expect(move.sentences).toContain('Review is a step now.');
    expect(move.sentences).toContain('Workshop and frame is called Frame now.');
    expect(move.sentences).toContain('Ana also sits as Subject-matter expert at Review, Act.');
    expect(move.sentences).toContain('Build needs somebody as Subject-matter expert, Data scientist.');
  });

  it('says who has no seat at the table any more', () => {
    const move = planMove(standard, light, 'low', [], [sitter('Eli', 'prepare', 'data-engineer')]);
    expect(move.emptied.map(({ seatId }) => seatId)).toEqual(['Eli prepare']);
    // Light tells the data engineer at Build, which Standard did not: so the person follows the role there.
    expect(move.seated.map(({ step }) => step)).toEqual(['build']);
    const gone = planMove(light, explore, 'low', [], [{ ...sitter('Eli', 'act', 'data-engineer'), role: 'devops' }]);
    expect(gone.sentences).toContain('Eli has no seat at this table any more.');
  });

  it('opens a closed step again only when its new gate asks for more', () => {
    expect(planMove(standard, highRisk, 'low', ['ask', 'build'], []).reopened).toEqual(['ask', 'build']);
    expect(planMove(highRisk, standard, 'low', ['ask', 'build'], []).reopened).toEqual([]);
    expect(planMove(standard, light, 'low', ['ask', 'prepare'], [])).toMatchObject({
      reopened: [],
      dropped: ['prepare'],
    });
  });

  it('looks at the gates of the tier of risk that counts', () => {
    const review = (tier: 'low' | 'high') => planMove(light, standard, tier, ['review'], []).reopened;
    expect(review('low')).toEqual(['review']);
    const stricter = {
      ...standard,
      steps: standard.steps.map((step) =>
        step.step === 'act'
          ? { ...step, gate: { ...step.gate, high: { ...step.gate.high, approvals: ['sme' as const] } } }
          : step,
      ),
    };
    expect(planMove(standard, stricter, 'low', ['act'], []).reopened).toEqual([]);
    expect(planMove(standard, stricter, 'high', ['act'], []).reopened).toEqual(['act']);
  });
});

describe('what differs between two versions', () => {
  it('is nothing between a version and itself', () => {
    expect(playbookChanges(standard, standard)).toEqual([]);
  });

  it('is told in sentences, a change at several tiers of risk once', () => {
    const next = {
      ...standard,
      holds: [],
      steps: standard.steps
        .filter(({ step }) => step !== 'prepare')
        .map((step) =>
          step.step === 'build'
            ? {
                ...step,
                name: 'Model',
                seats: { ...step.seats, 'risk-manager': 'asked' as const },
                gate: { ...step.gate, high: { ...step.gate.high, approvals: ['risk-manager' as const] } },
              }
            : step,
        ),
    };
    expect(playbookChanges(standard, next)).toEqual([
      'Data no longer wait for the signed framing.',
      'Experiments no longer wait for the signed framing.',
      'Prepare is no longer needed.',
      'Build is now called Model.',
      'Model: the Model risk manager gets a seat and is asked.',
      'Model, at high risk: the Model risk manager must approve before it closes.',
    ]);
  });
});

describe('work that a playbook holds back', () => {
  it('waits for the expert and the data scientist, and for nobody else', () => {
    expect(heldUntilSigned(standard, 'data', ['sponsor'])).toEqual(['sme', 'data-scientist']);
    expect(heldUntilSigned(standard, 'data', ['sme'])).toEqual(['data-scientist']);
    expect(heldUntilSigned(standard, 'experiments', ['data-scientist', 'sme'])).toEqual([]);
    expect(heldUntilSigned(explore, 'data', [])).toEqual([]);
    expect(heldInWords(['data', 'experiments'], 'the data scientist')).toBe(
      'Data and experiments wait until the framing is signed by the data scientist.',
    );
  });

  it('names who has not signed', () => {
    expect(unsignedInWords(['sme', 'data-scientist'], { sme: 'Ana Ruiz' })).toBe(
      'the subject-matter expert (Ana Ruiz) and the data scientist',
    );
  });
});

describe('an approval', () => {
  it('is never given by whoever did the step, or built what is reviewed', () => {
    const review = { step: 'review', part: 'review' } as const;
    const built = { step: 'build', part: 'build', duty: 'does' } as const;
    expect(mayApprove(review, [])).toBe(true);
    expect(mayApprove(review, [built])).toBe(false);
    expect(mayApprove(review, [{ ...built, duty: 'asked' }])).toBe(true);
    expect(mayApprove(review, [{ ...review, duty: 'does' }])).toBe(false);
    expect(mayApprove({ step: 'ask', part: 'ask' }, [built])).toBe(true);
  });

  it('and a signature in another role come from different people, except that an expert may also be the sponsor', () => {
    expect(mayAlsoSign('sme', 'sponsor')).toBe(true);
    expect(mayAlsoSign('sponsor', 'sme')).toBe(true);
    expect(mayAlsoSign('sme', 'data-scientist')).toBe(false);
    expect(mayAlsoSign('data-scientist', 'risk-manager')).toBe(false);
    expect(mayAlsoSign('risk-manager', 'sponsor')).toBe(false);
  });
});
