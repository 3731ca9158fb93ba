export * from './attention.schema.ts';
export * from './notice.ts';
