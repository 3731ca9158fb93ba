export * from './dataset.ts';
export * from './datasets.policy.ts';
export * from './datasets.schema.ts';
export * from './table-difference.ts';
