export * from './expectations.policy.ts';
export * from './expectations.schema.ts';
