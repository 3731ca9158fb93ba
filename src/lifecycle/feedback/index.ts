export * from './feedback.policy.ts';
export * from './feedback.schema.ts';
export * from './ticket.ts';
