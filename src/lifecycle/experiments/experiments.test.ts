import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  anInitiative,
  openTestInstallation,
  seat,
  type TestInstallation,
  type TestPerson,
} from '../../../test/installation.ts';
import { aFreeInitiative, publishFreePlaybook } from './free-initiative.fixture.ts';
import { countRunsBetween } from './overview.store.ts';

let installation: TestInstallation;
let expert: TestPerson;
let scientist: TestPerson;
let outsider: TestPerson;
let slug: string;

beforeAll(async () => {
  installation = await openTestInstallation();
  [expert, scientist, outsider] = [
    await installation.join('Expert'),
    await installation.join('Scientist'),
    await installation.join('Outsider'),
  ];
  const playbook = await publishFreePlaybook(installation);
  ({ slug } = await aFreeInitiative(installation, expert, playbook, 'private'));
  await seat(installation, slug, expert, scientist, 'data-scientist');
});
afterAll(() => installation.close());

const mlflow = (person: TestPerson, path: string, body: object) =>
  installation.does(person, `POST /api/2.0/mlflow/${path}`, body);

async function anExperiment(name: string): Promise<string> {
  return (await mlflow(scientist, 'experiments/create', { name })).experiment_id;
}

async function aRun(experimentId: string, fields: object = {}): Promise<string> {
  const { run } = await mlflow(scientist, 'runs/create', { experiment_id: experimentId, start_time: 1_000, ...fields });
  return run.info.run_id;
}

const unconnected = async (person: TestPerson) =>
  (await installation.does(person, 'GET /api/experiments/unconnected')).items;

describe('an experiment', () => {
  it('stands in the inbox until it is connected, and again when it is taken off', async () => {
    const id = await anExperiment('first tries');
    const run = await aRun(id);
    expect(await unconnected(outsider)).toMatchObject([
      { id, name: 'first tries', createdByName: 'Scientist', runCount: 1, iteration: null, mayChange: false },
    ]);
    expect((await unconnected(scientist))[0].mayChange).toBe(true);
    const connect = `POST /api/initiatives/${slug}/experiments`;
    await installation.does(scientist, connect, { experimentId: id });
    expect(await unconnected(scientist)).toEqual([]);
    const { items } = await installation.does(expert, `GET /api/initiatives/${slug}/experiments`);
    expect(items).toMatchObject([{ id, iteration: 1, runCount: 1 }]);
    const listed = async (person: TestPerson) => (await installation.does(person, 'GET /api/experiments')).items;
    expect(await listed(expert)).toMatchObject([{ id, name: 'first tries', runCount: 1, initiative: { slug } }]);
    expect(await listed(outsider)).toEqual([]);
    const hidden = await installation.call(outsider, `GET /api/runs/${run}`);
    expect([hidden.status, hidden.body.code]).toEqual([404, 'RUN_UNKNOWN']);
    await installation.does(scientist, `DELETE /api/initiatives/${slug}/experiments/${id}`);
    expect(await unconnected(outsider)).toHaveLength(1);
    const again = await installation.call(scientist, `DELETE /api/initiatives/${slug}/experiments/${id}`);
    expect([again.status, again.body.code]).toEqual([404, 'EXPERIMENT_NOT_CONNECTED']);
  });

  it('is connected by whoever made it or an administrator, with a seat that builds', async () => {
    const { experiment_id: id } = await mlflow(outsider, 'experiments/create', { name: 'of an outsider' });
    const foreign = await installation.call(scientist, `POST /api/initiatives/${slug}/experiments`, {
      experimentId: id,
    });
    expect([foreign.status, foreign.body.code]).toEqual([403, 'EXPERIMENT_RIGHT_MISSING']);
    const own = await anExperiment('of the scientist');
    const asExpert = await installation.call(expert, `POST /api/initiatives/${slug}/experiments`, {
      experimentId: own,
    });
    expect([asExpert.status, asExpert.body.code]).toEqual([403, 'NOT_ALLOWED']);
    const asOutsider = await installation.call(outsider, `POST /api/initiatives/${slug}/experiments`, {
      experimentId: id,
    });
    expect(asOutsider.status).toBe(404);
  });

  it('is refused by name and by hand where the playbook wants the framing signed first, and told who has not', async () => {
    const held = await anInitiative(installation, expert);
    await seat(installation, held.slug, expert, scientist, 'data-scientist');
    const name = `${held.slug}/eager`;
    const named = await installation.call(scientist, 'POST /api/2.0/mlflow/experiments/create', { name });
    expect([named.status, named.body.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    expect(named.body.message).toContain('the framing is not signed by');
    expect((await unconnected(outsider)).map((item: { name: string }) => item.name)).not.toContain(name);
    const answer = await installation.call(scientist, `POST /api/initiatives/${held.slug}/experiments`, {
      experimentId: await anExperiment('eager elsewhere'),
    });
    expect([answer.status, answer.body.code]).toEqual([409, 'PLAYBOOK_HOLDS']);
    // For somebody who does not build there, the name is like an address by chance.
    const { experiment_id: other } = await mlflow(outsider, 'experiments/create', { name });
    expect((await unconnected(outsider)).map(({ id }: { id: string }) => id)).toContain(other);
  });
});

describe('a run', () => {
  it('keeps the question, the hypothesis and the pass that it was started under, and says where it comes from', async () => {
    const id = await anExperiment(`${slug}/trees`);
    const parent = await aRun(id, { run_name: 'parent' });
    const run = await aRun(id, {
      run_name: 'child',
      tags: [
        { key: 'throughline.hypothesis', value: 'Contracts that end soon explain most of it.' },
        { key: 'mlflow.source.git.commit', value: 'abc123' },
        { key: 'mlflow.user', value: 'sci' },
        { key: 'mlflow.parentRunId', value: parent },
      ],
    });
    const dataset = { name: 'churn_q3', digest: '748f', source_type: 'local', source: '{}' };
    const tags = [{ key: 'mlflow.data.context', value: 'training' }];
    await mlflow(scientist, 'runs/log-inputs', { run_id: run, datasets: [{ dataset, tags }] });
    await mlflow(scientist, 'runs/log-batch', {
      run_id: run,
      metrics: [3, 1, 'NaN', 2].map((value, step) => ({ key: 'loss', value, timestamp: step, step })),
    });
    const { items } = await installation.does(
      expert,
      `GET /api/initiatives/${slug}/runs?filter=${encodeURIComponent("run_name = 'child'")}`,
    );
    expect(items).toMatchObject([
      {
        id: run,
        experimentName: `${slug}/trees`,
        startedByName: 'Scientist',
        metrics: [{ key: 'loss', value: 2, least: 1, greatest: 3 }],
        lineage: {
          commit: 'abc123',
          author: 'sci',
          parentRunId: parent,
          datasets: [{ name: 'churn_q3', digest: '748f', context: 'training' }],
        },
        context: {
          iteration: 1,
          question: 'How can we reduce churn by 10% this quarter?',
          framingVersion: null,
          hypothesis: 'Contracts that end soon explain most of it.',
        },
      },
    ]);
  });

  it('is listed page by page, and a filter that cannot be read is refused at its place', async () => {
    const path = `GET /api/initiatives/${slug}/runs`;
    const first = await installation.does(expert, `${path}?limit=1&orderBy=${encodeURIComponent('run_name ASC')}`);
    const order = encodeURIComponent('run_name ASC');
    const next = await installation.does(expert, `${path}?limit=1&orderBy=${order}&cursor=${first.nextCursor}`);
    expect([first.items[0].name, next.items[0].name, next.nextCursor]).toEqual(['child', 'parent', null]);
    const wrong = await installation.call(expert, `${path}?filter=${encodeURIComponent('metrics.auc >')}`);
    expect([wrong.status, wrong.body.code, wrong.body.fields[0].path]).toEqual([400, 'RUN_FILTER_INVALID', 'filter']);
    expect((await installation.call(expert, `${path}?cursor=junk`)).status).toBe(400);
  });

  it('leaves its start and its end in the log of the line, and nothing for each metric', async () => {
    const id = await anExperiment(`${slug}/logged`);
    const run = await aRun(id, { run_name: 'told' });
    for (let step = 0; step < 5; step += 1)
      await mlflow(scientist, 'runs/log-metric', { run_id: run, key: 'a', value: step, timestamp: step, step });
    await mlflow(scientist, 'runs/update', { run_id: run, status: 'FINISHED', end_time: 2_000 });
    await mlflow(scientist, 'runs/update', { run_id: run, status: 'FINISHED', end_time: 2_000 });
    const { entries } = await installation.does(expert, `GET /api/initiatives/${slug}/log`);
    const sentences = entries
      .map(({ sentence }: { sentence: string }) => sentence)
      .filter((sentence: string) => sentence.includes('"told"'));
    expect(sentences).toEqual([
      `finished the run "told" of the experiment "${slug}/logged"`,
      `started the run "told" of the experiment "${slug}/logged"`,
    ]);
  });

  it('tests what the task claims that was chosen for the framing, where its author names no hypothesis', async () => {
    const candidate = await installation.does(expert, `POST /api/initiatives/${slug}/candidates`, {
      content: {
        title: 'Call before the contract ends',
        predictionTask: { entity: { one: 'customer', many: 'customers' }, outcome: 'leaves within 90 days' },
      },
    });
    await installation.does(expert, `POST /api/initiatives/${slug}/candidates/${candidate.id}/choice`, {
      reason: 'It is the cheapest.',
    });
    await aRun(await anExperiment(`${slug}/claimed`), { run_name: 'claimed' });
    const { items } = await installation.does(
      expert,
      `GET /api/initiatives/${slug}/runs?filter=${encodeURIComponent("run_name = 'claimed'")}`,
    );
    expect(items[0].context.hypothesis).toBe('For each customer it can be predicted: "leaves within 90 days"');
  });

  it('is counted between two moments for its own initiative, and not counted at all without an experiment', async () => {
    const counted = async (name: string, from: number, to: number) => {
      const [found] = await installation.database.query<{ no: number }>('select no from initiatives where slug = $1', [
        name,
      ]);
      const between = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
      return countRunsBetween(installation.database, found?.no ?? 0, between);
    };
    const id = await anExperiment(`${slug}/counted`);
    for (const start_time of [50_000, 60_000, 70_000, 80_000]) await aRun(id, { start_time });
    const gone = await aRun(id, { start_time: 65_000 });
    await mlflow(scientist, 'runs/delete', { run_id: gone });
    expect(await counted(slug, 50_000, 70_000)).toBe(2);
    expect(await counted(slug, 90_000, 95_000)).toBe(0);
    expect(await counted((await anInitiative(installation, expert)).slug, 0, 90_000)).toBeNull();
  });
});

describe('a conclusion', () => {
  it('is written by whoever has a seat, on runs of the initiative, and stands in the log', async () => {
    const id = await anExperiment(`${slug}/concluded`);
    const run = await aRun(id, { run_name: 'best' });
    const stray = await aRun(await anExperiment('elsewhere'));
    const path = `POST /api/initiatives/${slug}/conclusions`;
    const text = 'Contract end alone gets us two thirds of the way.';
    expect(await installation.does(expert, path, { text, runIds: [run, run] })).toMatchObject({
      text,
      authorName: 'Expert',
      iteration: 1,
      runs: [{ id: run, name: 'best', experimentName: `${slug}/concluded` }],
    });
    const wrong = await installation.call(expert, path, { text, runIds: [stray] });
    expect([wrong.status, wrong.body.code]).toEqual([422, 'CONCLUSION_RUN_UNKNOWN']);
    expect((await installation.call(outsider, path, { text, runIds: [run] })).status).toBe(404);
    expect((await installation.call(expert, path, { text: 'hm', runIds: [run] })).status).toBe(400);
    const { items } = await installation.does(scientist, `GET /api/initiatives/${slug}/conclusions`);
    expect(items).toHaveLength(1);
    const log = await installation.does(scientist, `GET /api/initiatives/${slug}/log`);
    expect(log.entries[0].sentence).toBe(`concluded from a run: "${text}"`);
  });
});
