export * from './feedback.policy.ts';
export * from './feedback.schema.ts';
export * from './finding.ts';
export * from './findings.schema.ts';
export * from './lateness.ts';
export * from './ticket.ts';
