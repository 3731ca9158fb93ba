import { EventEmitter, once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestInstallation, type TestInstallation, type TestPerson } from '../../test/installation.ts';
import { until } from '../../test/until.ts';
import { aPrivateTable } from '../lifecycle/experiments/free-initiative.fixture.ts';
import { mlflowClient } from './mlflow-client.fixture.ts';

let installation: TestInstallation;
/** Builds at the table of the private initiative. */
let ben: TestPerson;
/** Has a seat there that builds nothing. */
let rita: TestPerson;
/** Has no seat there. */
let otto: TestPerson;
/** Connected to the private initiative. */
let secret: string;
/** Connected to none. */
let open: string;
/** A set of its own for each test, in the open experiment. */
let setId: string;
let made = 0;

beforeAll(async () => {
  installation = await openTestInstallation();
  const table = await aPrivateTable(installation);
  ({ ben, rita, otto } = table);
  secret = await anExperiment(ben, `${table.slug}/answers`);
  open = await anExperiment(otto, 'open answers');
});
afterAll(() => installation.close());
beforeEach(async () => {
  setId = await aSet(ben, [open]);
});

const call = (person: TestPerson, request: string, body?: object) =>
  mlflowClient(installation, person).call(request, body);
const does = (person: TestPerson, request: string, body?: object) =>
  mlflowClient(installation, person).does(request, body);
const asJson = { 'content-type': 'application/json' };

/** Removes by a body, as clients do. */
const remove = (person: TestPerson, path: string, body: object) =>
  installation.call(person, `DELETE /api/3.0/mlflow/datasets/${path}`, body, asJson);

async function anExperiment(person: TestPerson, name: string): Promise<string> {
  return (await does(person, 'POST experiments/create', { name })).experiment_id;
}

async function aSet(person: TestPerson, experimentIds: readonly string[], fields: object = {}): Promise<string> {
  made += 1;
  const body = { name: `set ${made}`, experiment_ids: experimentIds, ...fields };
  return (await does(person, 'POST datasets/create', body)).dataset.dataset_id;
}

const merge = (person: TestPerson, id: string, records: unknown) =>
  call(person, `POST datasets/${id}/records`, {
    records: typeof records === 'string' ? records : JSON.stringify(records),
  });
const recordsText = async (id: string, query = ''): Promise<string> =>
  (await does(ben, `GET datasets/${id}/records${query}`)).records;
const recordsOf = async (id: string) => JSON.parse(await recordsText(id));
const setOf = async (id: string, person = ben) => (await does(person, `GET datasets/${id}`)).dataset;
/** What became of a call: its error code, or its status. */
async function outcome(person: TestPerson, request: string, body?: object): Promise<string> {
  const answer = await call(person, request, body);
  return answer.body.error_code ?? String(answer.status);
}

describe('records', () => {
  it('with the very inputs are one, to which expectations, tags and outputs are added', async () => {
    const first = await merge(ben, setId, [
      { inputs: { q: 'a', k: 1 }, expectations: { answer: 'x', length: 1 }, tags: { 'mlflow.user': 'ben' } },
      { inputs: { q: 'b' } },
      { inputs: { k: 1, q: 'a' }, expectations: { length: 2 }, outputs: 'y' },
    ]);
    expect(first.body).toEqual({ inserted_count: 2, updated_count: 1 });
    const [before] = await recordsOf(setId);
    const second = await merge(ben, setId, [
      { inputs: { q: 'a', k: 1 }, tags: { kind: 'short', 'mlflow.user': 'bo' } },
    ]);
    expect(second.body).toEqual({ inserted_count: 0, updated_count: 1 });
    const [a, b, ...more] = await recordsOf(setId);
    expect([a.dataset_record_id, more]).toEqual([before.dataset_record_id, []]);
    expect(a).toMatchObject({
      dataset_id: setId,
      inputs: { q: 'a', k: 1 },
      outputs: 'y',
      expectations: { answer: 'x', length: 2 },
      tags: { kind: 'short', 'mlflow.user': 'bo' },
      created_by: 'ben',
      last_updated_by: 'bo',
    });
    expect(b).toMatchObject({ inputs: { q: 'b' }, outputs: {}, tags: {} });
    expect(b.expectations).toBeUndefined();
  });

  it('keep numbers and the order of fields as they were written', async () => {
    const inputs = '{"b":1.0,"a":12345678901234567890,"2":1e-7,"1":[-0.50,{"__proto__":"é\\n"}],"toString":1E+2}';
    await merge(ben, setId, `[{"inputs": ${inputs}, "expectations": {"x": 3.0}}]`);
    const text = await recordsText(setId);
    expect(text).toContain(`"inputs":${inputs}`);
    expect(text).toContain('"expectations":{"x":3.0}');
  });

  it('say where they come from', async () => {
    await merge(ben, setId, [
      { inputs: { at: 1 }, source: { source_type: 'trace', source_data: { trace_id: 'tr-1' } } },
      { inputs: { at: 2 }, source: { source_type: 'HUMAN' } },
      { inputs: { at: 3 }, source: null },
    ]);
    expect(await recordsOf(setId)).toMatchObject([
      { source: { source_type: 'TRACE', source_data: { trace_id: 'tr-1' } }, source_type: 'TRACE', source_id: 'tr-1' },
      { source: { source_type: 'HUMAN', source_data: {} }, source_type: 'HUMAN' },
      { inputs: { at: 3 } },
    ]);
  });

  it('that two people bring at once are there once', async () => {
    const records = Array.from({ length: 30 }, (_, at) => ({ inputs: { at }, expectations: { ok: true } }));
    const answers = await Promise.all([1, 2, 3, 4].map(() => merge(ben, setId, records)));
    const counts = answers.map(({ body }) => [body.inserted_count, body.updated_count]);
    expect(counts.filter(([inserted]) => inserted === 30)).toHaveLength(1);
    expect(counts.filter(([, updated]) => updated === 30)).toHaveLength(3);
    expect(await recordsOf(setId)).toHaveLength(30);
    expect((await setOf(setId)).profile).toBe('{"num_records":30}');
  });

  it('change the digest of their set, and describe their fields in its schema', async () => {
    const empty = await setOf(setId);
    expect([empty.schema, empty.profile]).toEqual([undefined, undefined]);
    await merge(ben, setId, [
      { inputs: { q: 'a', n: 1, f: 1.5, l: [], o: {}, z: null, b: true }, outputs: 'text' },
      { inputs: { q: 5 }, expectations: { answer: 'x' } },
    ]);
    const filled = await setOf(setId);
    expect(JSON.parse(filled.schema)).toEqual({
      inputs: { q: 'string', n: 'integer', f: 'float', l: 'array', o: 'object', z: 'null', b: 'boolean' },
      outputs: 'string',
      expectations: { answer: 'string' },
      version: '1.0',
    });
    expect(filled.digest).toMatch(/^[0-9a-f]{8}$/);
    expect(filled.digest).not.toBe(empty.digest);
    const [first] = await recordsOf(setId);
    const removed = await remove(ben, `${setId}/records`, { dataset_record_ids: [first.dataset_record_id, 'dr-x'] });
    expect(removed.body).toEqual({ deleted_count: 1 });
    const after = await setOf(setId);
    expect([after.profile, after.digest === filled.digest]).toEqual(['{"num_records":1}', false]);
  });

  it('that are removed are kept aside, and come back as new ones', async () => {
    await merge(ben, setId, [{ inputs: { q: 'a' }, expectations: { answer: 'old' } }]);
    const [old] = await recordsOf(setId);
    await remove(ben, `${setId}/records`, { dataset_record_ids: [old.dataset_record_id] });
    expect(await recordsOf(setId)).toEqual([]);
    await merge(ben, setId, [{ inputs: { q: 'a' } }]);
    const [fresh] = await recordsOf(setId);
    expect([fresh.expectations, fresh.dataset_record_id === old.dataset_record_id]).toEqual([undefined, false]);
    const kept = await installation.database.query(
      'select deleted_by_name from evaluation_records where id = $1 and deleted_ms is not null',
      [old.dataset_record_id],
    );
    expect(kept).toEqual([{ deleted_by_name: 'Ben' }]);
  });

  it('are read in pages, which are shorter where records are long', async () => {
    await merge(
      ben,
      setId,
      Array.from({ length: 5 }, (_, at) => ({ inputs: { at } })),
    );
    const first = await does(ben, `GET datasets/${setId}/records?max_results=3`);
    const second = await does(ben, `GET datasets/${setId}/records?max_results=3&page_token=${first.next_page_token}`);
    const at = (page: { records: string }) =>
      JSON.parse(page.records).map((record: { inputs: { at: number } }) => record.inputs.at);
    expect([at(first), at(second), second.next_page_token]).toEqual([[0, 1, 2], [3, 4], undefined]);
    const long = await aSet(ben, [open]);
    for (let part = 0; part < 3; part += 1)
      await merge(
        ben,
        long,
        Array.from({ length: 4 }, (_, n) => ({ inputs: { part, n, text: 'x'.repeat(900_000) } })),
      );
    const page = await does(ben, `GET datasets/${long}/records`);
    expect([at(page).length, page.next_page_token !== undefined]).toEqual([9, true]);
    const rest = await does(ben, `GET datasets/${long}/records?page_token=${page.next_page_token}`);
    expect([at(rest).length, rest.next_page_token]).toEqual([3, undefined]);
    expect(await outcome(ben, `GET datasets/${setId}/records?page_token=elsewhere`)).toBe('INVALID_PARAMETER_VALUE');
  });

  it.each([
    '{',
    '{}',
    '[1]',
    '[{"inputs": 5}]',
    '[{"inputs": {"x": NaN}}]',
    '[{"inputs": {"x": 01}}]',
    '[{"inputs": {}, "expectations": "x"}]',
    '[{"inputs": {}, "tags": []}]',
    '[{"inputs": {}, "source": {"source_type": "ORACLE"}}]',
    '[{"inputs": {}, "source": "x"}]',
    '[{"inputs": {"x": "\\u0000"}}]',
    '[{"inputs": {"\\ud800": 1}}]',
    `[{"inputs": {"x": ${'['.repeat(200)}${']'.repeat(200)}}}]`,
    `[{"inputs": {"x": "${'x'.repeat(1_000_001)}"}}]`,
    JSON.stringify(Array.from({ length: 10_001 }, (_, at) => ({ inputs: { at } }))),
  ])('that are none are refused, and nothing of their request is stored (%#)', async (records) => {
    expect(await outcome(ben, `POST datasets/${setId}/records`, { records })).toBe('INVALID_PARAMETER_VALUE');
    const mixed = records.startsWith('[') ? records.replace('[', '[{"inputs": {"fine": 1}},') : records;
    expect(await outcome(ben, `POST datasets/${setId}/records`, { records: mixed })).toBe('INVALID_PARAMETER_VALUE');
    expect(await recordsOf(setId)).toEqual([]);
  });

  it('do not grow without end by what is added to them', async () => {
    const half = 'x'.repeat(600_000);
    await merge(ben, setId, [{ inputs: { q: 'a' }, expectations: { one: half } }]);
    const refused = await merge(ben, setId, [{ inputs: { q: 'a' }, expectations: { two: half } }]);
    expect([refused.status, refused.body.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    expect(Object.keys((await recordsOf(setId))[0].expectations)).toEqual(['one']);
  });
});

describe('a set', () => {
  it('is made with its tags and experiments, and keeps its name for itself alone', async () => {
    const tags = JSON.stringify({ team: 'churn', round: 2, isDraft: true, none: null, 'mlflow.user': 'ben' });
    const body = { name: 'questions', experiment_ids: [open], tags };
    const { dataset } = await does(ben, 'POST datasets/create', body);
    expect(dataset).toMatchObject({
      name: 'questions',
      experiment_ids: [open],
      created_by: 'ben',
      last_updated_by: 'ben',
    });
    expect(dataset.dataset_id).toMatch(/^d-[0-9a-f]{32}$/);
    expect(JSON.parse(dataset.tags)).toEqual({ team: 'churn', round: '2', isDraft: 'True', 'mlflow.user': 'ben' });
    const again = await does(ben, 'POST datasets/create', body);
    expect(again.dataset.dataset_id).not.toBe(dataset.dataset_id);
  });

  it.each([
    {},
    { name: '' },
    { name: 'x'.repeat(256) },
    { name: 'a', tags: '[]' },
    { name: 'a', tags: '{' },
    { name: 'a', tags: '{"k": "\\u0000"}' },
    { name: 'a', tags: JSON.stringify({ k: 'x'.repeat(5_001) }) },
    { name: 'a', tags: JSON.stringify({ '': 'x' }) },
    { name: 'a', tags: JSON.stringify(Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`k${at}`, 'x']))) },
  ])('is refused when it is none (%#)', async (body) => {
    expect(await outcome(ben, 'POST datasets/create', { experiment_ids: [open], ...body })).toBe(
      'INVALID_PARAMETER_VALUE',
    );
  });

  it('gets and loses tags, several people at once', async () => {
    await Promise.all(
      ['a', 'b', 'c'].map((key) => does(ben, `PATCH datasets/${setId}/tags`, { tags: JSON.stringify({ [key]: key }) })),
    );
    await does(ben, `PATCH datasets/${setId}/tags`, { tags: '{"a": "new", "b": null}' });
    await does(ben, `DELETE datasets/${setId}/tags/c`);
    await does(ben, `DELETE datasets/${setId}/tags/c`);
    expect(JSON.parse((await setOf(setId)).tags)).toEqual({ a: 'new', b: 'b' });
  });

  it('is found by what it is called, by tags and by its experiments, page by page', async () => {
    const experiment = await anExperiment(ben, 'searched');
    const ids = [];
    const quoted = await aSet(ben, [open], { name: `it's "quoted"` });
    const byName = await does(ben, 'POST datasets/search', { filter_string: `name = 'it''s "quoted"'` });
    expect(byName.datasets.map(({ dataset_id }: { dataset_id: string }) => dataset_id)).toEqual([quoted]);
    for (const name of ['beta', 'alpha', 'gamma'])
      ids.push(await aSet(ben, [experiment], { name, tags: JSON.stringify({ letter: name.slice(0, 1) }) }));
    const found = async (fields: object) =>
      ((await does(ben, 'POST datasets/search', { experiment_ids: [experiment], ...fields })).datasets ?? []).map(
        ({ name }: { name: string }) => name,
      );
    expect(await found({})).toEqual(['gamma', 'alpha', 'beta']);
    expect(await found({ order_by: ['name'] })).toEqual(['alpha', 'beta', 'gamma']);
    expect(await found({ filter_string: "tags.letter = 'a'" })).toEqual(['alpha']);
    expect(await found({ filter_string: "name LIKE '%eta' AND created_time > 0" })).toEqual(['beta']);
    const query = `max_results=2&experiment_ids=${experiment}`;
    const first = await does(ben, `GET datasets/search?${query}`);
    const second = await does(ben, `GET datasets/search?${query}&page_token=${first.next_page_token}`);
    expect([first.datasets.length, second.datasets.length, second.next_page_token]).toEqual([2, 1, undefined]);
    await does(ben, `DELETE datasets/${ids[0]}`);
    expect(await found({})).toEqual(['gamma', 'alpha']);
  });

  it('that is deleted is gone for everybody and kept aside, with who did it', async () => {
    await merge(ben, setId, [{ inputs: { q: 'a' } }]);
    for (const _ of [1, 2]) expect(await outcome(ben, `DELETE datasets/${setId}`)).toBe('200');
    for (const request of [
      `GET datasets/${setId}`,
      `GET datasets/${setId}/records`,
      `GET datasets/${setId}/experiment-ids`,
    ])
      expect(await outcome(ben, request)).toBe('RESOURCE_DOES_NOT_EXIST');
    expect(await outcome(ben, `POST datasets/${setId}/records`, { records: '[]' })).toBe('RESOURCE_DOES_NOT_EXIST');
    const [kept] = await installation.database.query<{ deleted_by_name: string; records: number }>(
      `select deleted_by_name, (select count(*) from evaluation_records r where r.set_no = s.no) as records
       from evaluation_sets s where id = $1`,
      [setId],
    );
    expect(kept).toEqual({ deleted_by_name: 'Ben', records: 1 });
    const [told] = await installation.database.query<{ sentence: string }>(
      "select sentence from events where kind = 'evaluation-set.deleted' and object_id = $1",
      [setId],
    );
    expect(told?.sentence).toMatch(/^deleted the evaluation set "set \d+"$/);
  });
});

describe('the rights on a set', () => {
  it('are those of its experiment, and what is hidden reads like what is absent', async () => {
    const hidden = await aSet(ben, [secret]);
    await merge(ben, hidden, [{ inputs: { q: 'a' } }]);
    const absent = `d-${'0'.repeat(32)}`;
    const requests = [
      ['GET datasets/:id'],
      ['GET datasets/:id/records'],
      ['GET datasets/:id/experiment-ids'],
      ['POST datasets/:id/records', { records: '[]' }],
      ['PATCH datasets/:id/tags', { tags: '{}' }],
      ['DELETE datasets/:id/tags/a'],
      ['DELETE datasets/:id'],
      ['POST datasets/:id/add-experiments', { experiment_ids: [open] }],
      ['POST datasets/:id/remove-experiments', { experiment_ids: [secret] }],
    ] as const;
    for (const [request, body] of requests) {
      const [ofHidden, ofAbsent] = await Promise.all(
        [hidden, absent].map((id) => call(otto, request.replace(':id', id), body)),
      );
      expect(ofHidden?.text.replaceAll(hidden, absent), request).toBe(ofAbsent?.text);
    }
    const removed = await remove(otto, `${hidden}/records`, { dataset_record_ids: [] });
    expect(removed.body.error_code).toBe('RESOURCE_DOES_NOT_EXIST');
    expect(await outcome(rita, `GET datasets/${hidden}`)).toBe('200');
    expect(await outcome(rita, `POST datasets/${hidden}/records`, { records: '[]' })).toBe('PERMISSION_DENIED');
    expect(await outcome(rita, `DELETE datasets/${hidden}`)).toBe('PERMISSION_DENIED');
    const names = async (person: TestPerson) =>
      (await does(person, 'POST datasets/search', {})).datasets.map(
        ({ dataset_id }: { dataset_id: string }) => dataset_id,
      );
    expect([(await names(ben)).includes(hidden), (await names(otto)).includes(hidden)]).toEqual([true, false]);
    expect(await does(otto, 'POST datasets/search', { experiment_ids: [secret] })).toEqual({});
    expect(await outcome(otto, 'POST datasets/create', { name: 'x', experiment_ids: [secret] })).toBe(
      'RESOURCE_DOES_NOT_EXIST',
    );
  });

  it('of several experiments see it by one and change it by one, but delete it and take it out by each', async () => {
    const shared = await aSet(ben, [secret, open]);
    expect((await does(otto, `GET datasets/${shared}/experiment-ids`)).experiment_ids).toEqual([open]);
    expect((await does(ben, `GET datasets/${shared}/experiment-ids`)).experiment_ids.toSorted()).toEqual(
      [secret, open].toSorted(),
    );
    expect((await merge(otto, shared, [{ inputs: { q: 'a' } }])).status).toBe(200);
    const refused = await call(otto, `DELETE datasets/${shared}`);
    expect([refused.status, refused.body.error_code]).toEqual([403, 'PERMISSION_DENIED']);
    expect(refused.body.message).toContain('Take it out of your own experiments instead');
    // Rita may change it by the open one, and sees the other, in which she decides nothing.
    const takeOut = `POST datasets/${shared}/remove-experiments`;
    expect(await outcome(rita, takeOut, { experiment_ids: [secret] })).toBe('PERMISSION_DENIED');
    // What Otto cannot see he does not take it out of; out of his own he does.
    await does(otto, `POST datasets/${shared}/remove-experiments`, { experiment_ids: [secret] });
    expect((await does(ben, `GET datasets/${shared}/experiment-ids`)).experiment_ids).toContain(secret);
    await does(otto, `POST datasets/${shared}/remove-experiments`, { experiment_ids: [open] });
    expect(await outcome(otto, `GET datasets/${shared}`)).toBe('RESOURCE_DOES_NOT_EXIST');
    expect(await outcome(ben, `DELETE datasets/${shared}`)).toBe('200');
  });

  it('keep it from being deleted where somebody adds it to another experiment at that moment', async () => {
    const mine = await aSet(otto, [open]);
    const held = new EventEmitter();
    // It is begun out here: within a transaction nothing else may ask the database.
    const deleting = once(held, 'begun').then(() => outcome(otto, `DELETE datasets/${mine}`));
    await installation.database.transaction(async (tx) => {
      await tx.query('select from evaluation_sets where id = $1 for update', [mine]);
      held.emit('begun');
      const waits = "select from pg_locks where locktype = 'transactionid' and not granted";
      await until(async () => (await tx.query(waits)).length > 0);
      await tx.query(
        `insert into evaluation_set_experiments (set_no, experiment_no)
         select no, $2::bigint from evaluation_sets where id = $1`,
        [mine, secret],
      );
    });
    expect(await deleting).toBe('PERMISSION_DENIED');
    expect((await setOf(mine)).dataset_id).toBe(mine);
  });

  it('without an experiment are those of whoever took it out of the last one, and of administrators', async () => {
    const left = await aSet(otto, [open]);
    await does(ben, `POST datasets/${left}/remove-experiments`, { experiment_ids: [open, '987654321'] });
    expect(await outcome(otto, `GET datasets/${left}`)).toBe('RESOURCE_DOES_NOT_EXIST');
    expect(await outcome(ben, `POST datasets/${left}/records`, { records: '[]' })).toBe('200');
    expect(await outcome(installation.administrator, `GET datasets/${left}`)).toBe('200');
    const own = await aSet(otto, []);
    expect([await outcome(otto, `GET datasets/${own}`), await outcome(ben, `GET datasets/${own}`)]).toEqual([
      '200',
      'RESOURCE_DOES_NOT_EXIST',
    ]);
    const seenBy = async (person: TestPerson) =>
      (await does(person, 'POST datasets/search', {})).datasets.map(
        ({ dataset_id }: { dataset_id: string }) => dataset_id,
      );
    expect((await seenBy(otto)).includes(own) && !(await seenBy(ben)).includes(own)).toBe(true);
    await does(otto, `POST datasets/${own}/add-experiments`, { experiment_ids: [open] });
    expect(await outcome(ben, `GET datasets/${own}`)).toBe('200');
  });

  it('let nobody add it to an experiment that they may not log to, or that is deleted', async () => {
    const add = (person: TestPerson, experimentId: string) =>
      outcome(person, `POST datasets/${setId}/add-experiments`, { experiment_ids: [experimentId] });
    expect(await add(otto, secret)).toBe('RESOURCE_DOES_NOT_EXIST');
    expect(await add(rita, secret)).toBe('PERMISSION_DENIED');
    const gone = await anExperiment(ben, 'soon gone');
    await does(ben, 'POST experiments/delete', { experiment_id: gone });
    expect(await add(ben, gone)).toBe('INVALID_PARAMETER_VALUE');
    expect(await add(ben, secret)).toBe('200');
  });
});
