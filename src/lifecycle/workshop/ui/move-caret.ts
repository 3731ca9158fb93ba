/** One part of a change of a text: so many letters stay, go, or come. */
interface TextStep {
  readonly retain?: number | undefined;
  readonly delete?: number | undefined;
  readonly insert?: unknown;
}

/** Where a caret stands after somebody else changed the text: it stays between the same two letters. */
export function moveCaret(at: number, steps: readonly TextStep[]): number {
  let place = 0;
  let caret = at;
  for (const step of steps) {
    if (place > caret) break;
    if (step.retain !== undefined) place += step.retain;
    else if (typeof step.insert === 'string') {
      // What is written exactly at the caret comes after it.
      if (place < caret) caret += step.insert.length;
      place += step.insert.length;
    } else if (step.delete !== undefined) {
      caret -= Math.min(step.delete, Math.max(0, caret - place));
    }
  }
  return caret;
}
