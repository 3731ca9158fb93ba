import { attributeText, type ShownText, SPAN_ATTRIBUTES, SPAN_LIMITS, type Span, shorten } from './span.ts';
import { extentOf, placeSpans } from './span-tree.ts';
import type { SpanDetail, SpansPage } from './spans-page.ts';

/** A stretch of the spans of a trace as its page shows them, with those that failed first; there is at least one span. */
export function presentSpans(
  spans: readonly Span[],
  unreadable: number,
  { from, limit }: { readonly from: number; readonly limit: number },
): SpansPage {
  const failed = spans.filter(({ state }) => state === 'ERROR').sort((one, other) => one.startMs - other.startMs);
  const { startMs, endMs } = extentOf(spans);
  const places = placeSpans(spans).slice(from, from + limit);
  const end = from + places.length;
  return {
    kind: 'read',
    count: spans.length,
    unreadable,
    totalMs: Math.max(0, endMs - startMs),
    failedCount: failed.length,
    failed: failed.slice(0, SPAN_LIMITS.namedFailures).map(({ id, name }) => ({ id, name: shortName(name) })),
    items: places.map(({ span, ...place }) => ({ ...place, ...presentTimes(span, startMs), ...presentKind(span) })),
    nextFrom: places.length > 0 && end < spans.length ? end : null,
  };
}

/** One span of a trace as its page shows it, with the span that it stands below; long texts are cut. */
export function presentSpan(spans: readonly Span[], span: Span): SpanDetail {
  const parent = spans.find(({ id }) => id === span.parentId) ?? null;
  const traceStartMs = extentOf(spans).startMs;
  const { [SPAN_ATTRIBUTES.inputs]: inputs, [SPAN_ATTRIBUTES.outputs]: outputs, ...rest } = span.attributes;
  // The trace and the kind of work stand above.
  const shown = Object.entries(rest).filter(([key]) => key !== SPAN_ATTRIBUTES.trace && key !== SPAN_ATTRIBUTES.type);
  return {
    ...presentKind(span),
    ...presentTimes(span, traceStartMs),
    message: shorten(span.message, SPAN_LIMITS.shownText),
    parent: parent && { id: parent.id, name: shortName(parent.name) },
    inputs: inputs === undefined ? null : attributeText(inputs),
    outputs: outputs === undefined ? null : attributeText(outputs),
    attributes: presentPairs(Object.fromEntries(shown.slice(0, SPAN_LIMITS.shownAttributes))),
    attributeCount: shown.length,
    events: span.events.slice(0, SPAN_LIMITS.shownEvents).map(({ name, atMs, attributes }) => ({
      name: shortName(name),
      offsetMs: atMs === null ? null : atMs - traceStartMs,
      attributes: presentPairs(Object.fromEntries(Object.entries(attributes).slice(0, SPAN_LIMITS.shownAttributes))),
    })),
    eventCount: span.events.length,
  };
}

/** Clients write this where nobody said what kind of work a span is. */
const KIND_UNKNOWN = 'UNKNOWN';

function presentKind({ id, name, state, attributes }: Span) {
  const told = attributes[SPAN_ATTRIBUTES.type];
  const type = told === undefined || told === null ? KIND_UNKNOWN : attributeText(told).text;
  return { id, name: shortName(name), type: type === KIND_UNKNOWN ? null : shortName(type), state };
}

function presentTimes({ startMs, endMs }: Span, traceStartMs: number) {
  return { offsetMs: startMs - traceStartMs, durationMs: endMs === null ? null : Math.max(0, endMs - startMs) };
}

function shortName(name: string): string {
  return shorten(name, SPAN_LIMITS.shownName).text;
}

/** Named texts, each as far as a page shows it. */
export function presentPairs(map: Readonly<Record<string, unknown>>): { key: string; value: ShownText }[] {
  return Object.entries(map).map(([key, value]) => ({ key: shortName(key), value: attributeText(value) }));
}
