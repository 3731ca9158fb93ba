import { describe, expect, it } from 'vitest';
import { CONSEQUENCE, VERDICT_STATES } from '../outcomes/index.ts';
import type { Role } from '../people/index.ts';
import {
  type AddressedRole,
  awaitedRoles,
  beginsIteration,
  isLastAnswer,
  opensTicket,
  refuseAnswer,
} from './ticket.ts';

const answered = (role: Role): AddressedRole => ({
  role,
  answer: {
    kind: 'accept',
    text: 'We change the letter.',
    at: '2026-03-01T00:00:00.000Z',
    accountId: 'a',
    name: 'Ana',
  },
});
const awaited = (role: Role): AddressedRole => ({ role, answer: null });

describe('a return ticket', () => {
  it('is opened by every verdict but those that only ask for patience', () => {
    const silent = VERDICT_STATES.filter((state) => !opensTicket({ state, roles: CONSEQUENCE[state].roles }));
    expect(silent).toEqual(['COLLECTING', 'TOO_EARLY']);
    expect(opensTicket({ state: 'WORKS', roles: [] })).toBe(false);
  });

  it('waits for each addressed role in the order of the ask', () => {
    expect(awaitedRoles({ roles: [awaited('sponsor'), answered('sme'), awaited('data-scientist')] })).toEqual([
      'sponsor',
      'data-scientist',
    ]);
  });

  it('is answered only for an addressed role, by somebody who holds it, and once', () => {
    const ticket = { roles: [answered('sme'), awaited('data-scientist')] };
    expect(refuseAnswer(ticket, ['data-scientist'], 'data-scientist')).toBeNull();
    expect(refuseAnswer(ticket, ['devops'], 'devops')).toBe('role-not-addressed');
    expect(refuseAnswer(ticket, ['sme'], 'data-scientist')).toBe('role-not-held');
    expect(refuseAnswer(ticket, ['sme'], 'sme')).toBe('role-answered');
  });

  it('closes with the last awaited answer, and not before', () => {
    const ticket = { roles: [awaited('sme'), awaited('data-scientist')] };
    expect(isLastAnswer(ticket, 'sme')).toBe(false);
    expect(isLastAnswer({ roles: [answered('sme'), awaited('data-scientist')] }, 'data-scientist')).toBe(true);
  });

  it('begins a new iteration only while the pass that it judges is under way', () => {
    expect(beginsIteration(1, 1, 'new-iteration')).toBe(true);
    expect(beginsIteration(1, 2, 'new-iteration')).toBe(false);
    expect(beginsIteration(1, 1, 'dispute')).toBe(false);
    expect(beginsIteration(1, 1, 'accept')).toBe(false);
  });
});
