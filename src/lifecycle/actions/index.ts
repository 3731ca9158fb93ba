export * from './actions.schema.ts';
export * from './assignment.ts';
export * from './phase.ts';
