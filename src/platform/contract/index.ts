export * from './api.ts';
export * from './client.ts';
export * from './errors.ts';
export * from './human-messages.ts';
export * from './platform.errors.ts';
export * from './problem.ts';
export * from './scopes.ts';
export * from './wire.ts';
