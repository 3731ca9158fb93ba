import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestInstallation, seat, type TestInstallation, type TestPerson } from '../../../test/installation.ts';
import { aFreeInitiative, publishFreePlaybook } from '../experiments/free-initiative.fixture.ts';
import { SPAN_LIMITS } from './span.ts';
import { TRACE_LIMITS } from './trace.ts';

let installation: TestInstallation;
let expert: TestPerson;
let scientist: TestPerson;
let outsider: TestPerson;
let playbook: string;
let slug: string;
/** Connected to a private initiative. */
let experiment: string;
let run: string;
let traces = 0;

beforeAll(async () => {
  installation = await openTestInstallation();
  [expert, scientist, outsider] = [
    await installation.join('Expert'),
    await installation.join('Scientist'),
    await installation.join('Outsider'),
  ];
  playbook = await publishFreePlaybook(installation);
  ({ slug } = await aFreeInitiative(installation, expert, playbook, 'private'));
  await seat(installation, slug, expert, scientist, 'data-scientist');
  experiment = (await mlflow('experiments/create', { name: `${slug}/answers` })).experiment_id;
  const fields = { experiment_id: experiment, run_name: 'first prompts', start_time: 1_000 };
  run = (await mlflow('runs/create', fields)).run.info.run_id;
});
afterAll(() => installation.close());

const mlflow = (path: string, body: object) => installation.does(scientist, `POST /api/2.0/mlflow/${path}`, body);

async function aTrace(fields: object = {}, experimentId = experiment): Promise<string> {
  traces += 1;
  const id = `tr-${String(traces).padStart(32, 'd')}`;
  const info = {
    trace_id: id,
    trace_location: { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: experimentId } },
    request_time: new Date(1_700_000_000_000 + traces).toISOString(),
    execution_duration: '0.25s',
    state: 'OK',
    request_preview: '{"question": "who will leave"}',
    response_preview: '"nobody"',
    trace_metadata: { 'mlflow.sourceRun': run },
    tags: { 'mlflow.traceName': 'answer' },
    ...fields,
  };
  await installation.does(scientist, 'POST /api/3.0/mlflow/traces', { trace: { trace_info: info } });
  return id;
}

async function putSpans(traceId: string, content: string, experimentId = experiment): Promise<void> {
  const path = `${experimentId}/traces/${traceId}/artifacts/traces.json`;
  const answer = await installation.call(scientist, `PUT /api/2.0/mlflow-artifacts/artifacts/${path}`, content, {
    'content-type': 'application/octet-stream',
  });
  expect(answer.status).toBe(200);
}

function aSpan(id: string, parent: string | null, fields: object = {}): object {
  return {
    span_id: id,
    parent_span_id: parent,
    name: id,
    start_time_unix_nano: 1_700_000_000_000_000_000,
    end_time_unix_nano: 1_700_000_000_100_000_000,
    status: { code: 'STATUS_CODE_OK', message: '' },
    attributes: {},
    events: [],
    ...fields,
  };
}

const fileOf = (...spans: readonly unknown[]) => JSON.stringify({ spans });
const read = (path: string, person = expert) => installation.does(person, `GET /api/${path}`);

async function refused(person: TestPerson, request: string, body?: object): Promise<readonly [number, string]> {
  const answer = await installation.call(person, request, body);
  return [answer.status, answer.body.code];
}

describe('the traces of an experiment', () => {
  it('come in pages, the newest first, with their run and the beginnings of what was asked and answered', async () => {
    const name = 'paged';
    const long = 'q'.repeat(500_000);
    const ids = [];
    for (let at = 0; at < 3; at += 1)
      ids.push(await aTrace({ tags: { 'mlflow.traceName': name }, request_preview: long }));
    const page = (rest: object) =>
      read(
        `experiments/${experiment}/traces?${new URLSearchParams({ filter: `name = '${name}'`, limit: '2', ...rest })}`,
      );
    const first = await page({});
    const rest = await page({ cursor: first.nextCursor });
    const items = [...first.items, ...rest.items];
    expect(items.map(({ id }) => id)).toEqual([...ids].reverse());
    expect(rest.nextCursor).toBeNull();
    expect(items[0]).toMatchObject({
      name,
      durationMs: 250,
      state: 'OK',
      response: '"nobody"',
      run: { id: run, name: 'first prompts' },
      said: [],
    });
    expect(items[0].request).toHaveLength(TRACE_LIMITS.shownBeginning);
    expect(await refused(expert, `GET /api/experiments/${experiment}/traces?cursor=junk`)).toEqual([
      400,
      'LIST_POSITION_INVALID',
    ]);
  });

  it('are found in the grammar of the protocol, and an error says the place', async () => {
    const id = await aTrace({ assessments: [{ assessment_name: 'tone', feedback: { value: 'rude' } }] });
    const { items } = await read(
      `experiments/${experiment}/traces?filter=${encodeURIComponent("feedback.tone = 'rude'")}`,
    );
    expect(items).toMatchObject([{ id, said: [{ kind: 'feedback', name: 'tone', value: 'rude' }], saidCount: 1 }]);
    const wrong = await installation.call(expert, `GET /api/experiments/${experiment}/traces?filter=tone`);
    expect([wrong.status, wrong.body.code]).toEqual([400, 'TRACE_FILTER_INVALID']);
    expect(wrong.body.detail).toContain('character 1');
  });

  it('of a run are found by it', async () => {
    const id = await aTrace({ trace_metadata: { 'mlflow.sourceRun': 'f'.repeat(32) } });
    const filter = encodeURIComponent(`run_id = '${'f'.repeat(32)}'`);
    const { items } = await read(`experiments/${experiment}/traces?filter=${filter}`);
    expect(items).toMatchObject([{ id, run: { id: 'f'.repeat(32), name: null } }]);
  });
});

describe('the page of a trace', () => {
  it('says what it belongs to, what was asked, and what its client says of it', async () => {
    const id = await aTrace({ trace_metadata: { 'mlflow.sourceRun': run, odd: '<b>bold</b>' } });
    expect(await read(`traces/${id}`, scientist)).toMatchObject({
      id,
      name: 'answer',
      request: { text: '{\n  "question": "who will leave"\n}' },
      response: { text: 'nobody' },
      experiment: { id: experiment },
      initiative: { slug },
      run: { id: run, name: 'first prompts' },
      linkedRuns: [],
      metadata: [{ key: 'mlflow.sourceRun' }, { key: 'odd', value: { text: '<b>bold</b>' } }],
      assessments: [],
      whyNotJudge: null,
    });
  });

  it('and everything of it is to whoever may not see its initiative as if it were not there', async () => {
    const id = await aTrace();
    await putSpans(id, fileOf(aSpan('a', null)));
    const requests = [
      ['GET', ''],
      ['GET', '/spans'],
      ['GET', '/spans/a'],
      ['GET', '/file'],
      ['POST', '/feedback', { isGood: true }],
      ['DELETE', '/feedback/x'],
    ] as const;
    for (const [method, rest, body] of requests) {
      const request = `${method} /api/traces/${id}${rest}`;
      const hidden = await installation.call(outsider, request, body);
      const absent = await installation.call(outsider, request.replace(id, 'tr-absent'), body);
      expect([hidden.status, hidden.text.replaceAll(id, 'tr-absent')], request).toEqual([404, absent.text]);
    }
    expect(await refused(outsider, `GET /api/experiments/${experiment}/traces`)).toEqual([404, 'EXPERIMENT_UNKNOWN']);
  });
});

describe('the spans of a trace', () => {
  it('come in the order of their tree, with times since the first began, and those that failed', async () => {
    const id = await aTrace();
    const late = { start_time_unix_nano: 1_700_000_000_050_000_000, end_time_unix_nano: 1_700_000_000_080_000_000 };
    const failed = { ...late, status: { code: 'STATUS_CODE_ERROR', message: 'ValueError: no' } };
    await putSpans(id, fileOf(aSpan('child', 'root', failed), aSpan('root', null), 7));
    expect(await read(`traces/${id}/spans`)).toMatchObject({
      kind: 'read',
      count: 2,
      unreadable: 1,
      totalMs: expect.closeTo(100, 2),
      failedCount: 1,
      failed: [{ id: 'child', name: 'child' }],
      items: [
        { id: 'root', depth: 0, childCount: 1, offsetMs: 0, durationMs: expect.closeTo(100, 2) },
        { id: 'child', depth: 1, offsetMs: expect.closeTo(50, 2), durationMs: expect.closeTo(30, 2), state: 'ERROR' },
      ],
      nextFrom: null,
    });
  });

  it('show what went in, what came out and what happened, as text and cut where it is long', async () => {
    const id = await aTrace();
    const html = '<img src=x onerror=alert(1)>';
    const event = {
      name: 'exception',
      time_unix_nano: 1_700_000_000_020_000_000,
      attributes: { 'exception.message': html },
    };
    const attributes = {
      'mlflow.spanInputs': JSON.stringify({ html }),
      'mlflow.spanOutputs': JSON.stringify('x'.repeat(5_000_000)),
      'mlflow.spanType': '"TOOL"',
      ...Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`k${at}`, 'v'])),
    };
    await putSpans(id, fileOf(aSpan('root', null), aSpan('odd', 'root', { name: html, attributes, events: [event] })));
    const span = await read(`traces/${id}/spans/odd`);
    expect(span).toMatchObject({
      name: html,
      type: 'TOOL',
      parent: { id: 'root' },
      inputs: { text: JSON.stringify({ html }, null, 2) },
      outputs: { length: 5_000_000 },
      attributeCount: 1_000,
      events: [{ name: 'exception', offsetMs: expect.closeTo(20, 2), attributes: [{ value: { text: html } }] }],
    });
    expect([span.outputs.text.length, span.attributes.length]).toEqual([
      SPAN_LIMITS.shownText,
      SPAN_LIMITS.shownAttributes,
    ]);
    expect(await refused(expert, `GET /api/traces/${id}/spans/none`)).toEqual([404, 'SPAN_UNKNOWN']);
    const file = await installation.call(expert, `GET /api/traces/${id}/file`);
    expect(file.text).toContain(JSON.stringify(html));
  });

  it('that are very many come a stretch at a time', async () => {
    const id = await aTrace();
    const spans = Array.from({ length: 20_000 }, (_, at) => aSpan(`s${at}`, at === 0 ? null : `s${at - 1}`));
    await putSpans(id, fileOf(...spans));
    const first = await read(`traces/${id}/spans`);
    expect([first.count, first.items.length, first.nextFrom]).toEqual([20_000, SPAN_LIMITS.page, SPAN_LIMITS.page]);
    const last = await read(`traces/${id}/spans?from=19990`);
    expect([last.items.length, last.items.at(-1).depth, last.nextFrom]).toEqual([10, 19_999, null]);
    expect(await refused(expert, `GET /api/traces/${id}/spans?limit=20000`)).toEqual([400, 'INPUT_INVALID']);
  });

  it('that did not arrive, or arrived as something else, are said in a sentence', async () => {
    const id = await aTrace();
    expect(await read(`traces/${id}/spans`)).toEqual({ kind: 'none', sentence: expect.stringContaining('sent none') });
    expect(await refused(expert, `GET /api/traces/${id}/file`)).toEqual([404, 'SPANS_NOT_HERE']);
    for (const content of ['{"spans": [', '<html></html>', '{"spans": [5]}']) {
      await putSpans(id, content);
      expect(await read(`traces/${id}/spans`), content).toMatchObject({ kind: 'none' });
      expect(await refused(expert, `GET /api/traces/${id}/spans/a`), content).toEqual([404, 'SPANS_NOT_HERE']);
    }
    await putSpans(id, ' '.repeat(SPAN_LIMITS.fileBytes + 1));
    expect(await read(`traces/${id}/spans`)).toMatchObject({ sentence: expect.stringContaining('at most') });
  });

  it('are those of the trace itself, wherever its tag points', async () => {
    const secret = await aTrace();
    await putSpans(secret, fileOf(aSpan('secret', null)));
    const own = await installation.does(outsider, 'POST /api/2.0/mlflow/experiments/create', {
      name: 'of an outsider',
    });
    const id = `tr-${'e'.repeat(32)}`;
    const info = {
      trace_id: id,
      trace_location: { mlflow_experiment: { experiment_id: own.experiment_id } },
      request_time: new Date().toISOString(),
      tags: {},
    };
    await installation.does(outsider, 'POST /api/3.0/mlflow/traces', { trace: { trace_info: info } });
    const tag = { key: 'mlflow.artifactLocation', value: `mlflow-artifacts:/${experiment}/traces/${secret}/artifacts` };
    await installation.does(outsider, `PATCH /api/3.0/mlflow/traces/${id}/tags`, tag);
    expect(await read(`traces/${id}/spans`, outsider)).toMatchObject({ kind: 'none' });
  });
});

describe('whether an answer was good', () => {
  it('is said by everybody at the table, as a feedback that the protocol finds, and may be corrected and taken back', async () => {
    const id = await aTrace();
    const judge = (body: object, person = scientist) =>
      installation.does(person, `POST /api/traces/${id}/feedback`, body);
    const given = await judge({ isGood: true });
    await judge({ isGood: true, why: 'Right.' }, expert);
    const corrected = await judge({ isGood: false, why: 'It names nobody.' });
    const { assessments } = await read(`traces/${id}`, scientist);
    expect(assessments).toMatchObject([
      { id: given.id, isValid: false, isOwn: true, value: { text: 'true' } },
      { isValid: true, isOwn: false, givenByName: 'Expert' },
      {
        id: corrected.id,
        isValid: true,
        isCorrection: true,
        kind: 'feedback',
        name: 'good',
        value: { text: 'false' },
        rationale: 'It names nobody.',
        sourceType: 'HUMAN',
        givenByName: 'Scientist',
      },
    ]);
    const filter = encodeURIComponent("feedback.good = 'false'");
    const { items } = await read(`experiments/${experiment}/traces?filter=${filter}`);
    expect(items.map((item: { id: string }) => item.id)).toContain(id);
    await installation.does(scientist, `DELETE /api/traces/${id}/feedback/${corrected.id}`);
    const after = (await read(`traces/${id}`)).assessments;
    expect(after).toMatchObject([{ id: given.id, isValid: true }, { givenByName: 'Expert' }]);
    expect(await refused(outsider, `DELETE /api/traces/${id}/feedback/${given.id}`)).toEqual([404, 'TRACE_UNKNOWN']);
  });

  it('is kept once when the very same is sent again, as after an answer that was lost', async () => {
    const id = await aTrace();
    const sent = { isGood: false, why: 'It names nobody.' };
    const again = () => installation.does(scientist, `POST /api/traces/${id}/feedback`, sent);
    const first = await again();
    expect(await again()).toEqual(first);
    expect((await read(`traces/${id}`)).assessments).toMatchObject([{ id: first.id, isValid: true }]);
    const outside = await refused(outsider, `POST /api/traces/${id}/feedback`, sent);
    expect(outside).toEqual([404, 'TRACE_UNKNOWN']);
  });

  it('needs a reason when it was not, and a seat at the table', async () => {
    const id = await aTrace();
    const request = `POST /api/traces/${id}/feedback`;
    expect(await refused(scientist, request, { isGood: false, why: ' ' })).toEqual([400, 'INPUT_INVALID']);
    const { slug: readable } = await aFreeInitiative(installation, expert, playbook, 'open');
    await seat(installation, readable, expert, scientist, 'data-scientist');
    const { experiment_id: open } = await mlflow('experiments/create', { name: `${readable}/answers` });
    const seen = await aTrace({}, open);
    expect(await refused(outsider, `POST /api/traces/${seen}/feedback`, { isGood: true })).toEqual([
      403,
      'EXPERIMENT_RIGHT_MISSING',
    ]);
    expect((await read(`traces/${seen}`, outsider)).whyNotJudge).toContain('Whoever has a seat at the table');
    expect((await read(`traces/${seen}`, expert)).whyNotJudge).toBeNull();
  });
});
