import { createHash } from 'node:crypto';

/** A server keeps each named statement on each connection for ever, so only so many texts get a name. */
const MOST_NAMED_STATEMENTS = 500;

const names = new Map<string, string>();

/**
 * The name under which a hand-written statement is prepared once per connection, which saves parsing and planning.
 * Undefined when too many different texts were seen, which means that texts are built from values: those run unnamed.
 */
export function nameStatement(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined) return known;
  if (names.size >= MOST_NAMED_STATEMENTS) return undefined;
  const name = `tl_${createHash('sha256').update(text).digest('hex').slice(0, 24)}`;
  names.set(text, name);
  return name;
}
