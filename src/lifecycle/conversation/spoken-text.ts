import type { Mention } from './thread.ts';

/** A piece of a comment: plain text, the name of somebody mentioned, or an address that can be followed. */
export type SpokenPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'mention'; readonly text: string; readonly accountId: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string };

const ADDRESS = /https?:\/\/[^\s<>"']+/g;

/**
 * Takes a comment apart into text, mentions and addresses. Only `http` and `https` addresses become links, and punctuation
 * at the end of a sentence is not part of one. Nothing is ever read as markup.
 */
export function partText(text: string, mentions: readonly Mention[]): readonly SpokenPart[] {
  const parts: SpokenPart[] = [];
  let at = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = match[0].replace(/[.,;:!?)\]]+$/, '');
    if (!isAddress(address)) continue;
    parts.push(...partMentions(text.slice(at, match.index), mentions));
    parts.push({ kind: 'link', text: address, href: address });
    at = match.index + address.length;
  }
  parts.push(...partMentions(text.slice(at), mentions));
  return parts;
}

/** The people of a list whose name stands in the text behind an `@`, each once. */
export function mentionsIn(text: string, people: readonly Mention[]): readonly Mention[] {
  const found = new Map<string, Mention>();
  for (const part of partMentions(text, people)) {
    if (part.kind !== 'mention' || found.has(part.accountId)) continue;
    found.set(part.accountId, { accountId: part.accountId, name: part.text.slice(1) });
  }
  return [...found.values()];
}

/** The name that is being typed behind an `@` at the place of the cursor, or `null`. */
export function nameBeingTyped(text: string, cursor: number): { readonly start: number; readonly name: string } | null {
  const typed = /(?:^|[\s(])@([\p{L}\p{N}][\p{L}\p{N} .'-]{0,40})?$/u.exec(text.slice(0, cursor));
  if (!typed) return null;
  const name = typed[1] ?? '';
  return { start: cursor - name.length - 1, name };
}

function partMentions(text: string, mentions: readonly Mention[]): readonly SpokenPart[] {
  // The longest name first, so that "@Ben Ode" is not taken for "@Ben".
  const byLength = [...mentions].sort((a, b) => b.name.length - a.name.length);
  const parts: SpokenPart[] = [];
  let plain = '';
  let at = 0;
  while (at < text.length) {
    const mention = text[at] === '@' ? byLength.find(({ name }) => startsWithName(text, at + 1, name)) : undefined;
    if (!mention) {
      plain += text[at];
      at += 1;
      continue;
    }
    if (plain !== '') parts.push({ kind: 'text', text: plain });
    plain = '';
    parts.push({ kind: 'mention', text: `@${mention.name}`, accountId: mention.accountId });
    at += mention.name.length + 1;
  }
  if (plain !== '') parts.push({ kind: 'text', text: plain });
  return parts;
}

function startsWithName(text: string, at: number, name: string): boolean {
  if (name === '' || !text.startsWith(name, at)) return false;
  const next = text[at + name.length];
  return next === undefined || !/[\p{L}\p{N}]/u.test(next);
}

function isAddress(text: string): boolean {
  try {
    const { protocol, hostname } = new URL(text);
    return (protocol === 'https:' || protocol === 'http:') && hostname !== '';
  } catch {
    return false;
  }
}
