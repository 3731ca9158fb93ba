import type { FieldProblem } from '../contract/index.ts';

const UNSTORABLE = 'It contains a character that cannot be stored (a null character or half of a character pair).';

/**
 * The first text of a parsed body that no database can store, or `undefined`: PostgreSQL keeps neither U+0000 nor half of
 * a surrogate pair. Both can only come from escapes, so that bodies without such escapes are not walked at all.
 */
export function findUnstorableText(source: string, parsed: unknown): FieldProblem | undefined {
  if (!source.includes('\\u0000') && !/\\ud[89a-f]/i.test(source)) return undefined;
  return walk(parsed, '');
}

/** Whether an address holds a null character, in its path or its query. */
export function hasNullCharacter(url: string): boolean {
  return url.includes('%00');
}

function walk(value: unknown, path: string): FieldProblem | undefined {
  if (typeof value === 'string') return isStorable(value) ? undefined : { path, message: UNSTORABLE };
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, item] of Object.entries(value)) {
    const here = Array.isArray(value) ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`;
    if (!isStorable(name)) return { path, message: UNSTORABLE };
    const found = walk(item, here);
    if (found) return found;
  }
  return undefined;
}

/** With the `u` flag a proper pair is one character, so that only halves match. */
function isStorable(text: string): boolean {
  return !text.includes('\u0000') && !/\p{Surrogate}/u.test(text);
}
