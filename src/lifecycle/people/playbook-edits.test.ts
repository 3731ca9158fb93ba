import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STEPS } from '../line-order.ts';
import { DUTIES, type PlaybookContent } from './playbook.ts';
import {
  addStep,
  bringBack,
  canMove,
  leaveOut,
  moveStep,
  nextDuty,
  partsLeftOut,
  setDuty,
  setGate,
  setWords,
} from './playbook-edits.ts';
import { lintPlaybook } from './playbook-lint.ts';
import { ROLES } from './roles.ts';
import { SHIPPED_PLAYBOOKS } from './shipped-playbooks.ts';

const { standard } = SHIPPED_PLAYBOOKS;
const idsOf = ({ steps }: PlaybookContent) => steps.map(({ step }) => step);
const stepOf = ({ steps }: PlaybookContent, id: string) => steps.find(({ step }) => step === id);

describe('drawing a playbook', () => {
  it('goes through the duties of a cell and comes back to no seat', () => {
    expect([undefined, 'does', 'signs', 'asked', 'told'].map((duty) => nextDuty(duty as undefined))).toEqual([
      'does',
      'signs',
      'asked',
      'told',
      null,
    ]);
  });

  it('never leaves a gate that waits for somebody who has no seat or is only told', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...STEPS), fc.constantFrom(...ROLES), fc.constantFrom(...DUTIES, null)), {
          maxLength: 40,
        }),
        (edits) => {
          const drawn = edits.reduce((playbook, [step, role, duty]) => setDuty(playbook, step, role, duty), standard);
          const stuck = lintPlaybook(drawn).filter(({ sentence }) =>
            /waits for the|wants to hear|approves it/.test(sentence),
          );
          expect(stuck).toEqual([]);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('hears a role at every tier of risk once it is asked, and keeps the order of the other seats', () => {
    const drawn = setDuty(standard, 'build', 'architect', 'asked');
    expect(Object.keys(stepOf(drawn, 'build')?.seats ?? {})).toEqual(['data-scientist', 'sme', 'architect']);
    expect(stepOf(drawn, 'build')?.gate.high.heard).toEqual(['sme', 'data-scientist', 'architect']);
  });

  it('makes a gate ask at one tier of risk only', () => {
    const asks = { part: 'approvals', asked: 'sponsor', isAsked: true } as const;
    const drawn = setGate(standard, 'learn', 'high', asks);
    expect(stepOf(drawn, 'learn')?.gate.high.approvals).toEqual(['sponsor']);
    expect(stepOf(drawn, 'learn')?.gate.low.approvals).toEqual([]);
    expect(setGate(drawn, 'learn', 'high', { ...asks, isAsked: false })).toEqual(standard);
  });

  it('adds a step with an id of its own, which stays when the name changes', () => {
    const once = addStep(standard, 'review', 'Legal check');
    const twice = addStep(once, 'review', 'Legal check');
    expect(idsOf(twice).slice(4, 8)).toEqual(['review', 'legal-check', 'legal-check-2', 'release']);
    expect(idsOf(addStep(standard, 'act', 'Learn'))).toContain('learn-2');
    expect(idsOf(addStep(standard, 'act', '3 calls'))).toContain('step-3-calls');
    expect(idsOf(setWords(once, 'legal-check', { name: 'Lawyers' }))).toEqual(idsOf(once));
  });

  it('moves a step within its part only, so that the order of the line stays', () => {
    const drawn = addStep(standard, 'review', 'Legal check');
    expect(canMove(drawn, 'legal-check', 1)).toBe(false);
    expect(idsOf(moveStep(drawn, 'legal-check', -1)).slice(4, 6)).toEqual(['legal-check', 'review']);
    expect(moveStep(drawn, 'ask', -1)).toEqual(drawn);
  });

  it('leaves a part out with the steps added to it, and brings it back at its place', () => {
    const without = leaveOut(addStep(standard, 'review', 'Legal check'), 'review');
    expect(partsLeftOut(without)).toEqual(['review']);
    expect(idsOf(bringBack(without, 'review'))).toEqual([...STEPS]);
  });
});
