/** A line of the story after the actor's name; lines of an idea that was merged into this one say so. */
export function storySentence(entry: {
  readonly kind: string;
  readonly sentence: string;
  /** The words of the merged idea. */
  readonly from: string | null;
}): string {
  if (entry.from === null) return entry.sentence;
  if (entry.kind === 'idea.posted') return `proposed what was later merged into this: “${entry.from}”`;
  if (entry.kind === 'idea.merged') return `merged into this: “${entry.from}”`;
  return `${entry.sentence} (about “${entry.from}”, which was merged into this)`;
}
