import { describe, expect, it } from 'vitest';
import { addresseesOf } from './state-words.ts';

describe('the people behind an ask', () => {
  it('are told apart from their roles, also when a name carries brackets', () => {
    const roles = ['sme', 'devops'] as const;
    expect(addresseesOf({ roles, who: ['Ana (subject-matter expert)', 'Di (North) Kay (DevOps / IT)'] })).toEqual([
      { role: 'sme', name: 'Ana' },
      { role: 'devops', name: 'Di (North) Kay' },
    ]);
  });

  it('are nobody where a role has no holder', () => {
    expect(addresseesOf({ roles: ['devops'], who: ['the DevOps / IT (nobody named yet)'] })).toEqual([
      { role: 'devops', name: null },
    ]);
  });
});
