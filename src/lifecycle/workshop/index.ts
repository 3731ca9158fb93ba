export * from './board.ts';
export * from './workshop.policy.ts';
export * from './workshop.schema.ts';
