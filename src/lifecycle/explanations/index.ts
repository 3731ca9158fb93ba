export * from './explanations.policy.ts';
export * from './explanations.schema.ts';
export * from './why-path.ts';
