export * from './filter-grammar.ts';
export * from './filter-language.ts';
