/** How many traces a page holds. */
export const TRACE_SEARCH_BOUNDS = { least: 1, most: 500, absent: 100 } as const;
