import type { Span } from './span.ts';

/** A span at its place in the tree. */
export interface PlacedSpan {
  readonly span: Span;
  /** 0 for what stands below nothing. */
  readonly depth: number;
  readonly childCount: number;
  /** Whether it names a parent below which it cannot stand: one that is not there, or one that leads back to it. */
  readonly isLoose: boolean;
}

/**
 * The spans in the order of the tree: each one, then all below it, those that began first first. Every span has exactly
 * one place, whatever parents the file names: where they lead in a circle, the one that began first stands on its own.
 * Nothing calls itself, so that a chain of any length is walked.
 */
export function placeSpans(spans: readonly Span[]): readonly PlacedSpan[] {
  const byStart = [...spans].sort((one, other) => one.startMs - other.startMs);
  const known = new Set(spans.map(({ id }) => id));
  const children = new Map<string, Span[]>();
  const roots: Span[] = [];
  for (const span of byStart) {
    const siblings = span.parentId === null || !known.has(span.parentId) ? roots : children.get(span.parentId);
    if (siblings) siblings.push(span);
    else if (span.parentId !== null) children.set(span.parentId, [span]);
  }
  const placed: PlacedSpan[] = [];
  const seen = new Set<string>();
  const walk = (root: Span): void => {
    const waiting = [{ span: root, depth: 0 }];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { span, depth } = next;
      seen.add(span.id);
      const below = (children.get(span.id) ?? []).filter(({ id }) => !seen.has(id));
      placed.push({ span, depth, childCount: below.length, isLoose: depth === 0 && span.parentId !== null });
      for (const child of below.reverse()) waiting.push({ span: child, depth: depth + 1 });
    }
  };
  roots.forEach(walk);
  // What no root leads to is part of a circle, or hangs below one.
  for (const span of byStart) if (!seen.has(span.id)) walk(span);
  return placed;
}

/** When the first span began and the last one ended, in milliseconds since 1970; without spans there is no such moment. */
export function extentOf(spans: readonly Span[]): { readonly startMs: number; readonly endMs: number } {
  let [startMs, endMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const span of spans) {
    startMs = Math.min(startMs, span.startMs);
    endMs = Math.max(endMs, span.endMs ?? span.startMs);
  }
  return { startMs, endMs };
}
