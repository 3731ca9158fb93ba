export * from './people-overview.schema.ts';
export * from './portfolio.schema.ts';
export * from './portfolio-limits.ts';
export * from './promise.ts';
export * from './search-words.ts';
export * from './waiting.ts';
