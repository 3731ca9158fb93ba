import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  openTestInstallation,
  seat,
  type TestAnswer,
  type TestInstallation,
  type TestPerson,
} from '../../../test/installation.ts';
import { newId } from '../../platform/database/new-id.ts';
import { aFreeInitiative, publishFreePlaybook } from '../experiments/free-initiative.fixture.ts';

let installation: TestInstallation;
let ana: TestPerson;
let eva: TestPerson;
let outsider: TestPerson;
let playbook: string;

beforeAll(async () => {
  installation = await openTestInstallation();
  ana = await installation.join('Ana');
  eva = await installation.join('Eva Engineer');
  outsider = await installation.join('Otto Outside');
  playbook = await publishFreePlaybook(installation, 'standard');
});
afterAll(() => installation.close());

/** Names are new for each test, so that none sees what another told. */
let world: string;
beforeEach(() => {
  world = newId().slice(-8);
});

const table = (name: string, more: object = {}) => ({ namespace: `postgres://crm-${world}`, name, ...more });
const job = (name: string) => ({ namespace: `airflow-${world}`, name });
const facet = (value: object) => ({
  _producer: 'https://example.com',
  _schemaURL: 'https://example.com/f.json',
  ...value,
});

let minute = 0;
function event(more: object): object {
  minute += 1;
  const eventTime = new Date(installation.now().getTime() - 3_600_000 + minute * 1_000).toISOString();
  return {
    eventTime,
    producer: 'https://example.com/airflow',
    schemaURL: 'https://openlineage.io/spec/2-0-2',
    ...more,
  };
}

const send = (body: object, person: TestPerson = eva) => installation.does(person, 'POST /api/v1/lineage', body);

/** One run of a job from its start to its end. */
async function ran(name: string, io: { inputs?: object[]; outputs?: object[] }, end: 'COMPLETE' | 'FAIL' = 'COMPLETE') {
  const run = { runId: newId() };
  await send(event({ eventType: 'START', run, job: job(name), ...io }));
  const facets =
    end === 'FAIL' ? { errorMessage: facet({ message: 'no space left\nat line 7', programmingLanguage: 'SQL' }) } : {};
  await send(event({ eventType: end, run: { ...run, facets }, job: job(name), ...io }));
}

const assertions = (...rules: readonly (readonly [string, string, boolean])[]) => ({
  inputFacets: {
    dataQualityAssertions: facet({
      assertions: rules.map(([assertion, column, success]) => ({ assertion, column, success })),
    }),
  },
});

async function sources(person: TestPerson = eva, text = world): Promise<TestAnswer['body']> {
  return (await installation.does(person, `GET /api/sources?q=${encodeURIComponent(text)}`)).sources;
}

async function source(name: string, person: TestPerson = eva): Promise<TestAnswer['body']> {
  const found = (await sources(person, `${world} ${name}`)).find((one: { name: string }) => one.name === name);
  return installation.does(person, `GET /api/sources/${found.id}`);
}

/** An initiative with a data set that is made from a table, and a data engineer at its table. */
async function aLine(made: string, more: { readonly visibility?: 'private' } = {}) {
  const { slug } = await aFreeInitiative(installation, ana, playbook);
  if (more.visibility) await installation.does(ana, `PATCH /api/initiatives/${slug}`, more);
  await seat(installation, slug, ana, eva, 'data-engineer');
  const base = `/api/initiatives/${slug}/datasets`;
  const { body } = await installation.call(
    ana,
    `POST ${base}?fileName=${made}.csv&name=${made}`,
    'customer,churned\na,yes\nb,no\nc,no\n',
    { 'content-type': 'application/octet-stream' },
  );
  for (let tries = 0; tries < 1_200; tries++) {
    if ((await installation.does(ana, `GET ${base}/${body.id}/versions/1`)).state !== 'reading') break;
    await sleep(50);
  }
  return { slug, datasetId: body.id as string, sources: `${base}/${body.id}/sources` };
}

async function link(line: { readonly sources: string }, name: string): Promise<void> {
  const { id } = await source(name);
  await installation.does(ana, `PUT ${line.sources}/${id}`);
}

async function waiting(person: TestPerson): Promise<TestAnswer['body']> {
  await installation.throughline.catchUp();
  return (await installation.does(person, 'GET /api/notifications')).notices;
}

describe('receiving', () => {
  it('tells of a table with its columns, its rules and the jobs around it', async () => {
    const schema = facet({
      fields: [
        { name: 'id', type: 'int' },
        { name: 'closed_reason', type: 'text' },
      ],
    });
    await ran('nightly', {
      inputs: [table('crm.tickets', { facets: { schema }, ...assertions(['not_null', 'id', true]) })],
      outputs: [table('mart.customers')],
    });
    const tickets = await source('crm.tickets');
    expect(tickets).toMatchObject({
      state: 'Keeps its rule',
      tone: 'reached',
      readers: [{ name: 'nightly', state: 'Ran well on' }],
    });
    expect(tickets.fields.map(({ name }: { name: string }) => name)).toEqual(['id', 'closed_reason']);
    expect(tickets.rules).toMatchObject([{ sentence: 'id: not null', isKept: true, sentBy: 'Eva Engineer' }]);
    expect(tickets.madeInto.map(({ name }: { name: string }) => name)).toEqual(['mart.customers']);
  });

  it('the same event twice changes nothing the second time', async () => {
    const body = event({ eventType: 'COMPLETE', run: { runId: newId() }, job: job('once'), outputs: [table('once')] });
    expect(await send(body)).toEqual({ isNew: true, ignored: [] });
    expect(await send(body)).toEqual({ isNew: false, ignored: [] });
    const found = await source('once');
    expect(found.writers).toHaveLength(1);
  });

  it('a run whose end arrives before its start has ended, and keeps the tables that both named', async () => {
    const run = { runId: newId() };
    const start = event({ eventType: 'START', run, job: job('odd'), inputs: [table('odd.in')] });
    const end = event({ eventType: 'COMPLETE', run, job: job('odd'), outputs: [table('odd.out')] });
    await send(end);
    await send(start);
    expect(await source('odd.out')).toMatchObject({
      writers: [{ name: 'odd', state: 'Ran well on' }],
      madeFrom: [{ name: 'odd.in' }],
    });
  });

  it('forgets tables that a job does not read any more once a run without them has ended well', async () => {
    await ran('moves', { inputs: [table('old')], outputs: [table('out')] });
    await ran('moves', { inputs: [table('new')], outputs: [table('out')] }, 'FAIL');
    expect((await source('out')).madeFrom.map(({ name }: { name: string }) => name).sort()).toEqual(['new', 'old']);
    await ran('moves', { inputs: [table('new')], outputs: [table('out')] });
    expect((await source('out')).madeFrom.map(({ name }: { name: string }) => name)).toEqual(['new']);
  });

  it('a batch stores what can be read, and says of the rest which and why', async () => {
    const good = event({ dataset: table('batch.good') });
    const answer = await installation.does(eva, 'POST /api/v1/lineage/batch', [good, { eventTime: 'soon' }, good]);
    expect(answer).toMatchObject({
      received: 3,
      stored: 1,
      known: 1,
      refused: [{ index: 1, code: 'LINEAGE_EVENT_INVALID' }],
    });
  });

  it('takes a run of another job for no run of this one', async () => {
    const run = { runId: newId() };
    await send(event({ eventType: 'START', run, job: job('mine') }));
    const answer = await installation.call(
      outsider,
      'POST /api/v1/lineage',
      event({ eventType: 'FAIL', run, job: job('yours') }),
    );
    expect([answer.status, answer.body.code]).toEqual([409, 'LINEAGE_RUN_FOREIGN']);
  });

  it('answers what no client sends with the place and the reason', async () => {
    const answer = await installation.call(eva, 'POST /api/v1/lineage', event({ run: { runId: 7 }, job: job('x') }));
    expect(answer.status).toBe(422);
    expect(answer.body.detail).toContain('run.runId');
    expect(answer.body.fields[0].path).toBe('run.runId');
  });

  it('is not brought down by nesting, by null characters in it, or by markup in names', async () => {
    const deep = `{"a":${'['.repeat(100_000)}"\\u0000"${']'.repeat(100_000)}}`;
    const answer = await installation.call(eva, 'POST /api/v1/lineage', deep, { 'content-type': 'application/json' });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    const name = `<img src=x onerror=alert(1)> ${world}`;
    await send(event({ dataset: table(name) }));
    expect((await source(name)).name).toBe(name);
  });

  it('needs a token that may write', async () => {
    const made = await installation.does(eva, 'POST /api/access-tokens', { name: 'reads', scopes: ['read'] });
    const authorization = `Bearer ${made.secret}`;
    const answer = await installation.call(null, 'POST /api/v1/lineage', event({ dataset: table('t') }), {
      authorization,
    });
    expect([answer.status, answer.body.code]).toEqual([403, 'TOKEN_SCOPE_MISSING']);
  });
});

describe('from source to decision', () => {
  it('shows the way of a data set back to where its columns began', async () => {
    const columnLineage = (column: string, from: object) => facet({ fields: { [column]: { inputFields: [from] } } });
    await ran('stage', {
      inputs: [table('crm.tickets')],
      outputs: [
        table('stg.tickets', {
          facets: { columnLineage: columnLineage('closed', { ...table('crm.tickets'), field: 'closed_reason' }) },
        }),
      ],
    });
    await ran('mart', {
      inputs: [table('stg.tickets')],
      outputs: [
        table('mart.customers', {
          facets: { columnLineage: columnLineage('churned', { ...table('stg.tickets'), field: 'closed' }) },
        }),
      ],
    });
    const line = await aLine('customers');
    await link(line, 'mart.customers');
    const { nodes, edges, origins, leftOut } = await installation.does(
      ana,
      `GET /api/initiatives/${line.slug}/lineage`,
    );
    const titleOf = (wanted: string): string => nodes.find(({ id }: { id: string }) => id === wanted).title;
    const arrows = edges.map(({ from, to }: { from: string; to: string }) => `${titleOf(from)} > ${titleOf(to)}`);
    expect(arrows.sort()).toEqual(
      [
        'crm.tickets > stage',
        'stage > stg.tickets',
        'stg.tickets > mart',
        'mart > mart.customers',
        'mart.customers > customers',
      ].sort(),
    );
    expect(origins).toMatchObject([
      {
        datasetName: 'customers',
        column: 'churned',
        stops: [
          { tableName: 'mart.customers', column: 'churned' },
          { tableName: 'stg.tickets', column: 'closed' },
          { tableName: 'crm.tickets', column: 'closed_reason' },
        ],
      },
    ]);
    expect(leftOut).toEqual([]);
  });

  it('ends where lineage goes in a circle', async () => {
    await ran('there', { inputs: [table('a')], outputs: [table('b')] });
    await ran('back', { inputs: [table('b')], outputs: [table('a')] });
    const line = await aLine('circle');
    await link(line, 'a');
    const { nodes } = await installation.does(ana, `GET /api/initiatives/${line.slug}/lineage`);
    expect(nodes.map(({ title }: { title: string }) => title).sort()).toEqual(['a', 'b', 'back', 'circle', 'there']);
  });

  it('suggests tables of the same name with the reason, and links nothing by itself', async () => {
    const schema = facet({ fields: [{ name: 'churned' }, { name: 'tenure' }] });
    await send(event({ dataset: table(`mart.leavers${world}`, { facets: { schema } }) }));
    const line = await aLine(`leavers${world}`);
    const { sources: linked, suggested } = await installation.does(ana, `GET ${line.sources}`);
    expect(linked).toEqual([]);
    expect(suggested).toMatchObject([{ why: 'It has the same name, and 1 of the 2 columns are there too.' }]);
  });

  it('only the table says what a data set is made from', async () => {
    await send(event({ dataset: table('mart.any') }));
    const line = await aLine('any');
    const { id } = await source('mart.any');
    const answer = await installation.call(outsider, `PUT ${line.sources}/${id}`);
    expect([answer.status, answer.body.code]).toEqual([403, 'NOT_ALLOWED']);
  });

  it('cuts hundreds of tables to what can be drawn, and says so', async () => {
    const inputs = Array.from({ length: 450 }, (_, i) => table(`wide.t${i}`));
    await ran('wide', { inputs, outputs: [table('wide.out')] });
    const line = await aLine('wide');
    await link(line, 'wide.out');
    const { nodes, leftOut } = await installation.does(ana, `GET /api/initiatives/${line.slug}/lineage`);
    expect(nodes.length).toBeLessThanOrEqual(330);
    expect(nodes.length).toBeGreaterThan(100);
    expect(leftOut[0]).toContain('further back');
  });
});

describe('when something is wrong', () => {
  it('a rule that breaks upstream is told, with the data and the rule, to those who build on them, once', async () => {
    await ran('load', {
      inputs: [table('crm.tickets', assertions(['not_null', 'closed_reason', true]))],
      outputs: [table('mart')],
    });
    const line = await aLine('told');
    await link(line, 'mart');
    const broken = {
      inputs: [table('crm.tickets', assertions(['not_null', 'closed_reason', false]))],
      outputs: [table('mart')],
    };
    await ran('load', broken);
    await ran('load', broken);
    const notices = (await waiting(eva)).filter(({ initiative }: TestAnswer['body']) => initiative?.slug === line.slug);
    const about = notices.filter(({ kind }: { kind: string }) => kind === 'source.rule-broken');
    expect(about).toMatchObject([
      {
        sentence:
          'The data pipeline (with the access of Eva Engineer) reported that crm.tickets breaks 1 rule: closed_reason: not null; the data set "told" is made from it',
        verb: 'Look at the data',
        count: 1,
        isDone: false,
        path: `/i/${line.slug}/lineage`,
      },
    ]);
    const { troubles } = await installation.does(ana, `GET /api/initiatives/${line.slug}/lineage`);
    expect(troubles).toMatchObject([
      { datasetName: 'told', sentence: 'the table crm.tickets breaks a rule: closed_reason: not null' },
    ]);

    await ran('load', {
      inputs: [table('crm.tickets', assertions(['not_null', 'closed_reason', true]))],
      outputs: [table('mart')],
    });
    const after = (await waiting(eva)).find(
      ({ kind, initiative }: TestAnswer['body']) => kind === 'source.rule-broken' && initiative?.slug === line.slug,
    );
    expect(after).toMatchObject({ isDone: true });
  });

  it('a job that fails upstream is told with its reason, and settled when it runs well again', async () => {
    await ran('export', { outputs: [table('raw')] });
    await ran('shape', { inputs: [table('raw')], outputs: [table('shaped')] });
    const line = await aLine('shaped');
    await link(line, 'shaped');
    await ran('export', { outputs: [table('raw')] }, 'FAIL');
    const failed = (await waiting(eva)).find(
      ({ kind, initiative }: TestAnswer['body']) => kind === 'source.run-failed' && initiative?.slug === line.slug,
    );
    expect(failed.sentence).toBe(
      'The data pipeline (with the access of Eva Engineer) reported that the job export failed: no space left; the data set "shaped" is made from it',
    );
    const { troubles } = await installation.does(ana, `GET /api/initiatives/${line.slug}/lineage`);
    expect(troubles[0].sentence).toBe('the job export failed: no space left');
    await ran('export', { outputs: [table('raw')] });
    expect((await installation.does(ana, `GET /api/initiatives/${line.slug}/lineage`)).troubles).toEqual([]);
  });

  it('a rule that only warns is shown and troubles nobody', async () => {
    const warning = facet({ assertions: [{ assertion: 'freshness', success: false, severity: 'warn' }] });
    await ran('warned', { outputs: [table('warned')] });
    const line = await aLine('warned');
    await link(line, 'warned');
    await send(event({ dataset: table('warned', { facets: { dataQualityAssertions: warning } }) }));
    expect(await source('warned')).toMatchObject({ tone: 'look', state: '1 warning' });
    const about = (await waiting(eva)).filter(({ initiative }: TestAnswer['body']) => initiative?.slug === line.slug);
    expect(about.filter(({ kind }: { kind: string }) => kind.startsWith('source.'))).toEqual([]);
  });
});

describe('a private initiative', () => {
  it("is nobody else's to see among those that use a table", async () => {
    await ran('feeds', { inputs: [table('raw')], outputs: [table('secret')] });
    const line = await aLine('secret', { visibility: 'private' });
    await link(line, 'secret');
    for (const name of ['raw', 'secret']) {
      expect((await source(name, ana)).dependents).toMatchObject([{ slug: line.slug, datasetName: 'secret' }]);
      expect((await source(name, outsider)).dependents).toEqual([]);
    }
    const listed = await sources(outsider);
    expect(listed.every(({ dependents }: { dependents: unknown[] }) => dependents.length === 0)).toBe(true);
    const { writers } = await source('secret', outsider);
    const atJob = await installation.does(outsider, `GET /api/source-jobs/${writers[0].id}`);
    expect(atJob.dependents).toEqual([]);
    const answer = await installation.call(outsider, `GET /api/initiatives/${line.slug}/lineage`);
    expect([answer.status, answer.body.code]).toEqual([404, 'NOT_FOUND']);
  });

  it('answers whoever sends an event about its data the same as about any other', async () => {
    await ran('hidden', { outputs: [table('hidden')] });
    const line = await aLine('hidden', { visibility: 'private' });
    await link(line, 'hidden');
    const broken = (name: string) =>
      event({ dataset: table(name, { facets: assertions(['not_null', 'id', false]).inputFacets }) });
    expect(await send(broken('hidden'), outsider)).toEqual(await send(broken('nobodys'), outsider));
    expect((await waiting(outsider)).some(({ kind }: { kind: string }) => kind === 'source.rule-broken')).toBe(false);
    expect((await waiting(eva)).some(({ initiative }: TestAnswer['body']) => initiative?.slug === line.slug)).toBe(
      true,
    );
  });
});
