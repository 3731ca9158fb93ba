import { createHash } from 'node:crypto';
import type { JsonValue, RecordedEvent } from './event.ts';

/** The hash before the first link. */
export const CHAIN_START = '0'.repeat(64);

/**
 * A value as canonical JSON: object keys sorted by code unit, no white space, numbers as ECMAScript prints them (the
 * scheme of RFC 8785). Two equal values have the same text in every process.
 */
export function canonicalJson(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map((item: JsonValue) => canonicalJson(item)).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
    return `{${entries.map(([name, item]) => `${JSON.stringify(name)}:${canonicalJson(item)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

/** SHA-256 of a value's canonical JSON, in hexadecimal. */
export function digestOf(value: JsonValue): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/** The hash of the link at `position`: over the hash before it, its position and everything the event says. */
export function linkHash(previousHash: string, position: number, event: RecordedEvent): string {
  return digestOf({ previousHash, position, event: { ...event, at: event.at.toISOString() } });
}
