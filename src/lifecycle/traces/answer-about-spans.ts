import { findableSpans } from './findable-spans.ts';
import { presentSpan, presentSpans } from './present-spans.ts';
import { readSpans } from './read-spans.ts';
import type { SpansOrder, SpansTold } from './spans-door.ts';

/** Reads a file of spans and answers a question about it; only what a page shows of it is in the answer. */
export function answerAboutSpans({ file, question }: SpansOrder): SpansTold {
  const reading = readSpans(new TextDecoder().decode(file));
  if (reading.kind === 'unreadable') return { kind: 'none', sentence: reading.sentence };
  const { spans, unreadable } = reading;
  if (spans.length === 0) return { kind: 'none', sentence: 'The file of the spans holds none that can be read.' };
  if (question.kind === 'findable') return { kind: 'findable', spans: findableSpans(spans) };
  if (question.kind === 'stretch') return { kind: 'stretch', page: presentSpans(spans, unreadable, question) };
  const span = spans.find(({ id }) => id === question.spanId);
  return span ? { kind: 'span', span: presentSpan(spans, span) } : { kind: 'no-span' };
}
