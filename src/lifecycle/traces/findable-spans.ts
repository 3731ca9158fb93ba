import { z } from 'zod';
import { SPAN_ATTRIBUTES, SPAN_LIMITS, SPAN_STATES, type Span } from './span.ts';

/** What a span is found by. */
export const findableSpanSchema = z.object({
  name: z.string(),
  type: z.string(),
  status: z.enum(SPAN_STATES),
  attributes: z.record(z.string(), z.string()),
});

/** What a span is found by: its name, its type, its status and its short attributes. */
export type FindableSpan = z.infer<typeof findableSpanSchema>;

/** What goes in and out is long and is shown by the page; the id of the trace is known otherwise. */
const NOT_FOUND_BY: readonly string[] = [SPAN_ATTRIBUTES.inputs, SPAN_ATTRIBUTES.outputs, SPAN_ATTRIBUTES.trace];

/** The type of a span whose client said none, as clients have it. */
const NO_TYPE = 'UNKNOWN';

/**
 * What the spans of a trace are found by, those that say the same once. A text is left out that is longer than the limit
 * and not cut: what no longer has its end would be found by what it is not.
 */
export function findableSpans(spans: readonly Span[]): FindableSpan[] {
  const found = new Map<string, FindableSpan>();
  for (const span of spans) {
    const one = findableSpan(span);
    found.set(JSON.stringify(one), one);
    if (found.size >= SPAN_LIMITS.foundSpans) break;
  }
  return [...found.values()];
}

function findableSpan({ name, state, attributes }: Span): FindableSpan {
  const texts = Object.entries(attributes)
    .filter(([key]) => !NOT_FOUND_BY.includes(key) && isKept(key))
    .flatMap(([key, value]) => {
      const text = plainText(value);
      return text !== null && isKept(text) ? [[key, text] as const] : [];
    })
    .slice(0, SPAN_LIMITS.foundAttributes);
  return {
    name: isKept(name) ? name : '',
    type: texts.find(([key]) => key === SPAN_ATTRIBUTES.type)?.[1] ?? NO_TYPE,
    status: state,
    attributes: Object.fromEntries(texts),
  };
}

/** Short, and of characters that the database keeps. */
function isKept(text: string): boolean {
  return text.length <= SPAN_LIMITS.foundText && !/\0|\p{Surrogate}/u.test(text);
}

/** A value as people write it: clients of MLflow write each as JSON, also a text. `null` for what is nested too deeply to be written. */
function plainText(value: unknown): string | null {
  try {
    if (typeof value !== 'string') return JSON.stringify(value) ?? '';
    const inner: unknown = value.startsWith('"') ? JSON.parse(value) : value;
    return typeof inner === 'string' ? inner : value;
  } catch {
    return typeof value === 'string' ? value : null;
  }
}
