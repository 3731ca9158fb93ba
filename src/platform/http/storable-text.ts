import type { FieldProblem } from '../contract/index.ts';

const UNSTORABLE = 'It contains a character that cannot be stored (a null character or half of a character pair).';

/** Deepest nesting of lists and objects in a body. What walks a value or writes it out calls itself once for each level. */
const MOST_LEVELS = 100;

/**
 * The first thing of a parsed body that no database can store, or `undefined`: PostgreSQL keeps neither U+0000 nor half of
 * a surrogate pair. Both can only come from escapes, so that bodies without such escapes are not walked at all. Nor can
 * what is nested so deeply that nobody could write it out again.
 */
export function findUnstorableText(source: string, parsed: unknown): FieldProblem | undefined {
  if (isNestedTooDeeply(source)) return { path: 'body', message: `It is nested more than ${MOST_LEVELS} levels deep.` };
  if (!source.includes('\\u0000') && !/\\ud[89a-f]/i.test(source)) return undefined;
  return walk(parsed, '');
}

/** Whether a text of JSON nests lists and objects deeper than any that a program writes on purpose. */
export function isNestedTooDeeply(json: string): boolean {
  let level = 0;
  for (let at = 0; at < json.length; at += 1) {
    switch (json[at]) {
      case '[':
      case '{':
        level += 1;
        if (level > MOST_LEVELS) return true;
        break;
      case ']':
      case '}':
        level -= 1;
        break;
      case '"':
        at = endOfString(json, at);
    }
  }
  return false;
}

/** Where the string ends that begins at a quotation mark. */
function endOfString(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); end !== -1; end = json.indexOf('"', end + 1)) {
    let escapes = 0;
    while (json[end - 1 - escapes] === '\\') escapes += 1;
    if (escapes % 2 === 0) return end;
  }
  return json.length;
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
