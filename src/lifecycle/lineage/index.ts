export * from './lineage.policy.ts';
export * from './lineage.schema.ts';
export * from './lineage-graph.ts';
