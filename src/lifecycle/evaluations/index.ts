export * from './evaluation-set.ts';
export * from './evaluations.schema.ts';
export * from './scorer.ts';
