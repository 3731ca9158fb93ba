import type { WorkshopDocument } from './workshop-documents.ts';

const NAMES: readonly (readonly [kind: string, one: string, several: string])[] = [
  ['notes', 'new note', 'new notes'],
  ['edits', 'change of a note', 'changes of notes'],
  ['votes', 'vote', 'votes'],
  ['groups', 'group', 'groups'],
];

/** What somebody did in a workshop, in a sentence that starts after their name. */
export function workSentence(kind: WorkshopDocument['kind'], counts: Readonly<Record<string, number>>): string {
  if (kind === 'framing-document') return 'wrote in the framing document';
  const parts = NAMES.flatMap(([name, one, several]) => {
    const count = counts[name] ?? 0;
    return count === 0 ? [] : [`${count} ${count === 1 ? one : several}`];
  });
  return parts.length === 0 ? 'worked on the board' : `worked on the board: ${parts.join(', ')}`;
}
