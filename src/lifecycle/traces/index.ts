export * from './assessment.ts';
export * from './trace.ts';
export * from './trace-pages.schema.ts';
