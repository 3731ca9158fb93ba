import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestInstallation, type TestInstallation, type TestPerson } from '../../test/installation.ts';

let installation: TestInstallation;
let ana: TestPerson;
let experimentId: string;
let traces = 0;

/** What JSON writes with an escape. */
const ESCAPED = 'a\u0001\n"b';
const BACKSLASH = 'C:\\users';

beforeAll(async () => {
  installation = await openTestInstallation();
  ana = await installation.join('Ana');
  const made = await installation.does(ana, 'POST /api/2.0/mlflow/experiments/create', { name: 'judged traces' });
  experimentId = made.experiment_id;
  await aTrace('good', [feedback('good', true), feedback('score', 0.9), feedback('note', 'Short, and right.')]);
  await aTrace('bad', [feedback('good', false), feedback('score', 0.2), feedback('note', ESCAPED)]);
  await aTrace('text', [feedback('score', '0.9'), feedback('note', BACKSLASH), expectation('answer', 'Paris')]);
  await aTrace('other', [feedback('score', null), feedback('parts', ['a', 'b']), expectation('answer', 42)]);
  await aTrace('silent', []);
});
afterAll(() => installation.close());

const feedback = (name: string, value: unknown) => ({ assessment_name: name, feedback: { value } });
const expectation = (name: string, value: unknown) => ({ assessment_name: name, expectation: { value } });

const call = (request: string, body?: object) => {
  const [method, path] = request.split(' ');
  return installation.call(ana, `${method} /api/3.0/mlflow/${path}`, body);
};

async function aTrace(name: string, assessments: readonly object[]): Promise<string> {
  traces += 1;
  const id = `tr-${String(traces).padStart(32, 'c')}`;
  const info = {
    trace_id: id,
    trace_location: { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: experimentId } },
    request_time: new Date(1_700_000_000_000 + traces).toISOString(),
    execution_duration: '0.5s',
    state: 'OK',
    client_request_id: `client-${name}`,
    trace_metadata: { 'mlflow.modelId': `m-${name}` },
    tags: { 'mlflow.traceName': name },
    assessments,
  };
  const kept = await call('POST traces', { trace: { trace_info: info } });
  if (kept.status !== 200) throw new Error(kept.text);
  return id;
}

/** The names of the traces that a filter finds, those sent first first. */
async function found(filter: string): Promise<readonly string[]> {
  const locations = [{ type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: experimentId } }];
  const answer = await call('POST traces/search', { locations, filter, order_by: ['timestamp_ms ASC'] });
  if (answer.status !== 200) throw new Error(answer.text);
  const listed: readonly { tags: Record<string, string> }[] = answer.body.traces ?? [];
  return listed.map(({ tags }) => tags['mlflow.traceName'] ?? '');
}

describe('traces are found by what was said of them', () => {
  it.each([
    ["feedback.good = 'true'", ['good']],
    ["feedback.good != 'true'", ['bad']],
    ["feedback.score = '0.9'", ['good', 'text']],
    ['feedback.score > 0.5', ['good']],
    ['feedback.score <= 0.2', ['bad']],
    ['feedback.score = 0.9', ['good']],
    ["feedback.score = 'null'", ['other']],
    ["feedback.note LIKE 'Short%'", ['good']],
    ["feedback.note ILIKE '%RIGHT.'", ['good']],
    ["feedback.note = 'C:\\users'", ['text']],
    [`feedback.note = '${ESCAPED}'`, ['bad']],
    ['feedback.parts LIKE \'%"a"%\'', ['other']],
    ["expectation.answer = 'Paris'", ['text']],
    ['expectation.answer > 41', ['other']],
    ["feedback.answer = 'Paris'", []],
    ['feedback.good IS NOT NULL', ['good', 'bad']],
    ['feedback.good IS NULL', ['text', 'other', 'silent']],
    ["feedback.good = 'true' AND feedback.score > 0.5 AND name = 'good'", ['good']],
  ])('%s', async (filter, names) => {
    expect(await found(filter)).toEqual(names);
  });

  it('what was corrected counts no more, until the correction is taken back', async () => {
    const id = await aTrace('corrected', [feedback('late', 'bad')]);
    const { assessments } = (await call(`GET traces/${id}`)).body.trace.trace_info;
    const correction = { ...feedback('late', 'good'), overrides: assessments[0].assessment_id };
    const given = await call(`POST traces/${id}/assessments`, { assessment: correction });
    expect(await found("feedback.late = 'bad'")).toEqual([]);
    expect(await found("feedback.late = 'good'")).toEqual(['corrected']);
    await call(`DELETE traces/${id}/assessments/${given.body.assessment.assessment_id}`);
    expect(await found("feedback.late = 'bad'")).toEqual(['corrected']);
    expect(await found("feedback.late = 'good'")).toEqual([]);
  });
});

describe('traces are found by what their clients said of them', () => {
  it.each([
    ["request_metadata.`mlflow.modelId` = 'm-good'", ['good']],
    ["metadata.`mlflow.modelId` LIKE 'm-%d'", ['good', 'bad', 'corrected']],
    ['metadata.nothing IS NOT NULL', []],
    ["client_request_id = 'client-bad'", ['bad']],
    ["trace.name IN ('good', 'bad')", ['good', 'bad']],
    ["status NOT IN ('OK')", []],
    ['trace.end_time_ms = 1700000000501', ['good']],
  ])('%s', async (filter, names) => {
    expect(await found(filter)).toEqual(names);
  });
});

describe('issues', () => {
  it.each([
    ['POST issues', {}],
    ['POST issues/search', {}],
    ['GET issues/iss-1', undefined],
    ['PATCH issues/iss-1', {}],
    ['POST traces/tr-x/assessments', { assessment: { assessment_name: 'iss-1', issue: { issue_name: 'slow' } } }],
  ])('are refused with what to do instead: %s', async (request, body) => {
    const refused = await call(request, body);
    expect([refused.status, refused.body.error_code]).toEqual([501, 'NOT_IMPLEMENTED']);
    expect(refused.body.message).toContain('mlflow.log_feedback');
  });

  it('are no kind of key in a filter', async () => {
    const locations = [{ mlflow_experiment: { experiment_id: experimentId } }];
    const refused = await call('POST traces/search', { locations, filter: "issue.id = 'iss-1'" });
    expect([refused.status, refused.body.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
  });
});
