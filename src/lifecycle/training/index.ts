export * from './columns-source.ts';
export * from './training.policy.ts';
export * from './training.schema.ts';
