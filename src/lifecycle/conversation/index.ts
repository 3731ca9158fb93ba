export * from './conversation.policy.ts';
export * from './conversation.schema.ts';
export * from './conversation-limits.ts';
export * from './spoken-text.ts';
export * from './subject.ts';
export * from './thread.ts';
