import { describe, expect, it } from 'vitest';
import { awaitedRoles, type Decision, refuseDecision } from './proposal.ts';

const SIGNING = ['risk-manager', 'sme'] as const;
const approval = (role: Decision['role'], accountId: string): Decision => ({
  role,
  decision: 'approve',
  reason: 'Checked.',
  accountId,
  name: accountId,
  at: '2026-05-01T09:00:00.000Z',
});
const open = { state: 'open', decisions: [] } as const;
const rita = { role: 'risk-manager', decision: 'approve', accountId: 'rita', rolesHeld: ['risk-manager'] } as const;

describe('a decision about what goes live', () => {
  it('is taken from a person who holds a role that signs Review', () => {
    expect(refuseDecision(open, SIGNING, ['ben'], rita)).toBeNull();
    expect(refuseDecision(open, SIGNING, ['ben'], { ...rita, rolesHeld: ['sme'] })).toBe('role-not-held');
    expect(refuseDecision(open, SIGNING, ['ben'], { ...rita, role: 'devops', rolesHeld: ['devops'] })).toBe(
      'role-does-not-sign',
    );
  });
  it('is never an approval by whoever made the version, who may refuse it', () => {
    const ben = { ...rita, accountId: 'ben' };
    expect(refuseDecision(open, SIGNING, ['ben'], ben)).toBe('author');
    expect(refuseDecision(open, SIGNING, ['ben'], { ...ben, decision: 'refuse' })).toBeNull();
  });
  it('is given once for a role, once by a person, and not after the end', () => {
    const half = { state: 'open', decisions: [approval('risk-manager', 'rita')] } as const;
    expect(refuseDecision(half, SIGNING, [], { ...rita, accountId: 'rob' })).toBe('role-decided');
    expect(refuseDecision(half, SIGNING, [], { ...rita, role: 'sme', rolesHeld: ['sme', 'risk-manager'] })).toBe(
      'person-decided',
    );
    expect(refuseDecision({ ...half, state: 'approved' }, SIGNING, [], rita)).toBe('closed');
  });
  it('leaves the other roles awaited', () => {
    expect(awaitedRoles([approval('sme', 'ana')], SIGNING)).toEqual(['risk-manager']);
    expect(awaitedRoles([{ ...approval('sme', 'ana'), decision: 'refuse' }], SIGNING)).toEqual(SIGNING);
  });
});
