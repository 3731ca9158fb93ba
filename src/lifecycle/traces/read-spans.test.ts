import { describe, expect, it } from 'vitest';
import { readSpans } from './read-spans.ts';
import { attributeText, SPAN_LIMITS, type Span, shorten } from './span.ts';
import { extentOf, placeSpans } from './span-tree.ts';

/** As a client of MLflow 3.17 writes it. */
const NEWER = {
  trace_id: 'wGbJ0bD6pYrkYCyPAFkFkQ==',
  span_id: 'ILgTRwlxaYM=',
  parent_span_id: null,
  name: 'answer',
  start_time_unix_nano: 1_700_000_000_000_000_000,
  end_time_unix_nano: 1_700_000_000_250_000_000,
  events: [{ name: 'exception', time_unix_nano: 1_700_000_000_100_000_000, attributes: { 'exception.type': 'E' } }],
  status: { code: 'STATUS_CODE_ERROR', message: 'ValueError: no' },
  attributes: { 'mlflow.spanInputs': '{"question": "who"}' },
  links: [],
};

/** As a client of MLflow 2.22 writes it. */
const OLDER = {
  name: 'look up',
  context: { span_id: '0xE05C8A37D00E9DCA', trace_id: '0x1' },
  parent_id: '0x20b8134709716983',
  start_time: 1_700_000_000_000_000_000,
  end_time: null,
  status_code: 'OK',
  status_message: '',
  attributes: {},
  events: [],
};

const read = (spans: unknown) => readSpans(JSON.stringify({ spans }));

function aSpan(id: string, parentId: string | null = null, fields: Partial<Span> = {}): Span {
  const base = { name: id, startMs: 0, endMs: 1, state: 'OK' as const, message: '', attributes: {}, events: [] };
  return { ...base, id, parentId, ...fields };
}

describe('a file of spans', () => {
  it('is read as clients of both versions write it, with ids as assessments name them', () => {
    const reading = read([NEWER, OLDER]);
    expect(reading).toMatchObject({
      kind: 'read',
      unreadable: 0,
      spans: [
        {
          id: '20b8134709716983',
          parentId: null,
          name: 'answer',
          startMs: 1_700_000_000_000,
          endMs: expect.closeTo(1_700_000_000_250, 2),
          state: 'ERROR',
          message: 'ValueError: no',
          events: [{ name: 'exception', atMs: 1_700_000_000_100 }],
        },
        { id: 'e05c8a37d00e9dca', parentId: '20b8134709716983', endMs: null, state: 'OK' },
      ],
    });
  });

  it('keeps what can be read, and counts what is broken or said twice', () => {
    const broken = [null, 5, {}, { ...NEWER, name: 7 }, { ...NEWER, start_time_unix_nano: 'soon' }, NEWER];
    expect(read([NEWER, ...broken])).toMatchObject({ spans: [{ name: 'answer' }], unreadable: 6 });
    const odd = { ...NEWER, events: [7, { name: 'kept' }], status: null, attributes: null };
    expect(read([odd])).toMatchObject({ spans: [{ state: 'UNSET', attributes: {}, events: [{ name: 'kept' }] }] });
  });

  it.each(['', 'no JSON', '[]', '{"spans": 5}', 'null', '{"traces": []}', '<html></html>'])(
    'that is another one is said in a sentence: %s',
    (text) => {
      expect(readSpans(text)).toMatchObject({ kind: 'unreadable', sentence: expect.stringContaining('MLflow') });
    },
  );
});

describe('the tree of spans', () => {
  const places = (spans: readonly Span[]) =>
    placeSpans(spans).map(({ span, depth, childCount, isLoose }) => [span.id, depth, childCount, isLoose]);

  it('has each span above what is below it, those that began first first', () => {
    const spans = [
      aSpan('b', 'root', { startMs: 2 }),
      aSpan('a', 'root', { startMs: 1 }),
      aSpan('root'),
      aSpan('c', 'a', { startMs: 3 }),
    ];
    expect(places(spans)).toEqual([
      ['root', 0, 2, false],
      ['a', 1, 1, false],
      ['c', 2, 0, false],
      ['b', 1, 0, false],
    ]);
  });

  it('shows each span once when parents are missing, lead in a circle or to itself', () => {
    const spans = [
      aSpan('lost', 'nowhere'),
      aSpan('itself', 'itself', { startMs: 1 }),
      aSpan('one', 'two', { startMs: 3 }),
      aSpan('two', 'three', { startMs: 4 }),
      aSpan('three', 'one', { startMs: 5 }),
      aSpan('below', 'two', { startMs: 6 }),
    ];
    expect(places(spans)).toEqual([
      ['lost', 0, 0, true],
      ['itself', 0, 0, true],
      ['one', 0, 1, true],
      ['three', 1, 1, false],
      ['two', 2, 1, false],
      ['below', 3, 0, false],
    ]);
  });

  it('is walked through a chain of any length', () => {
    const chain = Array.from({ length: 20_000 }, (_, at) => aSpan(`s${at}`, at === 0 ? null : `s${at - 1}`));
    expect(placeSpans(chain).at(-1)).toMatchObject({ depth: 19_999, childCount: 0 });
  });

  it('knows when the first began and the last ended', () => {
    const spans = [aSpan('a', null, { startMs: 5, endMs: 9 }), aSpan('b', null, { startMs: 3, endMs: null })];
    expect(extentOf(spans)).toEqual({ startMs: 3, endMs: 9 });
  });
});

describe('the text of an attribute', () => {
  it.each([
    ['{"a":1}', '{\n  "a": 1\n}'],
    ['"plain"', 'plain'],
    ['true', 'true'],
    ['not JSON', 'not JSON'],
    ['[broken', '[broken'],
    [{ a: [1] }, '{\n  "a": [\n    1\n  ]\n}'],
    [null, 'null'],
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
  ])('of %j', (value, text) => {
    expect(attributeText(value)).toEqual({ text, length: text.length });
  });

  it('is cut where it is long, and says how long it is', () => {
    const { text, length } = attributeText('x'.repeat(1_000_000));
    expect([text.length, length]).toEqual([SPAN_LIMITS.shownText, 1_000_000]);
    expect(shorten('ab😀', 3)).toEqual({ text: 'ab', length: 4 });
  });
});
