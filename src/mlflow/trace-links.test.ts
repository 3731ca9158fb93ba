import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestInstallation, type TestInstallation, type TestPerson } from '../../test/installation.ts';
import { until } from '../../test/until.ts';
import { aPrivateTable } from '../lifecycle/experiments/free-initiative.fixture.ts';
import { SPAN_LIMITS } from '../lifecycle/traces/span.ts';
import { aRun, mlflowClient } from './mlflow-client.fixture.ts';

let installation: TestInstallation;
/** Builds at the table of the private initiative. */
let ben: TestPerson;
/** Has a seat there that builds nothing. */
let rita: TestPerson;
/** Has no seat there. */
let otto: TestPerson;
/** Connected to the private initiative. */
let secret: string;
/** Connected to none, and made by Otto. */
let open: string;
let traces = 0;

beforeAll(async () => {
  installation = await openTestInstallation();
  const table = await aPrivateTable(installation);
  ({ ben, rita, otto } = table);
  secret = (await mlflowClient(installation, ben).does('POST experiments/create', { name: `${table.slug}/answers` }))
    .experiment_id;
  open = (await mlflowClient(installation, otto).does('POST experiments/create', { name: 'open answers' }))
    .experiment_id;
});
afterAll(() => installation.close());

const runIn = (person: TestPerson, experimentId: string) => aRun(mlflowClient(installation, person), experimentId);

async function aTrace(person: TestPerson, experimentId: string, fields: object = {}): Promise<string> {
  traces += 1;
  const id = `tr-${String(traces).padStart(32, 'e')}`;
  const info = {
    trace_id: id,
    trace_location: { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: experimentId } },
    request_time: new Date(1_700_000_000_000 + traces).toISOString(),
    execution_duration: '0.5s',
    state: 'OK',
    tags: { 'mlflow.traceName': `trace ${traces}` },
    ...fields,
  };
  await installation.does(person, 'POST /api/3.0/mlflow/traces', { trace: { trace_info: info } });
  return id;
}

/** What became of a call: its error code, or its status. */
async function outcome(person: TestPerson, request: string, body: object): Promise<string> {
  const answer = await mlflowClient(installation, person).call(request, body);
  return answer.body.error_code ?? String(answer.status);
}

const link = (person: TestPerson, runId: string, ids: readonly string[]) =>
  outcome(person, 'POST traces/link-to-run', { trace_ids: ids, run_id: runId });

/** The ids of the traces that a filter finds, the newest first. */
async function found(person: TestPerson, experimentIds: readonly string[], filter: string): Promise<readonly string[]> {
  const locations = experimentIds.map((id) => ({ mlflow_experiment: { experiment_id: id } }));
  const answer = await installation.call(person, 'POST /api/3.0/mlflow/traces/search', { locations, filter });
  if (answer.status !== 200) throw new Error(answer.text);
  const listed: readonly { trace_id: string }[] = answer.body.traces ?? [];
  return listed.map(({ trace_id }) => trace_id);
}

describe('traces that are linked to a run', () => {
  it('are found by it beside those that were made in it, once each, also when they are linked again', async () => {
    const run = await runIn(ben, secret);
    const made = await aTrace(ben, secret, { trace_metadata: { 'mlflow.sourceRun': run } });
    const [first, second, other] = [await aTrace(ben, secret), await aTrace(ben, secret), await aTrace(ben, secret)];
    expect(await link(ben, run, [first, second, second])).toBe('200');
    expect(await link(ben, run, [first, made])).toBe('200');
    for (const filter of [
      `run_id = '${run}'`,
      `attributes.run_id IN ('${run}')`,
      `metadata.mlflow.sourceRun = '${run}'`,
    ])
      expect(await found(ben, [secret], filter), filter).toEqual([second, first, made]);
    expect(await found(ben, [secret], `run_id = '${run}' AND name = 'trace ${traces}'`)).toEqual([]);
    expect(await found(ben, [secret], `run_id != '${run}'`)).not.toContain(other);
    const listed = await installation.call(ben, 'POST /api/3.0/mlflow/traces/search', {
      locations: [{ mlflow_experiment: { experiment_id: secret } }],
      filter: `run_id = '${run}'`,
      order_by: ['name DESC'],
    });
    expect(listed.body.traces.map((trace: { trace_id: string }) => trace.trace_id)).toEqual([second, first, made]);
  });

  it('come page by page, whether made in it or linked', async () => {
    const run = await runIn(ben, secret);
    const ids: string[] = [];
    for (let at = 0; at < 7; at += 1)
      ids.unshift(await aTrace(ben, secret, at % 2 ? {} : { trace_metadata: { 'mlflow.sourceRun': run } }));
    await link(
      ben,
      run,
      ids.filter((_, at) => at % 3 < 2),
    );
    const pages: string[] = [];
    let page_token: string | undefined;
    do {
      const page = await installation.does(ben, 'POST /api/3.0/mlflow/traces/search', {
        locations: [{ mlflow_experiment: { experiment_id: secret } }],
        filter: `run_id = '${run}'`,
        max_results: 2,
        page_token,
      });
      pages.push(...page.traces.map((trace: { trace_id: string }) => trace.trace_id));
      page_token = page.next_page_token;
    } while (page_token);
    expect(pages).toEqual(ids.filter((_, at) => at % 3 < 2 || at % 2 === 0));
  });

  it('are all linked or none, up to 100 at once', async () => {
    const run = await runIn(ben, secret);
    const trace = await aTrace(ben, secret);
    const many = Array.from({ length: 101 }, (_, at) => `tr-${at}`);
    expect(await link(ben, run, [trace, 'tr-absent'])).toBe('RESOURCE_DOES_NOT_EXIST');
    expect(await link(ben, run, many)).toBe('INVALID_PARAMETER_VALUE');
    expect(await link(ben, run, [])).toBe('INVALID_PARAMETER_VALUE');
    expect(await link(ben, '', [trace])).toBe('INVALID_PARAMETER_VALUE');
    expect(await link(ben, 'absent', [trace])).toBe('RESOURCE_DOES_NOT_EXIST');
    expect(await found(ben, [secret], `run_id = '${run}'`)).toEqual([]);
  });

  it('take the right to log to the run, and to see the traces', async () => {
    const [secretRun, openRun] = [await runIn(ben, secret), await runIn(otto, open)];
    const [secretTrace, openTrace] = [await aTrace(ben, secret), await aTrace(otto, open)];
    // A trace of anybody may be looked at in a run of one's own; what is not seen does not exist.
    expect(await link(ben, secretRun, [secretTrace, openTrace])).toBe('200');
    expect(await link(otto, openRun, [secretTrace])).toBe('RESOURCE_DOES_NOT_EXIST');
    expect(await link(otto, secretRun, [openTrace])).toBe('RESOURCE_DOES_NOT_EXIST');
    expect(await link(rita, secretRun, [secretTrace])).toBe('PERMISSION_DENIED');
    // Whoever does not see the run's initiative is told nothing of it by the trace, nor finds its other traces.
    expect(await found(otto, [open, secret], `run_id = '${secretRun}'`)).toEqual([openTrace]);
    expect((await installation.does(otto, `GET /api/traces/${openTrace}`)).linkedRuns).toEqual([]);
    expect((await installation.does(ben, `GET /api/traces/${openTrace}`)).linkedRuns).toEqual([
      { id: secretRun, name: expect.any(String), experimentId: secret },
    ]);
  });

  it('stay linked while the run is deleted, to which no others are linked', async () => {
    const client = mlflowClient(installation, ben);
    const run = await runIn(ben, secret);
    const trace = await aTrace(ben, secret);
    await link(ben, run, [trace]);
    await client.does('POST runs/delete', { run_id: run });
    expect(await link(ben, run, [await aTrace(ben, secret)])).toBe('INVALID_PARAMETER_VALUE');
    expect(await found(ben, [secret], `run_id = '${run}'`)).toEqual([trace]);
    expect((await installation.does(ben, `GET /api/traces/${trace}`)).linkedRuns).toEqual([]);
    await client.does('POST runs/restore', { run_id: run });
    await client.does('POST traces/delete-traces', { experiment_id: secret, request_ids: [trace] });
    expect(await found(ben, [secret], `run_id = '${run}'`)).toEqual([]);
  });
});

describe('prompts', () => {
  const linkPrompts = (person: TestPerson, id: string, prompts: readonly object[]) =>
    outcome(person, 'POST traces/link-prompts', { trace_id: id, prompt_versions: prompts });

  it('are linked to a trace by a request or by its tag, and find it', async () => {
    const [byRequest, byTag, later] = [
      await aTrace(ben, secret),
      await aTrace(ben, secret, { tags: { 'mlflow.linkedPrompts': '[{"name": "greet", "version": "1"}]' } }),
      await aTrace(ben, secret),
    ];
    const greet = { name: 'greet', version: '1' };
    expect(await linkPrompts(ben, byRequest, [greet, greet, { name: 'bye', version: '2' }])).toBe('200');
    expect(await linkPrompts(ben, byRequest, [greet])).toBe('200');
    const tag = { key: 'mlflow.linkedPrompts', value: '[{"name": "greet", "version": 1}, {"name": 5}, "x"]' };
    expect(await outcome(ben, `PATCH traces/${later}/tags`, tag)).toBe('200');
    for (const value of ['[{', '[{"name": "a\\u0000b", "version": "1"}]'])
      expect(await outcome(ben, `PATCH traces/${later}/tags`, { ...tag, value })).toBe('200');
    expect(await found(ben, [secret], "prompt = 'greet/1'")).toEqual([later, byTag, byRequest]);
    expect(await found(ben, [secret], "trace.prompt = 'bye/2' AND status = 'OK'")).toEqual([byRequest]);
    expect(await found(ben, [secret], "prompt = 'greet/2'")).toEqual([]);
  });

  it('are refused where the trace is not there, may not be logged to, or what is sent is none', async () => {
    const trace = await aTrace(ben, secret);
    const greet = { name: 'greet', version: '1' };
    expect(await linkPrompts(otto, trace, [greet])).toBe('RESOURCE_DOES_NOT_EXIST');
    expect(await linkPrompts(rita, trace, [greet])).toBe('PERMISSION_DENIED');
    expect(await linkPrompts(ben, 'tr-absent', [greet])).toBe('RESOURCE_DOES_NOT_EXIST');
    expect(await linkPrompts(ben, trace, [])).toBe('INVALID_PARAMETER_VALUE');
    expect(await linkPrompts(ben, trace, [{ name: 'greet' }])).toBe('INVALID_PARAMETER_VALUE');
    expect(await linkPrompts(ben, trace, [{ name: 'x'.repeat(500), version: '1' }])).toBe('INVALID_PARAMETER_VALUE');
    expect(await linkPrompts(ben, trace, Array(101).fill(greet))).toBe('INVALID_PARAMETER_VALUE');
  });
});

describe('several traces', () => {
  it('are read by their ids in one request, those of others passed over', async () => {
    const [first, second, hidden] = [await aTrace(otto, open), await aTrace(otto, open), await aTrace(ben, secret)];
    const read = (person: TestPerson, ids: readonly string[]) =>
      installation.call(person, 'POST /api/3.0/mlflow/traces/batchGetInfos', { trace_ids: ids });
    const { body } = await read(otto, [second, hidden, 'tr-absent', first, second]);
    expect(body.trace_infos.map((info: { trace_id: string }) => info.trace_id)).toEqual([second, first]);
    expect((await read(otto, [])).body.error_code).toBe('INVALID_PARAMETER_VALUE');
    expect((await read(otto, Array(501).fill(first))).body.error_code).toBe('INVALID_PARAMETER_VALUE');
  });
});

describe('regular expressions', () => {
  it('find a part of a text, and what is none is refused with the reason', async () => {
    const trace = await aTrace(ben, secret, { tags: { 'mlflow.traceName': 'patterns', team: 'Alpha-12' } });
    for (const pattern of ['^Alpha', '[0-9]{2}$', '(?i)ALPHA', 'x|p', '\\d'])
      expect(await found(ben, [secret], `tags.team RLIKE '${pattern}'`), pattern).toEqual([trace]);
    expect(await found(ben, [secret], "tags.team RLIKE '^alpha'")).toEqual([]);
    expect(await found(ben, [secret], "name RLIKE '^pat' AND status RLIKE '^O'")).toEqual([trace]);
    for (const pattern of ['(', '[', 'a{2,1}', '*']) {
      const answer = await installation.call(ben, 'POST /api/3.0/mlflow/traces/search', {
        locations: [{ mlflow_experiment: { experiment_id: secret } }],
        filter: `tags.nothing RLIKE '${pattern}'`,
      });
      expect([answer.status, answer.body.error_code], pattern).toEqual([400, 'INVALID_PARAMETER_VALUE']);
      expect(answer.body.message).toContain('what follows RLIKE is no regular expression of PostgreSQL (');
    }
  });

  it('that would take very long are stopped, with what to do', async () => {
    const team = `${'a'.repeat(401)}b`;
    await aTrace(ben, secret, { tags: { 'mlflow.traceName': 'hostile', team } });
    const answer = await installation.call(ben, 'POST /api/3.0/mlflow/traces/search', {
      locations: [{ mlflow_experiment: { experiment_id: secret } }],
      filter: "tags.team RLIKE '^(a*)(a*)(a*)(a*)\\1\\2\\3\\4b$'",
    });
    expect([answer.status, answer.body.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    expect(answer.body.message).toMatch(/stopped after 3 seconds.*Ask for a shorter time/);
  });
});

describe('spans', () => {
  const put = (person: TestPerson, experimentId: string, traceId: string, content: string) =>
    installation.call(
      person,
      `PUT /api/2.0/mlflow-artifacts/artifacts/${experimentId}/traces/${traceId}/artifacts/traces.json`,
      content,
      { 'content-type': 'application/octet-stream' },
    );
  const fileOf = (name: string, attributes: object = {}) =>
    JSON.stringify({
      spans: [
        { span_id: 'a', name, start_time_unix_nano: 1, status: { code: 'STATUS_CODE_ERROR' }, attributes },
        { span_id: 'b', name: 'other', start_time_unix_nano: 1, status: { code: 'OK' }, attributes: {} },
      ],
    });

  it('find their trace once their file has come, and no longer when another has come in its place', async () => {
    const trace = await aTrace(ben, secret);
    const filter = "span.name = 'look up' AND span.status = 'ERROR' AND span.attributes.model = 'm1'";
    expect(await found(ben, [secret], filter)).toEqual([]);
    expect((await put(ben, secret, trace, fileOf('look up', { model: '"m1"' }))).status).toBe(200);
    expect(await found(ben, [secret], filter)).toEqual([trace]);
    expect(await found(ben, [secret], "span.name = 'other' AND span.status = 'ERROR'")).toEqual([]);
    const sorted = await installation.does(ben, 'POST /api/3.0/mlflow/traces/search', {
      locations: [{ mlflow_experiment: { experiment_id: secret } }],
      filter,
      order_by: ['execution_time DESC'],
    });
    expect(sorted.traces.map((one: { trace_id: string }) => one.trace_id)).toEqual([trace]);
    expect(await found(ben, [secret], "span.name LIKE 'look%' AND span.attributes.model RLIKE '^m'")).toEqual([trace]);
    expect((await put(ben, secret, trace, fileOf('renamed'))).status).toBe(200);
    expect(await found(ben, [secret], filter)).toEqual([]);
    expect((await put(ben, secret, trace, 'nothing')).status).toBe(200);
    expect(await found(ben, [secret], "span.name = 'renamed'")).toEqual([]);
    await put(ben, secret, trace, fileOf('again'));
    expect(await found(ben, [secret], "span.name = 'again'")).toEqual([trace]);
    const path = `${secret}/traces/${trace}/artifacts/traces.json`;
    await installation.call(ben, `DELETE /api/2.0/mlflow-artifacts/artifacts/${path}`);
    expect(await found(ben, [secret], "span.name = 'again'")).toEqual([]);
  });

  it('are forgotten with their trace', async () => {
    const trace = await aTrace(ben, secret);
    await put(ben, secret, trace, fileOf('short-lived'));
    const noted = `select from trace_spans s join traces t on t.no = s.trace_no where t.id = $1`;
    expect(await installation.database.query(noted, [trace])).toHaveLength(1);
    const gone = { experiment_id: secret, request_ids: [trace] };
    await installation.does(ben, 'POST /api/2.0/mlflow/traces/delete-traces', gone);
    expect(await installation.database.query(noted, [trace])).toEqual([]);
  });

  it('in a large file find their trace soon after it has come', async () => {
    const trace = await aTrace(ben, secret);
    const large = { 'mlflow.spanInputs': 'x'.repeat(SPAN_LIMITS.smallFileBytes) };
    expect((await put(ben, secret, trace, fileOf('in a large file', large))).status).toBe(200);
    await until(async () => (await found(ben, [secret], "span.name = 'in a large file'")).includes(trace));
  });

  it('and prompts find traces from before as well, once they were gone through', async () => {
    const [small, large] = [await aTrace(ben, secret), await aTrace(ben, secret)];
    const prompts = { key: 'mlflow.linkedPrompts', value: '[{"name": "early", "version": "1"}]' };
    await outcome(ben, `PATCH traces/${small}/tags`, prompts);
    await put(ben, secret, small, fileOf('early'));
    await put(ben, secret, large, fileOf('early', { 'mlflow.spanInputs': 'x'.repeat(SPAN_LIMITS.smallFileBytes) }));
    await until(async () => (await found(ben, [secret], "span.name = 'early'")).length === 2);
    for (const table of ['trace_spans', 'trace_prompts']) await installation.database.query(`delete from ${table}`);
    await installation.database.query('insert into traces_to_go_through select max(no) + 1 from traces');
    expect(await found(ben, [secret], "span.name = 'early'")).toEqual([]);
    await installation.throughline.catchUp();
    expect(await found(ben, [secret], "prompt = 'early/1'")).toEqual([small]);
    expect(await found(ben, [secret], "span.name = 'early'")).toContain(small);
    await until(async () => (await found(ben, [secret], "span.name = 'early'")).includes(large));
  });

  it('are those of the trace itself: a file of its name elsewhere changes nothing', async () => {
    const trace = await aTrace(ben, secret);
    await put(ben, secret, trace, fileOf('genuine'));
    expect((await put(otto, open, trace, fileOf('forged'))).status).toBe(200);
    expect((await put(otto, open, 'tr-absent', fileOf('forged'))).status).toBe(200);
    expect(await found(ben, [secret], "span.name IN ('genuine')")).toEqual([trace]);
    expect(await found(ben, [secret, open], "span.name = 'forged'")).toEqual([]);
  });
});
