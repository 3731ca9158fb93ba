export * from './actor.ts';
export * from './initiative.ts';
export * from './initiatives.schema.ts';
export * from './line.ts';
export * from './told-log.ts';
export * from './where-to.ts';
