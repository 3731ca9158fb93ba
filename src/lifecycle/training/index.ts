export * from './column-facts.ts';
export * from './columns-source.ts';
export * from './simple-rule.ts';
export * from './training.policy.ts';
export * from './training.schema.ts';
export * from './training.ts';
export * from './training-limits.ts';
export * from './training-result.schema.ts';
