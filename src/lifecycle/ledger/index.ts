export * from './check-row.ts';
export * from './ledger.errors.ts';
export * from './ledger.policy.ts';
export * from './ledger.schema.ts';
export * from './ledger.ts';
export * from './phase-facts.ts';
export * from './rank-per-arm.ts';
export * from './unit-columns.ts';
