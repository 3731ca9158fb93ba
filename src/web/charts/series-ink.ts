import { INK } from './ink.ts';

const HUES = [INK.accent, INK.reached, INK.look, INK.broken, INK.fifth, INK.sixth] as const;
const DASHES = [undefined, '6 3', '2 3'] as const;

/** Series that can be told apart: six hues, each drawn in three ways. */
export const MOST_SERIES = HUES.length * DASHES.length;

/** How the n-th of several series is drawn: the hues come first, then the same hues dashed, then dotted. */
export function seriesInk(index: number): { readonly stroke: string; readonly dash: string | undefined } {
  return {
    stroke: HUES[index % HUES.length] ?? INK.accent,
    dash: DASHES[Math.floor(index / HUES.length) % DASHES.length],
  };
}
