export * from './decide-right.ts';
export * from './people.policy.ts';
export * from './people.schema.ts';
export * from './playbook.ts';
export * from './rights.ts';
export * from './roles.ts';
export * from './seats.ts';
export * from './viewer.ts';
