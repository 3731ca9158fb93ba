import { monthName } from '../../words/index.ts';

/**
 * The width of a text in px, estimated from its letters, because charts are also drawn where there is no screen.
 * The widths are those of common system fonts in units of the font size, rounded up: a label may get a little too
 * much room, never too little.
 */
export function textWidth(text: string, fontSize: number): number {
  let units = 0;
  for (const letter of text) units += letterUnits(letter);
  return units * fontSize;
}

function letterUnits(letter: string): number {
  if (/[ilj.,:;'|! ]/.test(letter)) return 0.34;
  if (/[mwMW@%]/.test(letter)) return 0.95;
  if (/[A-Z]/.test(letter)) return 0.7;
  return letter > '\u2e80' ? 1.05 : 0.62;
}

/** Breaks a text at its spaces into lines of at most `maxWidth` px; what does not fit in `maxLines` ends with "…". */
export function wrapText(text: string, maxWidth: number, fontSize: number, maxLines = 3): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = line ? `${line} ${word}` : word;
    if (line && textWidth(longer, fontSize) > maxWidth) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  if (line) lines.push(line);
  const kept = lines.slice(0, maxLines).map((each) => shorten(each, maxWidth, fontSize));
  const last = kept[maxLines - 1];
  if (lines.length > maxLines && last !== undefined) kept[maxLines - 1] = shorten(`${last} …`, maxWidth, fontSize);
  return kept;
}

function shorten(text: string, maxWidth: number, fontSize: number): string {
  if (textWidth(text, fontSize) <= maxWidth) return text;
  const letters = Array.from(text.replace(/\s*…$/, ''));
  while (letters.length > 1 && textWidth(`${letters.join('')}…`, fontSize) > maxWidth) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}

/** A label that wants to stand at `wanted`, and how tall it is. */
export interface WantedLabel {
  /** Centre, in px from the top. */
  readonly wanted: number;
  readonly height: number;
}

/**
 * Moves labels apart, so that none covers another and all stay between `top` and `bottom`, each as close to its wanted
 * place as the others allow. Neighbours that collide become one block, centred on the mean of what its members want
 * (pool adjacent violators: the least-squares answer to an order constraint).
 * @returns the centres, in the order of the input.
 */
export function placeLabels(labels: readonly WantedLabel[], top: number, bottom: number): readonly number[] {
  const order = labels.map((label, index) => ({ ...label, index })).toSorted((a, b) => a.wanted - b.wanted);
  const blocks: { members: typeof order; height: number; sum: number }[] = [];
  for (const label of order) {
    let block = { members: [label], height: label.height, sum: label.wanted - label.height / 2 };
    for (let above = blocks.at(-1); above && start(above) + above.height > start(block); above = blocks.at(-1)) {
      blocks.pop();
      // Each member's wish is remembered as the start it implies for the whole block.
      const shifted = block.sum - block.members.length * above.height;
      block = {
        members: [...above.members, ...block.members],
        height: above.height + block.height,
        sum: above.sum + shifted,
      };
    }
    blocks.push(block);
  }
  const centres = labels.map(() => 0);
  for (const block of blocks) {
    let y = start(block);
    for (const member of block.members) {
      centres[member.index] = y + member.height / 2;
      y += member.height;
    }
  }
  return centres;

  function start(block: { members: readonly unknown[]; height: number; sum: number }): number {
    return Math.max(top, Math.min(bottom - block.height, block.sum / block.members.length));
  }
}

/** A tick that has been given its place and its words. */
export interface PlacedTick {
  readonly at: number;
  readonly label: string;
}

/** Whether no two labels, each centred on its tick, touch. */
export function isRoomy(ticks: readonly PlacedTick[], fontSize: number, gap = 8): boolean {
  return ticks.every((tick, index) => {
    const next = ticks[index + 1];
    return (
      !next || tick.at + textWidth(tick.label, fontSize) / 2 + gap <= next.at - textWidth(next.label, fontSize) / 2
    );
  });
}

/** The largest set of ticks, tried from `most` downwards, whose labels do not touch. */
export function roomyTicks(
  ticksFor: (count: number) => readonly PlacedTick[],
  most: number,
  fontSize: number,
): readonly PlacedTick[] {
  for (let count = most; count > 1; count--) {
    const ticks = ticksFor(count);
    if (isRoomy(ticks, fontSize)) return ticks;
  }
  return ticksFor(1).slice(0, 1);
}

/** Every n-th of the ticks, with the smallest n whose labels do not touch. For categories, which cannot be chosen anew. */
export function thinTicks(ticks: readonly PlacedTick[], fontSize: number): readonly PlacedTick[] {
  for (let step = 1; step < ticks.length; step++) {
    const kept = ticks.filter((_, index) => index % step === 0);
    if (isRoomy(kept, fontSize, 6)) return kept;
  }
  return ticks.slice(0, 1);
}

const DAY_MS = 86_400_000;

/** The words of time ticks: years, months (the year on the first one and on each January) or days. */
export function timeLabels(dates: readonly Date[]): readonly string[] {
  const [first, second] = dates;
  const stepDays = first && second ? (second.getTime() - first.getTime()) / DAY_MS : 0;
  return dates.map((date, index) => {
    if (stepDays >= 360) return String(date.getUTCFullYear());
    const month = monthName(date.getUTCMonth());
    if (stepDays < 27) {
      const isNewMonth = index === 0 || date.getUTCMonth() !== dates[index - 1]?.getUTCMonth();
      if (stepDays > 0 && stepDays < 1) return `${date.getUTCDate()} ${month} ${date.toISOString().slice(11, 16)}`;
      return isNewMonth ? `${date.getUTCDate()} ${month}` : String(date.getUTCDate());
    }
    return index === 0 || date.getUTCMonth() === 0 ? `${month} ${date.getUTCFullYear()}` : month;
  });
}
