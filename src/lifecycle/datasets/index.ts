export * from './connection.ts';
export * from './connections.schema.ts';
export * from './dataset.ts';
export * from './dataset-check.ts';
export * from './datasets.policy.ts';
export * from './datasets.schema.ts';
export * from './dictionary.ts';
export * from './table-difference.ts';
