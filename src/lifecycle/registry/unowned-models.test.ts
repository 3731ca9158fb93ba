import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openTestInstallation,
  seat,
  type TestAnswer,
  type TestInstallation,
  type TestPerson,
} from '../../../test/installation.ts';
import { aFreeInitiative, publishFreePlaybook } from '../experiments/free-initiative.fixture.ts';

let installation: TestInstallation;
let owner: TestPerson;
let colleague: TestPerson;
let builder: TestPerson;
let slug: string;
let models = 0;

beforeAll(async () => {
  installation = await openTestInstallation();
  [owner, colleague, builder] = [
    await installation.join('Ona'),
    await installation.join('Cy'),
    await installation.join('Ben'),
  ];
  ({ slug } = await aFreeInitiative(installation, builder, await publishFreePlaybook(installation)));
  await seat(installation, slug, builder, builder, 'data-scientist');
});
afterAll(() => installation.close());

function mlflow(person: TestPerson, request: string, body?: object): Promise<TestAnswer> {
  const [method = '', path = ''] = request.split(/ (.*)/);
  return installation.call(person, `${method} /api/2.0/mlflow/${path.replaceAll(' ', '%20')}`, body);
}

async function does(person: TestPerson, request: string, body?: object): Promise<TestAnswer['body']> {
  const answer = await mlflow(person, request, body);
  if (answer.status !== 200) throw new Error(`${request}: ${answer.status} ${answer.text}`);
  return answer.body;
}

/** A model of the owner with one version, to which an alias points, made for no initiative. */
async function aModel(tags: readonly object[] = []): Promise<string> {
  models += 1;
  const name = `unowned ${models}`;
  await does(owner, 'POST registered-models/create', { name, tags });
  await does(owner, 'POST model-versions/create', { name, source: 's3://elsewhere/model' });
  await does(owner, 'POST registered-models/alias', { name, alias: 'kept', version: '1' });
  return name;
}

/** Everything that changes a model or its first version; the last one deletes it. */
function changesOf(name: string): readonly (readonly [request: string, body: object])[] {
  return [
    ['PATCH registered-models/update', { name, description: 'Mine' }],
    ['POST registered-models/set-tag', { name, key: 'k', value: 'v' }],
    ['DELETE registered-models/delete-tag', { name, key: 'k' }],
    ['POST registered-models/alias', { name, alias: 'trial', version: '1' }],
    ['DELETE registered-models/alias', { name, alias: 'kept' }],
    ['PATCH model-versions/update', { name, version: '1', description: 'Mine' }],
    ['POST model-versions/set-tag', { name, version: '1', key: 'k', value: 'v' }],
    ['DELETE model-versions/delete-tag', { name, version: '1', key: 'k' }],
    ['POST model-versions/transition-stage', { name, version: '1', stage: 'Staging' }],
    ['POST model-versions/create', { name, source: 's3://elsewhere/other' }],
    ['DELETE model-versions/delete', { name, version: '1' }],
    ['POST registered-models/rename', { name, new_name: `${name} renamed` }],
    ['DELETE registered-models/delete', { name: `${name} renamed` }],
  ];
}

describe('a model that was made for no initiative', () => {
  it.each(['its owner', 'an administrator'])('is changed in every way by %s', async (who) => {
    const name = await aModel();
    const person = who === 'its owner' ? owner : installation.administrator;
    for (const [request, body] of changesOf(name)) {
      const answer = await mlflow(person, request, body);
      expect(answer.status, `${request} ${answer.text}`).toBe(200);
    }
    const { models: deleted } = await installation.does(person, 'GET /api/deleted-models');
    const { id } = deleted.find((entry: { name: string }) => entry.name === `${name} renamed`);
    await installation.does(person, `POST /api/deleted-models/${id}/restoration`);
    await installation.does(person, `POST /api/models/${encodeURIComponent(`${name} renamed`)}/versions/1/restoration`);
  });

  it('is read by everybody and changed by nobody else, who reads whom to ask', async () => {
    const name = await aModel();
    const before = await does(owner, `GET registered-models/get?name=${name}`);
    for (const person of [colleague, builder]) {
      expect((await mlflow(person, `GET model-versions/get?name=${name}&version=1`)).status).toBe(200);
      for (const [request, body] of changesOf(name).slice(0, -1)) {
        const refused = await mlflow(person, request, body);
        expect([refused.status, refused.body.error_code], request).toEqual([403, 'PERMISSION_DENIED']);
        expect(refused.body.message).toContain('Ask Ona or an administrator');
      }
      expect((await mlflow(person, 'DELETE registered-models/delete', { name })).status).toBe(403);
    }
    expect(await does(owner, `GET registered-models/get?name=${name}`)).toEqual(before);
  });

  it('comes back from deletion only by its owner or an administrator', async () => {
    const name = await aModel();
    await does(owner, 'DELETE model-versions/delete', { name, version: '1' });
    const version = `POST /api/models/${encodeURIComponent(name)}/versions/1/restoration`;
    expect((await installation.call(colleague, version)).body.code).toBe('MODEL_OF_ANOTHER');
    await installation.does(owner, version);
    await does(owner, 'DELETE registered-models/delete', { name });
    const { models: deleted } = await installation.does(colleague, 'GET /api/deleted-models');
    const { id } = deleted.find((entry: { name: string }) => entry.name === name);
    const back = `POST /api/deleted-models/${id}/restoration`;
    expect((await installation.call(colleague, back)).body.code).toBe('MODEL_OF_ANOTHER');
    await installation.does(installation.administrator, back);
  });

  it('is not taken over with a version from an initiative of somebody else', async () => {
    const name = await aModel();
    const { experiment_id } = await does(builder, 'POST experiments/create', { name: `${slug}/${name}` });
    const { run } = await does(builder, 'POST runs/create', { experiment_id, start_time: 1 });
    const source = `${run.info.artifact_uri}/model`;
    const refused = await mlflow(builder, 'POST model-versions/create', { name, source, run_id: run.info.run_id });
    expect([refused.status, refused.body.error_code]).toEqual([403, 'PERMISSION_DENIED']);
  });

  it('is changed by the builders of an initiative once its experiment is connected there', async () => {
    models += 1;
    const name = `connected ${models}`;
    const { experiment_id } = await does(builder, 'POST experiments/create', { name });
    const { run } = await does(owner, 'POST runs/create', { experiment_id, start_time: 1 });
    await does(owner, 'POST registered-models/create', { name });
    const source = `${run.info.artifact_uri}/model`;
    await does(owner, 'POST model-versions/create', { name, source, run_id: run.info.run_id });
    expect((await mlflow(builder, 'PATCH registered-models/update', { name })).status).toBe(403);
    await installation.does(builder, `POST /api/initiatives/${slug}/experiments`, { experimentId: experiment_id });
    await does(builder, 'PATCH registered-models/update', { name, description: 'Ours' });
    const refused = await mlflow(owner, 'PATCH registered-models/update', { name, description: 'Mine' });
    expect([refused.status, refused.body.error_code]).toEqual([403, 'PERMISSION_DENIED']);
  });

  it('says on its page who may change it', async () => {
    const name = await aModel();
    const page = (person: TestPerson) => installation.does(person, `GET /api/models/${encodeURIComponent(name)}`);
    expect(await page(owner)).toMatchObject({
      mayChange: true,
      rule: expect.stringContaining('Ona, who registered it'),
    });
    expect((await page(colleague)).mayChange).toBe(false);
    expect((await page(installation.administrator)).mayChange).toBe(true);
  });

  it('and is a prompt gets versions from everybody, and its aliases from its owner', async () => {
    const mark = { key: 'mlflow.prompt.is_prompt', value: 'true' };
    const name = await aModel([mark]);
    const text = { key: 'mlflow.prompt.text', value: 'Hello' };
    const second = { name, source: 'prompt-template', tags: [mark, text] };
    expect((await does(colleague, 'POST model-versions/create', second)).model_version.version).toBe('2');
    const moved = await mlflow(colleague, 'POST registered-models/alias', { name, alias: 'trial', version: '2' });
    expect(moved.body.error_code).toBe('PERMISSION_DENIED');
    await does(colleague, 'POST model-versions/set-tag', { name, version: '2', key: 'k', value: 'v' });
    await does(owner, 'POST registered-models/alias', { name, alias: 'trial', version: '2' });
  });
});
