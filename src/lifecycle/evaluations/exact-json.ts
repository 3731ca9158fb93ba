/**
 * A value of JSON in which every text begins with a mark: `s` for a text, `n` for a number as it was written. So 1.0 stays
 * 1.0, an integer of 20 digits keeps all of them, and names of members keep their order, whatever they are.
 */
export type ExactJson = string | boolean | null | readonly ExactJson[] | ExactObject;

/** An object of exact JSON; the names of its members are marked texts too. */
export interface ExactObject {
  readonly [name: string]: ExactJson;
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** Reads JSON; `undefined` for what is none, NaN included. */
export function readExactly(json: string): ExactJson | undefined {
  const marked = replaceTokens(json, (token) => (token[0] === '"' ? `"s${token.slice(1)}` : `"n${token}"`), 'numbers');
  try {
    const value: ExactJson = JSON.parse(marked);
    return value;
  } catch {
    return undefined;
  }
}

/** Writes a value as JSON. */
export function writeExactly(value: ExactJson): string {
  const unmark = (token: string) => (token[1] === 's' ? `"${token.slice(2)}` : token.slice(2, -1));
  return replaceTokens(JSON.stringify(value), unmark, 'texts');
}

/** Writes a value with the members of its objects in one order, so that what is equal is written alike. */
export function writeSorted(value: ExactJson): string {
  return writeExactly(sorted(value));
}

function sorted(value: ExactJson): ExactJson {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isExactObject(value)) return value;
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, sorted(member)]));
}

/** Whether a value is an object. */
export function isExactObject(value: ExactJson | undefined): value is ExactObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member of an object by its plain name. */
export function memberOf(object: ExactObject, name: string): ExactJson | undefined {
  return Object.hasOwn(object, `s${name}`) ? object[`s${name}`] : undefined;
}

/** The plain text that a value is, or `undefined`. */
export function textOf(value: ExactJson | undefined): string | undefined {
  return typeof value === 'string' && value.startsWith('s') ? value.slice(1) : undefined;
}

/** What kind of value it is, in the words of evaluation sets' schemas. */
export function kindOf(value: ExactJson): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'string') {
    if (value.startsWith('s')) return 'string';
    return /^n-?\d+$/.test(value) ? 'integer' : 'float';
  }
  return isExactObject(value) ? 'object' : 'array';
}

/** Replaces the texts of JSON, with their quotation marks, and its numbers where asked. Read by hand: a pattern has no such depth. */
function replaceTokens(json: string, replace: (token: string) => string, what: 'texts' | 'numbers'): string {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < json.length; ) {
    const end = json[at] === '"' ? endOfText(json, at) : what === 'numbers' ? endOfNumber(json, at) : at;
    if (end > at) {
      parts.push(json.slice(from, at), replace(json.slice(at, end)));
      from = end;
    }
    at = Math.max(end, at + 1);
  }
  parts.push(json.slice(from));
  return parts.join('');
}

function endOfText(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); end !== -1; end = json.indexOf('"', end + 1)) {
    let escapes = 0;
    while (json[end - 1 - escapes] === '\\') escapes += 1;
    if (escapes % 2 === 0) return end + 1;
  }
  return json.length;
}

function endOfNumber(json: string, at: number): number {
  const code = json.charCodeAt(at);
  // A minus or a digit.
  if (code !== 45 && (code < 48 || code > 57)) return at;
  NUMBER.lastIndex = at;
  return NUMBER.test(json) ? NUMBER.lastIndex : at;
}
