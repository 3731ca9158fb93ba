import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { openThreads } from '../../platform/threads/threads.ts';
import { type AskSpans, NOT_HAD, openSpansReader } from './ask-spans.use-case.ts';
import { SPAN_LIMITS } from './span.ts';
import type { SpansQuestion } from './spans-door.ts';

const programs = join(inject('testFolder'), 'programs');
const threads = openThreads(programs, { atOnce: 1, heapMiB: 256 });
const narrow = openThreads(programs, { atOnce: 1, heapMiB: 24 });
/** Threads whose programs were never built: whatever is asked of them crashes. */
const absent = openThreads(join(inject('testFolder'), 'absent'));
afterAll(() => Promise.all([threads, narrow, absent].map((one) => one.close())));

const STRETCH: SpansQuestion = { kind: 'stretch', from: 0, limit: 2 };
const LARGE = SPAN_LIMITS.smallFileBytes * 4;
const here = new AbortController().signal;

function aSpan(id: string, value: unknown): object {
  return {
    span_id: id,
    name: id,
    start_time_unix_nano: 1_700_000_000_000_000_000,
    end_time_unix_nano: 1_700_000_000_100_000_000,
    attributes: { 'mlflow.spanInputs': value },
  };
}

const fileOf = (...spans: readonly object[]): string => JSON.stringify({ spans });

/** A file of which the rest never comes. */
async function* fallingSilent(beginning: string): AsyncGenerator<string, void> {
  yield beginning;
  await new Promise(() => {});
}

async function ask(reader: AskSpans, content: string, question = STRETCH, signal = here) {
  const bytes = Buffer.from(content);
  return reader({ stream: Readable.from([bytes]), sizeBytes: bytes.length }, question, signal);
}

describe('a file of spans', () => {
  it('that is small is read where the server works, and a large one in a thread', async () => {
    const reader = openSpansReader(absent);
    expect(await ask(reader, fileOf(aSpan('a', 'x')))).toMatchObject({ kind: 'stretch', page: { count: 1 } });
    await expect(ask(reader, fileOf(aSpan('a', 'x'.repeat(LARGE))))).rejects.toThrow('crashed');
  });

  it('gives the same answers from a thread', async () => {
    const reader = openSpansReader(threads);
    const content = fileOf(aSpan('a', 'x'.repeat(LARGE)), aSpan('b', '"y"'), aSpan('c', { z: 1 }));
    expect(await ask(reader, content)).toMatchObject({
      kind: 'stretch',
      page: { count: 3, items: [{ id: 'a' }, { id: 'b' }], nextFrom: 2 },
    });
    const spanOf = (spanId: string) => ask(reader, content, { kind: 'span', spanId });
    expect(await spanOf('a')).toMatchObject({ kind: 'span', span: { inputs: { length: LARGE } } });
    expect(await spanOf('c')).toMatchObject({ kind: 'span', span: { inputs: { text: '{\n  "z": 1\n}' } } });
    expect(await spanOf('d')).toEqual({ kind: 'no-span' });
  });

  it.each([
    ['is cut off', `{"spans": [${' '.repeat(LARGE)}`, 'not one that a client'],
    ['is something else', '<'.repeat(LARGE), 'not one that a client'],
    ['is nested without an end', `{"spans":${'['.repeat(LARGE)}`, 'not one that a client'],
    ['is nested to the end', `{"spans":${'['.repeat(LARGE)}${']'.repeat(LARGE)}}`, 'none that can be read'],
    ['holds no spans', `{"spans": [${'{},'.repeat(LARGE / 3)}5]}`, 'none that can be read'],
  ])('that %s is said to be so in a sentence, from a thread too', async (_, content, words) => {
    expect(await ask(openSpansReader(threads), content)).toEqual({
      kind: 'none',
      sentence: expect.stringContaining(words),
    });
  });

  it('whose values are nested without measure shows them as they are', async () => {
    const deep = `${'['.repeat(LARGE)}${']'.repeat(LARGE)}`;
    const wide = `${'['.repeat(90)}${'0,'.repeat(LARGE)}0${']'.repeat(90)}`;
    const content = `{"spans":[${JSON.stringify(aSpan('a', deep))},${JSON.stringify(aSpan('b', wide))},${JSON.stringify(aSpan('c', 1)).replace(':1}', `:${deep}}`)}]}`;
    const reader = openSpansReader(threads);
    for (const [spanId, text] of [
      ['a', deep],
      ['b', wide],
    ] as const) {
      const inputs = { text: text.slice(0, SPAN_LIMITS.shownText), length: text.length };
      expect(await ask(reader, content, { kind: 'span', spanId })).toMatchObject({ kind: 'span', span: { inputs } });
    }
    expect(await ask(reader, content, { kind: 'span', spanId: 'c' })).toMatchObject({
      span: { inputs: { text: expect.stringContaining('nested too deeply') } },
    });
  });

  it('that needs more memory than a thread has is offered to be saved', async () => {
    const content = `{"spans": [${'{},'.repeat(LARGE)}5]}`;
    expect(await ask(openSpansReader(narrow), content)).toEqual({
      kind: 'none',
      sentence: expect.stringContaining('Save the file'),
    });
  });

  it.each([1, LARGE])(
    'that does not come, of %i characters, is given up when whoever asked has gone',
    async (length) => {
      const stream = Readable.from(fallingSilent('x'.repeat(length)), { objectMode: false });
      const leaving = new AbortController();
      const asked = openSpansReader(threads)({ stream, sizeBytes: length + 1 }, STRETCH, leaving.signal);
      leaving.abort();
      expect([await asked, stream.destroyed]).toEqual([NOT_HAD, true]);
    },
  );

  it('is left alone when whoever asked has gone, and the next one is not held up', async () => {
    const reader = openSpansReader(threads);
    const content = Buffer.from(fileOf(aSpan('a', 'x'.repeat(LARGE))));
    const files = [1, 2].map(() => ({ stream: Readable.from([content]), sizeBytes: content.length }));
    const leaving = new AbortController();
    const asked = files.map((file) => reader(file, STRETCH, leaving.signal));
    leaving.abort();
    for (const told of await Promise.all(asked)) expect(told.kind).toBe('none');
    expect(files.every(({ stream }) => stream.destroyed)).toBe(true);
    expect(await reader({ stream: Readable.from([content]), sizeBytes: content.length }, STRETCH, here)).toMatchObject({
      kind: 'stretch',
    });
  });
});
