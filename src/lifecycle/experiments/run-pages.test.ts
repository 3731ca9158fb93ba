import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestInstallation, seat, type TestInstallation, type TestPerson } from '../../../test/installation.ts';
import { aFreeInitiative, publishFreePlaybook } from './free-initiative.fixture.ts';

let installation: TestInstallation;
let expert: TestPerson;
let scientist: TestPerson;
let colleague: TestPerson;
let outsider: TestPerson;
let slug: string;
/** Connected to a private initiative. */
let experiment: string;
let parent: string;
let child: string;

beforeAll(async () => {
  installation = await openTestInstallation();
  [expert, scientist, colleague, outsider] = [
    await installation.join('Expert'),
    await installation.join('Scientist'),
    await installation.join('Colleague'),
    await installation.join('Outsider'),
  ];
  const playbook = await publishFreePlaybook(installation);
  ({ slug } = await aFreeInitiative(installation, expert, playbook, 'private'));
  await seat(installation, slug, expert, scientist, 'data-scientist');
  await seat(installation, slug, expert, colleague, 'data-engineer');
  experiment = (await mlflow('experiments/create', { name: `${slug}/trees` })).experiment_id;
  parent = await aRun('parent', []);
  child = await aRun('child', [
    { key: 'mlflow.parentRunId', value: parent },
    { key: 'mlflow.note.content', value: 'Deeper trees.' },
    { key: 'team', value: 'blue' },
  ]);
  await mlflow('runs/log-batch', {
    run_id: child,
    params: [{ key: 'depth', value: '4' }],
    metrics: [
      ...[0.5, 0.9, 'Infinity', 0.7].map((value, step) => ({ key: 'auc', value, timestamp: 5_000 + step * 10, step })),
      { key: 'epoch', value: 3, timestamp: 1, step: 0 },
    ],
  });
  await mlflow('runs/log-batch', { run_id: parent, metrics: [{ key: 'auc', value: 0.6, timestamp: 1, step: 0 }] });
});
afterAll(() => installation.close());

const mlflow = (path: string, body: object) => installation.does(scientist, `POST /api/2.0/mlflow/${path}`, body);

let started = 1_000;
async function aRun(name: string, tags: readonly object[]): Promise<string> {
  started += 1;
  const fields = { experiment_id: experiment, run_name: name, start_time: started, tags };
  return (await mlflow('runs/create', fields)).run.info.run_id;
}

async function refused(person: TestPerson, request: string, body?: object): Promise<readonly [number, string]> {
  const answer = await installation.call(person, request, body);
  return [answer.status, answer.body.code];
}

describe('the page of an experiment', () => {
  it('names its initiative and the keys that its runs have, without those of MLflow itself', async () => {
    expect(await installation.does(expert, `GET /api/experiments/${experiment}`)).toMatchObject({
      initiative: { slug },
      runCount: 2,
      keys: { metrics: ['auc', 'epoch'], params: ['depth'], tags: ['team'] },
    });
  });

  it('says what was written about it, and nothing once that was taken back', async () => {
    const description = async () => (await installation.does(expert, `GET /api/experiments/${experiment}`)).description;
    expect(await description()).toBeNull();
    const key = 'mlflow.note.content';
    await mlflow('experiments/set-experiment-tag', { experiment_id: experiment, key, value: '# Trees' });
    expect(await description()).toBe('# Trees');
    await mlflow('experiments/set-experiment-tag', { experiment_id: experiment, key, value: '' });
    expect(await description()).toBeNull();
  });

  it('groups runs by the one that they are part of, in the grammar of filters', async () => {
    const runs = async (filter: string) =>
      (
        await installation.does(
          expert,
          `GET /api/experiments/${experiment}/runs?${new URLSearchParams({ filter, orderBy: 'metrics.auc DESC' })}`,
        )
      ).items;
    expect(await runs('tags.`mlflow.parentRunId` IS NULL')).toMatchObject([{ id: parent, childCount: 1 }]);
    expect(await runs(`tags.\`mlflow.parentRunId\` = '${parent}'`)).toMatchObject([
      { id: child, childCount: 0, tags: [{ key: 'team', value: 'blue' }] },
    ]);
    expect(await runs('')).toMatchObject([{ id: child }, { id: parent }]);
  });

  it('lists its evaluation sets, those changed last first, without those that were deleted', async () => {
    const path = `GET /api/experiments/${experiment}/evaluation-sets`;
    expect(await installation.does(expert, path)).toEqual({ items: [], hasMore: false });
    const ids: string[] = [];
    for (const name of ['first', 'second', 'third']) {
      const { dataset } = await mlflow('datasets/create', { name, experiment_ids: [experiment] });
      ids.push(dataset.dataset_id);
      installation.moveClock(1);
    }
    await mlflow(`datasets/${ids[0]}/records`, { records: '[{"inputs": {"at": 1}}, {"inputs": {"at": 2}}]' });
    await installation.call(scientist, `DELETE /api/3.0/mlflow/datasets/${ids[2]}`);
    const { items } = await installation.does(expert, path);
    expect(items).toMatchObject([
      { id: ids[0], name: 'first', records: 2 },
      { id: ids[1], name: 'second', records: 0 },
    ]);
    expect(items[0].changedAt > items[1].changedAt).toBe(true);
  });

  it('is to whoever may not see its initiative as if it were not there', async () => {
    const requests = [
      `GET /api/experiments/${experiment}`,
      `GET /api/experiments/${experiment}/runs`,
      `GET /api/experiments/${experiment}/views`,
      `GET /api/experiments/${experiment}/evaluation-sets`,
      `DELETE /api/experiments/${experiment}/views/x`,
    ];
    for (const request of requests) {
      expect(await refused(outsider, request), request).toEqual([404, 'EXPERIMENT_UNKNOWN']);
      expect(await refused(expert, request.replace(`/${experiment}`, '/999999')), request).toEqual([
        404,
        'EXPERIMENT_UNKNOWN',
      ]);
    }
    for (const request of [
      `GET /api/runs/${child}`,
      `GET /api/runs?ids=${parent},${child}`,
      `GET /api/curves?runs=${child}&key=auc`,
      `GET /api/runs/${child}/files`,
      `GET /api/runs/${child}/file?path=a.txt`,
    ])
      expect(await refused(outsider, request), request).toEqual([404, 'RUN_UNKNOWN']);
  });
});

describe('the page of a run', () => {
  it('says what it belongs to, what was written about it, and what rests on it', async () => {
    const conclusion = { text: 'Depth helps.', runIds: [child] };
    await installation.does(expert, `POST /api/initiatives/${slug}/conclusions`, conclusion);
    expect(await installation.does(expert, `GET /api/runs/${child}`)).toMatchObject({
      name: 'child',
      description: 'Deeper trees.',
      initiative: { slug },
      parent: { id: parent, name: 'parent' },
      conclusions: [{ text: 'Depth helps.', runs: [{ id: child, experimentId: experiment }] }],
      isDeleted: false,
    });
    expect((await installation.does(expert, `GET /api/runs/${parent}`)).conclusions).toEqual([]);
  });

  it('curves keep every point that can be drawn, and say where they are no numbers, by step or by the time', async () => {
    const read = (axis: string) =>
      installation.does(expert, `GET /api/curves?runs=${child},${parent}&key=auc&axis=${axis}`);
    const { curves } = await read('step');
    expect(curves).toEqual([
      {
        runId: child,
        count: 4,
        points: [
          { x: 0, value: 0.5 },
          { x: 1, value: 0.9 },
          { x: 2, value: 'Infinity' },
          { x: 3, value: 0.7 },
        ],
      },
      { runId: parent, count: 1, points: [{ x: 0, value: 0.6 }] },
    ]);
    const byTime = (await read('time')).curves;
    expect(byTime[0].points.map(({ x }: { x: number }) => x)).toEqual([0, 10, 20, 30]);
    expect((await installation.does(expert, `GET /api/curves?runs=${child}&key=unheard`)).curves).toEqual([]);
  });

  it('at most ten are compared, in the order asked for', async () => {
    const { items } = await installation.does(expert, `GET /api/runs?ids=${child},${parent}`);
    expect(items.map(({ name }: { name: string }) => name)).toEqual(['child', 'parent']);
    const many = Array.from({ length: 11 }, () => child).join(',');
    expect(await refused(expert, `GET /api/runs?ids=${many}`)).toEqual([400, 'INPUT_INVALID']);
    expect(await refused(expert, `GET /api/runs?ids=${"' or 1=1"}`)).toEqual([400, 'INPUT_INVALID']);
  });
});

describe('what is best so far', () => {
  it('is told by the metric whose name says which values are good', async () => {
    expect(await installation.does(expert, `GET /api/initiatives/${slug}/best-run`)).toEqual({
      best: {
        metric: 'auc',
        direction: 'higher',
        isOnLearnedData: false,
        runCount: 2,
        best: { runId: child, runName: 'child', experimentId: experiment, value: 0.7 },
        first: { runId: parent, runName: 'parent', experimentId: experiment, value: 0.6 },
      },
    });
  });
});

describe('a saved view', () => {
  const view = {
    name: 'Deep ones',
    columns: ['metrics.auc', 'params.depth'],
    filter: "params.depth = '4'",
    orderBy: '',
    isGrouped: true,
    hasCurves: false,
  };
  const path = () => `/api/experiments/${experiment}/views`;

  it('is shared, replaced by whoever saved it, and removed by them or an administrator only', async () => {
    const saved = await installation.does(scientist, `POST ${path()}`, view);
    expect(saved).toMatchObject({ ...view, savedByName: 'Scientist', mayChange: true });
    const again = { ...view, name: 'deep ones', orderBy: 'metrics.auc DESC' };
    expect((await installation.does(scientist, `POST ${path()}`, again)).id).toBe(saved.id);
    const { items } = await installation.does(expert, `GET ${path()}`);
    expect(items).toMatchObject([{ ...again, mayChange: false }]);
    expect(await refused(expert, `POST ${path()}`, view)).toEqual([409, 'VIEW_NAME_TAKEN']);
    expect(await refused(expert, `DELETE ${path()}/${saved.id}`)).toEqual([403, 'VIEW_OF_ANOTHER']);
    await installation.does(scientist, `DELETE ${path()}/${saved.id}`);
    expect(await refused(scientist, `DELETE ${path()}/${saved.id}`)).toEqual([404, 'VIEW_UNKNOWN']);
  });

  it('is renamed and saved again by whoever saved it or an administrator only, and stays theirs', async () => {
    const saved = await installation.does(scientist, `POST ${path()}`, view);
    await installation.does(colleague, `POST ${path()}`, { ...view, name: 'Of a colleague' });
    const own = `${path()}/${saved.id}`;
    expect(await refused(expert, `PATCH ${own}`, { name: 'Mine' })).toEqual([403, 'VIEW_OF_ANOTHER']);
    expect(await refused(scientist, `PATCH ${own}`, { name: 'of a COLLEAGUE' })).toEqual([409, 'VIEW_NAME_TAKEN']);
    expect(await refused(scientist, `PATCH ${own}`, { name: 'x'.repeat(81) })).toEqual([400, 'INPUT_INVALID']);
    expect(await refused(scientist, `PATCH ${own}`, { filter: 'auc >' })).toEqual([400, 'RUN_FILTER_INVALID']);
    expect(await refused(scientist, `PATCH ${path()}/x`, { name: 'Mine' })).toEqual([404, 'VIEW_UNKNOWN']);
    const renamed = { ...view, id: saved.id, name: 'DEEP ones' };
    expect(await installation.does(scientist, `PATCH ${own}`, { name: renamed.name })).toMatchObject(renamed);
    const changed = { ...renamed, columns: ['params.depth'], isGrouped: false, orderBy: 'metrics.auc DESC' };
    const { columns, isGrouped, orderBy } = changed;
    await installation.does(scientist, `PATCH ${own}`, { columns, isGrouped, orderBy });
    expect((await installation.does(expert, `GET ${path()}`)).items).toContainEqual({
      ...changed,
      savedByName: 'Scientist',
      mayChange: false,
    });
    await installation.does(scientist, `DELETE ${own}`);
  });

  it('of somebody who says nothing of grouping and curves is looked at as a page is before anybody chooses', async () => {
    const { isGrouped: _, hasCurves: __, ...older } = { ...view, name: 'Older' };
    expect(await installation.does(scientist, `POST ${path()}`, older)).toMatchObject({
      isGrouped: false,
      hasCurves: true,
    });
  });

  it('with a filter or a column that cannot be read is refused', async () => {
    expect(await refused(scientist, `POST ${path()}`, { ...view, filter: 'auc >' })).toEqual([
      400,
      'RUN_FILTER_INVALID',
    ]);
    expect(await refused(scientist, `POST ${path()}`, { ...view, columns: ['drop table'] })).toEqual([
      400,
      'INPUT_INVALID',
    ]);
  });

  it('two people who save the same name at once leave one view', async () => {
    const asked = await Promise.all(
      [scientist, colleague].map((person) => installation.call(person, `POST ${path()}`, { ...view, name: 'Race' })),
    );
    expect(asked.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 409]);
  });
});
