import { type RefObject, useEffect, useState } from 'react';
import { rowsInSight } from './rows-in-sight.ts';

/** The first and the last row to be seen in a box that scrolls, with some beyond; rows are all `rowHeight` px high. */
export function useRowsInSight(
  box: RefObject<HTMLElement | null>,
  of: { readonly count: number; readonly rowHeight: number; readonly boxHeight: number },
): { readonly first: number; readonly last: number } {
  const [top, setTop] = useState(0);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const read = () => setTop(element.scrollTop);
    element.addEventListener('scroll', read, { passive: true });
    return () => element.removeEventListener('scroll', read);
  }, [box]);
  return rowsInSight({ ...of, top });
}
