export * from './columns-source.ts';
export { modelSchema } from './model.schema.ts';
export * from './training.policy.ts';
export * from './training.schema.ts';
