import { describe, expect, it } from 'vitest';
import type { AddressedRole } from '../ticket.ts';
import { whatHappensNext, whereTo } from './ticket-words.ts';

const given: AddressedRole['answer'] = {
  kind: 'accept',
  text: 'We try it.',
  at: '2026-05-03T10:00:00Z',
  accountId: '00000000-0000-4000-8000-000000000001',
  name: 'Ana',
};
const open = (role: AddressedRole['role']): AddressedRole => ({ role, answer: null });

describe('what happens next', () => {
  const ticket = { iteration: 1, roles: [open('sme'), open('data-scientist'), open('devops')] };

  it('names who still owes an answer', () => {
    expect(whatHappensNext(ticket, 'sme', 'accept', 1)).toBe(
      'Your words are kept with the verdict, for everybody to hold you to. It stays open until the data scientist and DevOps / IT have answered too.',
    );
  });

  it('says that the last answer closes the matter', () => {
    const last = { iteration: 1, roles: [{ role: 'sme', answer: given } as const, open('devops')] };
    expect(whatHappensNext(last, 'devops', 'dispute', 1)).toContain('Nobody else still owes an answer');
  });

  it('begins a new iteration only from the one under way', () => {
    expect(whatHappensNext(ticket, 'sme', 'new-iteration', 1)).toContain('A new iteration begins at Frame');
    expect(whatHappensNext(ticket, 'sme', 'new-iteration', 2)).toContain('is the new one already');
  });
});

describe('the words of a ticket', () => {
  it('name the step to which it goes back, or that a decision is asked for', () => {
    expect(whereTo({ returnTo: 'frame' })).toBe('Back to Frame');
    expect(whereTo({ returnTo: null })).toBe('A decision is asked for');
  });
});
