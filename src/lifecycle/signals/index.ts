export * from './check-choice.ts';
export * from './check-result.ts';
export * from './check-shown.ts';
export * from './rule-from-words.ts';
export * from './signal-check.ts';
export * from './signal-words.ts';
export * from './signals.policy.ts';
export * from './signals.schema.ts';
