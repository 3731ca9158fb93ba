import { diffArrays } from 'diff';

/** A line of one text or of both. */
export interface DifferenceLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** What is shown of a difference: a line, or how many lines that stayed the same are left out there. */
export type DifferenceRow = DifferenceLine | { readonly kind: 'left-out'; readonly lines: number };

/** Changed lines beyond these are not matched with each other: the time grows with their square. */
const MOST_CHANGES = 1_000;

/**
 * What changed from one text to another, line by line, with the fewest changes. Of texts that hardly share a line, the old
 * one is removed and the new one added.
 */
export function lineDifference(before: string, after: string): readonly DifferenceLine[] {
  const [old, now] = [linesOf(before), linesOf(after)];
  const parts = diffArrays(old, now, { maxEditLength: MOST_CHANGES });
  if (!parts) return [...linesAs('removed', old), ...linesAs('added', now)];
  return parts.flatMap(({ added, removed, value }) => linesAs(added ? 'added' : removed ? 'removed' : 'same', value));
}

/** Leaves out what stayed the same farther than so many lines from a change. */
export function aroundChanges(lines: readonly DifferenceLine[], around: number): readonly DifferenceRow[] {
  const isShown = withSingleLines(nearChanges(lines, around));
  const rows: DifferenceRow[] = [];
  let leftOut = 0;
  const tell = () => {
    if (leftOut > 0) rows.push({ kind: 'left-out', lines: leftOut });
    leftOut = 0;
  };
  for (const [at, line] of lines.entries()) {
    if (isShown[at]) {
      tell();
      rows.push(line);
    } else leftOut += 1;
  }
  tell();
  return rows;
}

function nearChanges(lines: readonly DifferenceLine[], around: number): readonly boolean[] {
  const isNear = lines.map(() => false);
  for (const [at, { kind }] of lines.entries())
    if (kind !== 'same') isNear.fill(true, Math.max(0, at - around), at + around + 1);
  return isNear;
}

/** To say that one line is left out takes as much place as the line. */
function withSingleLines(isNear: readonly boolean[]): readonly boolean[] {
  return isNear.map((near, at) => near || ((isNear[at - 1] ?? true) && (isNear[at + 1] ?? true)));
}

/** How lines end is not what a text says; nor is whether the last one does. */
function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|\r|\n/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

function linesAs(kind: DifferenceLine['kind'], lines: readonly string[]): readonly DifferenceLine[] {
  return lines.map((text) => ({ kind, text }));
}
