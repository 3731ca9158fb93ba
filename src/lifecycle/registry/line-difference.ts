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
 * What changed from one text to another, line by line, with the fewest changes: Myers, "An O(ND) Difference Algorithm and
 * Its Variations", Algorithmica 1 (1986). Of texts that hardly share a line, the old one is removed and the new one added.
 */
export function lineDifference(before: string, after: string): readonly DifferenceLine[] {
  const [old, now] = [linesOf(before), linesOf(after)];
  const least = Math.min(old.length, now.length);
  let head = 0;
  while (head < least && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < least - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  const changed = [old.slice(head, old.length - tail), now.slice(head, now.length - tail)] as const;
  return [
    ...linesAs('same', old.slice(0, head)),
    ...(fewestChanges(...changed) ?? [...linesAs('removed', changed[0]), ...linesAs('added', changed[1])]),
    ...linesAs('same', old.slice(old.length - tail)),
  ];
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
function linesOf(text: string): readonly string[] {
  const lines = text.split(/\r\n|\r|\n/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

function linesAs(kind: DifferenceLine['kind'], lines: readonly string[]): readonly DifferenceLine[] {
  return lines.map((text) => ({ kind, text }));
}

/**
 * For each number of changes, how far into the old lines one comes on each diagonal, until both ends are reached.
 * `null` when that takes too many changes.
 */
function fewestChanges(old: readonly string[], now: readonly string[]): readonly DifferenceLine[] | null {
  let reached = new Map<number, number>([[1, 0]]);
  const steps: ReadonlyMap<number, number>[] = [];
  for (let changes = 0; changes <= Math.min(old.length + now.length, MOST_CHANGES); changes += 1) {
    steps.push(reached);
    const next = new Map<number, number>();
    for (let diagonal = -changes; diagonal <= changes; diagonal += 2) {
      let at = comesFromAdded(reached, diagonal, changes)
        ? (reached.get(diagonal + 1) ?? 0)
        : (reached.get(diagonal - 1) ?? 0) + 1;
      while (at < old.length && at - diagonal < now.length && old[at] === now[at - diagonal]) at += 1;
      next.set(diagonal, at);
      if (at >= old.length && at - diagonal >= now.length) return walkBack(old, now, steps);
    }
    reached = next;
  }
  return null;
}

/** Whether the way that comes farthest on a diagonal ends with an added line, and not with a removed one. */
function comesFromAdded(reached: ReadonlyMap<number, number>, diagonal: number, changes: number): boolean {
  if (diagonal === -changes) return true;
  return diagonal !== changes && (reached.get(diagonal - 1) ?? -1) < (reached.get(diagonal + 1) ?? -1);
}

function walkBack(
  old: readonly string[],
  now: readonly string[],
  steps: readonly ReadonlyMap<number, number>[],
): readonly DifferenceLine[] {
  const lines: DifferenceLine[] = [];
  let [oldAt, nowAt] = [old.length, now.length];
  for (const [changes, reached] of [...steps.entries()].reverse()) {
    const diagonal = oldAt - nowAt;
    const isAdded = comesFromAdded(reached, diagonal, changes);
    const before = isAdded ? diagonal + 1 : diagonal - 1;
    const oldBefore = changes === 0 ? 0 : (reached.get(before) ?? 0);
    const nowBefore = changes === 0 ? 0 : oldBefore - before;
    while (oldAt > oldBefore && nowAt > nowBefore) {
      oldAt -= 1;
      nowAt -= 1;
      lines.push({ kind: 'same', text: old[oldAt] ?? '' });
    }
    if (changes === 0) break;
    lines.push(
      isAdded ? { kind: 'added', text: now[nowBefore] ?? '' } : { kind: 'removed', text: old[oldBefore] ?? '' },
    );
    [oldAt, nowAt] = [oldBefore, nowBefore];
  }
  return lines.reverse();
}
