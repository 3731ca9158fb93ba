import { describe, expect, it } from 'vitest';
import { type PlaybookStep, STANDARD_PLAYBOOK } from '../people/index.ts';
import { mayAlsoSign, missingSigners, requiredSigners } from './required-signers.ts';

function withFrameSeats(seats: PlaybookStep['seats']) {
  const steps = STANDARD_PLAYBOOK.steps.map((step) => (step.step === 'frame' ? { ...step, seats } : step));
  return { steps };
}

describe('the signers of a framing', () => {
  it('are the expert, the sponsor and the data scientist in the standard playbook', () => {
    expect(requiredSigners(STANDARD_PLAYBOOK)).toEqual(['sme', 'sponsor', 'data-scientist']);
  });

  it('always include the expert and the data scientist, whatever a playbook says', () => {
    expect(requiredSigners(withFrameSeats({}))).toEqual(['sme', 'data-scientist']);
    expect(requiredSigners(withFrameSeats({ sme: 'told', 'risk-manager': 'signs', architect: 'asked' }))).toEqual([
      'sme',
      'data-scientist',
      'risk-manager',
    ]);
  });

  it('are missing until they have signed; a signature that nobody asked for changes nothing', () => {
    expect(missingSigners(['sme', 'sponsor', 'data-scientist'], ['data-scientist', 'risk-manager'])).toEqual([
      'sme',
      'sponsor',
    ]);
  });

  it('are different people, except that an expert may also be the sponsor', () => {
    expect(mayAlsoSign('sme', 'sponsor')).toBe(true);
    expect(mayAlsoSign('sponsor', 'sme')).toBe(true);
    expect(mayAlsoSign('sme', 'data-scientist')).toBe(false);
    expect(mayAlsoSign('data-scientist', 'risk-manager')).toBe(false);
    expect(mayAlsoSign('risk-manager', 'sponsor')).toBe(false);
  });
});
