import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestInstallation, seat, type TestInstallation, type TestPerson } from '../../test/installation.ts';
import { aFreeInitiative, publishFreePlaybook } from '../lifecycle/experiments/free-initiative.fixture.ts';

let installation: TestInstallation;
let ana: TestPerson;
let traces = 0;

beforeAll(async () => {
  installation = await openTestInstallation();
  ana = await installation.join('Ana');
});
afterAll(() => installation.close());

const call = (person: TestPerson, request: string, body?: object) => {
  const [method, path] = request.split(' ');
  return installation.call(person, `${method} /api/3.0/mlflow/${path}`, body);
};

function aTrace(fields: object = {}, experimentId = '0') {
  traces += 1;
  return {
    trace: {
      trace_info: {
        trace_id: `tr-${String(traces).padStart(32, '0')}`,
        trace_location: { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: experimentId } },
        request_time: new Date(1_700_000_000_000 + traces).toISOString(),
        execution_duration: '0.25s',
        state: 'OK',
        request_preview: '{"x": 1}',
        trace_metadata: { 'mlflow.sourceRun': 'r1' },
        tags: { 'mlflow.traceName': 'predict' },
        ...fields,
      },
    },
  };
}

const search = async (filter: string, rest: object = {}) =>
  (
    await call(ana, 'POST traces/search', {
      locations: [{ type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: '0' } }],
      filter,
      ...rest,
    })
  ).body;

describe('a trace', () => {
  it('comes back as it was sent, with the place of its spans', async () => {
    const sent = aTrace();
    const { trace_info: info } = sent.trace;
    const kept = await call(ana, 'POST traces', sent);
    expect(kept.body.trace.trace_info).toEqual({
      ...info,
      tags: {
        'mlflow.traceName': 'predict',
        'mlflow.artifactLocation': `mlflow-artifacts:/0/traces/${info.trace_id}/artifacts`,
      },
    });
    expect((await call(ana, `GET traces/${info.trace_id}`)).body).toEqual(kept.body);
    expect((await call(ana, 'POST traces', sent)).status).toBe(200);
  });

  it('is found by name, state, run and moment, in pages, the newest first', async () => {
    const name = `n${traces}`;
    for (let at = 0; at < 3; at += 1) await call(ana, 'POST traces', aTrace({ tags: { 'mlflow.traceName': name } }));
    const first = await search(`name = '${name}' AND state = 'OK' AND attributes.run_id = 'r1'`, { max_results: 2 });
    const rest = await search(`name = '${name}'`, { max_results: 2, page_token: first.next_page_token });
    const times = [...first.traces, ...rest.traces].map((trace) => trace.request_time);
    expect([times.length, rest.next_page_token]).toEqual([3, undefined]);
    expect(times).toEqual([...times].sort((a: string, b: string) => b.localeCompare(a)));
    const oldest = await search(`name = '${name}'`, { order_by: ['timestamp_ms ASC'] });
    expect(oldest.traces.map((trace: { request_time: string }) => trace.request_time)).toEqual([...times].reverse());
    expect((await search('name = 5')).error_code).toBe('INVALID_PARAMETER_VALUE');
    for (const order_by of [['client_request_id'], ['nothing'], ['name', 'name DESC'], ['feedback.good']])
      expect((await search('', { order_by })).error_code, order_by[0]).toBe('INVALID_PARAMETER_VALUE');
  });

  it('comes in the order of its duration, its name, its state or a tag, page by page, and last where it has none', async () => {
    const name = `o${traces}`;
    const metadata = { 'mlflow.trace.session': name };
    for (const [index, execution_duration] of ['0.3s', '2s', undefined, '0.01s', '2s'].entries()) {
      const tags = { 'mlflow.traceName': `${name}${index}`, ...(index < 2 && { rank: `${index}` }) };
      await call(ana, 'POST traces', aTrace({ trace_metadata: metadata, tags, execution_duration }));
    }
    const ordered = async (...order_by: string[]) => {
      const found: string[] = [];
      let page_token: string | undefined;
      do {
        const page = await search(`metadata.mlflow.trace.session = '${name}'`, {
          order_by,
          max_results: 2,
          page_token,
        });
        found.push(
          ...page.traces.map((trace: { tags: Record<string, string> }) => trace.tags['mlflow.traceName']?.at(-1)),
        );
        page_token = page.next_page_token;
      } while (page_token);
      return found.join('');
    };
    expect(await ordered('execution_time DESC')).toBe('41032');
    expect(await ordered('attributes.execution_time_ms', 'timestamp ASC')).toBe('30142');
    expect(await ordered('name DESC')).toBe('43210');
    expect(await ordered('tags.rank DESC', 'name ASC')).toBe('10234');
    expect(await ordered('status', 'timestamp_ms DESC')).toBe('43210');
  });

  it('keeps the first 8,000 characters of a tag, sent with it or later', async () => {
    const sent = aTrace({ tags: { given: 'x'.repeat(8_001) } });
    const id = sent.trace.trace_info.trace_id;
    await call(ana, 'POST traces', sent);
    expect((await call(ana, `PATCH traces/${id}/tags`, { key: 'later', value: 'x'.repeat(9_000) })).status).toBe(200);
    const { tags } = (await call(ana, `GET traces/${id}`)).body.trace.trace_info;
    for (const key of ['given', 'later']) expect(tags[key]).toBe('x'.repeat(8_000));
  });

  it('is tagged, and put aside', async () => {
    const sent = aTrace();
    const id = sent.trace.trace_info.trace_id;
    await call(ana, 'POST traces', sent);
    await call(ana, `PATCH traces/${id}/tags`, { key: 'k', value: 'v' });
    expect((await call(ana, `GET traces/${id}`)).body.trace.trace_info.tags.k).toBe('v');
    await call(ana, `DELETE traces/${id}/tags?key=k`);
    expect((await call(ana, `GET traces/${id}`)).body.trace.trace_info.tags.k).toBeUndefined();
    const deleted = await call(ana, 'POST traces/delete-traces', { experiment_id: '0', request_ids: [id] });
    expect(deleted.body).toEqual({ traces_deleted: 1 });
    const gone = await call(ana, `GET traces/${id}`);
    expect([gone.status, gone.body.error_code]).toEqual([404, 'RESOURCE_DOES_NOT_EXIST']);
  });

  it.each([
    {},
    { trace: {} },
    aTrace({ trace_id: '../x' }),
    aTrace({ trace_id: '' }),
    aTrace({ request_time: 'yesterday' }),
    aTrace({ execution_duration: 'long' }),
    aTrace({ tags: { k: 5 } }),
    aTrace({ tags: { ['k'.repeat(251)]: 'x' } }),
    aTrace({ request_preview: 'x'.repeat(1_000_001) }),
  ])('is refused when it is none (%#)', async (body) => {
    const refused = await call(ana, 'POST traces', body);
    expect([refused.status, refused.body.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
  });

  it('of a client before MLflow 3 is begun, ended and found, and newer clients read it', async () => {
    const older = (request: string, body?: object) => {
      const [method, path] = request.split(' ');
      return installation.call(ana, `${method} /api/2.0/mlflow/${path}`, body);
    };
    const begun = await older('POST traces', {
      experiment_id: '0',
      timestamp_ms: 5_000,
      request_metadata: [{ key: 'mlflow.sourceRun', value: 'r2' }],
      tags: [{ key: 'mlflow.traceName', value: 'older' }],
    });
    const { request_id: id } = begun.body.trace_info;
    expect(begun.body.trace_info).toEqual({
      request_id: id,
      experiment_id: '0',
      timestamp_ms: 5_000,
      status: 'IN_PROGRESS',
      request_metadata: [{ key: 'mlflow.sourceRun', value: 'r2' }],
      tags: [
        { key: 'mlflow.traceName', value: 'older' },
        { key: 'mlflow.artifactLocation', value: `mlflow-artifacts:/0/traces/${id}/artifacts` },
      ],
    });
    const ended = await older(`PATCH traces/${id}`, {
      timestamp_ms: 5_250,
      status: 'OK',
      request_metadata: [{ key: 'mlflow.traceInputs', value: '{}' }],
      tags: [{ key: 'mlflow.traceName', value: 'older' }],
    });
    expect(ended.body.trace_info).toMatchObject({ status: 'OK', execution_time_ms: 250 });
    expect((await older(`GET traces/${id}/info`)).body).toEqual(ended.body);
    expect((await older(`PATCH traces/${id}/tags`, { key: 'team', value: 'blue' })).status).toBe(200);
    const found = await older(`GET traces?experiment_ids=0&filter=${encodeURIComponent("tags.team = 'blue'")}`);
    expect(found.body.traces.map(({ request_id }: { request_id: string }) => request_id)).toEqual([id]);
    const newer = await call(ana, `GET traces/${id}`);
    expect(newer.body.trace.trace_info).toMatchObject({
      execution_duration: '0.25s',
      trace_metadata: { 'mlflow.sourceRun': 'r2', 'mlflow.traceInputs': '{}' },
    });
    expect((await older('PATCH traces/none', { timestamp_ms: 1 })).status).toBe(404);
    expect((await older('POST traces', { experiment_id: '0', timestamp_ms: 'soon' })).status).toBe(400);
  });

  it('of a private initiative does not exist for others', async () => {
    const { slug } = await aFreeInitiative(installation, ana, await publishFreePlaybook(installation), 'private');
    const ben = await installation.join('Ben');
    await seat(installation, slug, ana, ben, 'data-scientist');
    const made = await installation.call(ben, 'POST /api/2.0/mlflow/experiments/create', { name: `${slug}/secret` });
    const experimentId: string = made.body.experiment_id;
    const sent = aTrace({}, experimentId);
    const id = sent.trace.trace_info.trace_id;
    expect((await call(ben, 'POST traces', sent)).status).toBe(200);
    const otto = await installation.join('Otto');
    const hidden = await call(otto, `GET traces/${id}`);
    const absent = await call(otto, 'GET traces/tr-absent');
    expect([hidden.status, hidden.text.replace(id, 'tr-absent')]).toEqual([404, absent.text]);
    const locations = [{ mlflow_experiment: { experiment_id: experimentId } }];
    expect((await call(otto, 'POST traces/search', { locations })).body).toEqual({});
    expect((await call(ben, 'POST traces/search', { locations })).body.traces).toHaveLength(1);
  });
});
