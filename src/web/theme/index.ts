export type { Tone } from './tokens.ts';
