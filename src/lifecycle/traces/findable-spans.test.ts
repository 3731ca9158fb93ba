import { describe, expect, it } from 'vitest';
import { findableSpans } from './findable-spans.ts';
import { SPAN_LIMITS, type Span } from './span.ts';

function aSpan(fields: Partial<Span> = {}): Span {
  const base = { id: 'a', parentId: null, startMs: 0, endMs: 1, message: '', events: [] };
  return { ...base, name: 'answer', state: 'OK', attributes: {}, ...fields };
}

describe('a span is found by', () => {
  it('its name, its type, its state and its attributes as people write them', () => {
    const attributes = {
      'mlflow.spanType': '"TOOL"',
      model: '"gpt"',
      plain: 'as it is',
      broken: '"half',
      count: '3',
      number: 3,
      list: ['a'],
    };
    expect(findableSpans([aSpan({ state: 'ERROR', attributes })])).toEqual([
      {
        name: 'answer',
        type: 'TOOL',
        status: 'ERROR',
        attributes: {
          'mlflow.spanType': 'TOOL',
          model: 'gpt',
          plain: 'as it is',
          broken: '"half',
          count: '3',
          number: '3',
          list: '["a"]',
        },
      },
    ]);
    expect(findableSpans([aSpan()])[0]?.type).toBe('UNKNOWN');
  });

  it('nothing that is long, goes in or comes out, or that the database cannot keep', () => {
    const attributes = {
      'mlflow.spanInputs': '{}',
      'mlflow.spanOutputs': '{}',
      'mlflow.traceRequestId': '"tr-1"',
      long: 'x'.repeat(SPAN_LIMITS.foundText + 1),
      null: 'a\0b',
      half: '\ud800',
      just: 'x'.repeat(SPAN_LIMITS.foundText),
    };
    const [span] = findableSpans([aSpan({ attributes, name: '\ud800' })]);
    expect(span).toMatchObject({ name: '', attributes: { just: attributes.just } });
    expect(Object.keys(span?.attributes ?? {})).toEqual(['just']);
  });

  it('what it says first where it says very much, and spans that say the same once', () => {
    const many = Array.from({ length: 1_000 }, (_, at) => [`k${at}`, 'v'] as const);
    const [span] = findableSpans([aSpan({ attributes: Object.fromEntries(many) })]);
    expect(Object.keys(span?.attributes ?? {})).toHaveLength(SPAN_LIMITS.foundAttributes);
    expect(findableSpans([aSpan(), aSpan({ id: 'b' }), aSpan({ name: 'other' })])).toHaveLength(2);
    const names = Array.from({ length: 1_000 }, (_, at) => aSpan({ name: `n${at}` }));
    expect(findableSpans(names)).toHaveLength(SPAN_LIMITS.foundSpans);
  });
});
