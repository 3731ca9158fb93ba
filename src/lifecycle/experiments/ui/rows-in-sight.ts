/** Rows that are made beyond those to be seen, so that scrolling meets no gap. */
const BEYOND = 12;

/** The first and the last row to be made for a box scrolled down by `top` px; `last` is before `first` without rows. */
export function rowsInSight(of: {
  readonly count: number;
  readonly rowHeight: number;
  readonly boxHeight: number;
  readonly top: number;
}): { readonly first: number; readonly last: number } {
  const { count, rowHeight, boxHeight } = of;
  // After a filter the list may be shorter than what was scrolled.
  const top = Math.max(0, Math.min(of.top, count * rowHeight - boxHeight));
  const first = Math.max(0, Math.floor(top / rowHeight) - BEYOND);
  const last = Math.min(count - 1, Math.ceil((top + boxHeight) / rowHeight) + BEYOND);
  return { first, last };
}
