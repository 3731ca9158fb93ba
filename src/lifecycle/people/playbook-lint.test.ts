import { describe, expect, it } from 'vitest';
import type { PlaybookContent, PlaybookStep } from './playbook.ts';
import { isError, lintPlaybook } from './playbook-lint.ts';
import { SHIPPED_PLAYBOOKS } from './shipped-playbooks.ts';

const { standard } = SHIPPED_PLAYBOOKS;

/** Standard with one step changed. */
function withStep(id: string, change: (step: PlaybookStep) => Partial<PlaybookStep>): PlaybookContent {
  return {
    ...standard,
    steps: standard.steps.map((step) => (step.step === id ? { ...step, ...change(step) } : step)),
  };
}

/** The same gate at every tier of risk, with something else in it. */
function everywhere(step: PlaybookStep, change: Partial<PlaybookStep['gate']['low']>): PlaybookStep['gate'] {
  const gate = { ...step.gate.low, ...change };
  return { low: gate, medium: gate, high: gate };
}

function errors(playbook: PlaybookContent): readonly string[] {
  return lintPlaybook(playbook)
    .filter(isError)
    .map(({ sentence }) => sentence);
}

function warnings(playbook: PlaybookContent): readonly string[] {
  return lintPlaybook(playbook)
    .filter((finding) => !isError(finding))
    .map(({ sentence }) => sentence);
}

describe('a playbook', () => {
  it.each(Object.entries(SHIPPED_PLAYBOOKS))('that is shipped (%s) has nothing wrong', (_, playbook) => {
    expect(lintPlaybook(playbook)).toEqual([]);
  });

  it('needs a name, and a name for each step', () => {
    expect(errors({ ...standard, name: ' ' })).toEqual(['The playbook has no name.']);
    expect(errors(withStep('build', () => ({ name: '' })))).toEqual(['The step "build" has no name.']);
  });

  it('is refused when nobody does a step', () => {
    const seats = { 'data-scientist': 'asked', sme: 'asked' } as const;
    expect(errors(withStep('build', () => ({ seats })))).toEqual(['Nobody does Build, and nobody signs it.']);
  });

  it('warns about a role that signs without having been asked or told before', () => {
    const steps = standard.steps.map((step) => {
      const { 'risk-manager': _, ...seats } = step.seats;
      return step.step === 'frame' ? { ...step, seats } : step;
    });
    expect(warnings({ ...standard, steps })).toEqual([
      'The Model risk manager signs at Review, but no step before asks or tells them: they would see it for the first time.',
    ]);
  });

  it('is refused when the business is never heard, or only at the end', () => {
    const without = (from: number) => ({
      ...standard,
      steps: standard.steps.map((step, index) => {
        const { sme: _, ...seats } = step.seats;
        if (index >= from) return step;
        return {
          ...step,
          seats: { ...seats, 'data-scientist': 'does' as const },
          gate: everywhere(step, { heard: [] }),
        };
      }),
    });
    expect(errors(without(6))).toEqual([
      'The business is heard only from Act on. The expert must help to frame the question.',
    ]);
    expect(errors(without(99))).toEqual([
      'The subject-matter expert is never heard. Give them a seat, at Frame at the latest.',
    ]);
  });

  it('is refused when builders approve their own work', () => {
    const onlyBuilder = withStep('review', (step) => ({
      seats: { 'data-scientist': 'signs', sme: 'asked', 'risk-manager': 'told' },
      gate: everywhere(step, { heard: ['sme', 'data-scientist'], approvals: [] }),
    }));
    expect(errors(onlyBuilder)).toEqual(['Only who built it signs Review: builders never approve their own work.']);
    const ownWork = withStep('build', (step) => ({ gate: everywhere(step, { approvals: ['data-scientist'] }) }));
    expect(errors(ownWork)).toEqual(['The Data scientist does Build and approves it: let somebody else approve.']);
  });

  it('is refused with a gate that could never open', () => {
    const never = (change: Partial<PlaybookStep['gate']['low']>) =>
      errors(withStep('build', (step) => ({ gate: everywhere(step, change) })));
    expect(never({ heard: ['devops'] })).toEqual([
      'Build waits for the DevOps / IT, who has no seat there: it could never close.',
    ]);
    expect(never({ heard: ['architect'] })).toEqual([
      'Build wants to hear the ML architect, who is only told: let them be asked.',
    ]);
    expect(never({ evidence: ['verdict-answered'] })).toEqual([
      'Build waits until a verdict is taken and every return ticket is answered, which comes after it: it could never close.',
    ]);
  });

  it('keeps its steps in the order of the line, and each part with a step of its own', () => {
    const [ask, frame, ...rest] = standard.steps;
    if (!ask || !frame) throw new Error('Standard has two steps at least.');
    expect(errors({ ...standard, steps: [frame, ask, ...rest] })).toEqual([
      'Ask belongs to Ask and stands after Frame: move it up.',
    ]);
    expect(errors(withStep('review', () => ({ step: 'legal-check' })))[0]).toContain('Give one step the id "review"');
    expect(errors(withStep('review', () => ({ step: 'act' })))[0]).toContain('The id "act" is kept for Act');
  });

  it('warns when more risk asks for less, and when nothing waits for the verdict', () => {
    const weaker = withStep('review', (step) => ({
      gate: { ...step.gate, high: { ...step.gate.high, heard: ['sme'] } },
    }));
    expect(warnings(weaker)).toEqual(['Review asks less at high risk than at medium risk.']);
    const unanswered = withStep('learn', (step) => ({ gate: everywhere(step, { evidence: [] }) }));
    expect(warnings(unanswered)).toEqual([
      'No step waits for an answered verdict, so nobody has to learn whether it worked.',
    ]);
  });
});
