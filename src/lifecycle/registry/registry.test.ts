import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  openTestInstallation,
  seat,
  type TestAnswer,
  type TestInstallation,
  type TestPerson,
} from '../../../test/installation.ts';
import { aFreeInitiative, publishFreePlaybook } from '../experiments/free-initiative.fixture.ts';

let installation: TestInstallation;
let ana: TestPerson;
let ben: TestPerson;
let rita: TestPerson;
let otto: TestPerson;
let slug: string;
let secretSlug: string;
let experimentId: string;
let secretExperimentId: string;
/** A model of its own for each test. */
let name: string;
let models = 0;

beforeAll(async () => {
  installation = await openTestInstallation();
  [ana, ben, rita, otto] = [
    await installation.join('Ana'),
    await installation.join('Ben'),
    await installation.join('Rita'),
    await installation.join('Otto'),
  ];
  const playbook = await publishFreePlaybook(installation, 'standard');
  slug = (await aFreeInitiative(installation, ana, playbook)).slug;
  secretSlug = (await aFreeInitiative(installation, ana, playbook, 'private')).slug;
  for (const address of [slug, secretSlug]) {
    await seat(installation, address, ana, ben, 'data-scientist');
    await seat(installation, address, ana, rita, 'risk-manager');
  }
  experimentId = await anExperiment(slug);
  secretExperimentId = await anExperiment(secretSlug);
}, 120_000);
afterAll(() => installation.close());

beforeEach(() => {
  models += 1;
  name = `churn model ${models}`;
});

function mlflow(person: TestPerson, request: string, body?: object): Promise<TestAnswer> {
  const [method = '', path = ''] = request.split(/ (.*)/);
  return installation.call(person, `${method} /api/2.0/mlflow/${path.replaceAll(' ', '%20')}`, body);
}

async function does(person: TestPerson, request: string, body?: object): Promise<TestAnswer['body']> {
  const answer = await mlflow(person, request, body);
  if (answer.status !== 200) throw new Error(`${request}: ${answer.status} ${answer.text}`);
  return answer.body;
}

async function anExperiment(address: string): Promise<string> {
  const tags = [{ key: 'throughline.initiative', value: address }];
  return (await does(ben, 'POST experiments/create', { name: `of ${address}`, tags })).experiment_id;
}

async function aRun(person = ben, experiment = experimentId): Promise<{ runId: string; source: string }> {
  const { run } = await does(person, 'POST runs/create', { experiment_id: experiment, start_time: 1 });
  const source = `${run.info.artifact_uri}/model`;
  await put(person, `${source}/model.pkl`, `weights of ${run.info.run_id}`);
  return { runId: run.info.run_id, source };
}

function put(person: TestPerson, uri: string, content: string): Promise<TestAnswer> {
  const path = uri.replace('mlflow-artifacts:/', '');
  const headers = { 'content-type': 'application/octet-stream' };
  return installation.call(person, `PUT /api/2.0/mlflow-artifacts/artifacts/${path}`, Buffer.from(content), headers);
}

/** A model with so many versions, each trained and registered by Ben. */
async function aModel(versions = 1): Promise<void> {
  await does(ben, 'POST registered-models/create', { name });
  for (let at = 0; at < versions; at += 1) {
    const { runId, source } = await aRun();
    await does(ben, 'POST model-versions/create', { name, source, run_id: runId });
  }
}

const page = (person: TestPerson, request: string, body?: object): Promise<TestAnswer> => {
  const [method = '', path = ''] = request.split(' ');
  return installation.call(person, `${method} /api/models/${encodeURIComponent(name)}${path}`, body);
};

async function propose(version: number | null, person = ben): Promise<string> {
  const reason = 'It finds one in three leavers that the old one missed.';
  const answer = await page(person, 'POST /moves', { alias: 'champion', version, reason });
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body.proposalId;
}

const decide = (person: TestPerson, proposalId: string, role: string, decision = 'approve') =>
  page(person, `POST /proposals/${proposalId}/decisions`, { role, decision, reason: 'Checked on the cases of May.' });

async function goLive(version: number | null): Promise<void> {
  const proposalId = await propose(version);
  await decide(rita, proposalId, 'risk-manager');
  const last = await decide(ana, proposalId, 'sme');
  expect(last.body).toEqual({ state: 'approved', awaited: [] });
}

describe('a registered model', () => {
  it('is made once, found by its name, and says so in the words that clients look for', async () => {
    const made = await mlflow(ben, 'POST registered-models/create', {
      name,
      description: 'Who leaves?',
      tags: [
        { key: 'team', value: 'first' },
        { key: 'team', value: 'last' },
      ],
    });
    expect(made.body.registered_model).toMatchObject({
      name,
      description: 'Who leaves?',
      tags: [{ key: 'team', value: 'last' }],
    });
    const again = await mlflow(ben, 'POST registered-models/create', { name });
    expect([again.status, again.body.error_code]).toEqual([400, 'RESOURCE_ALREADY_EXISTS']);
    expect(again.body.message).toContain('already exists');
    const absent = await mlflow(ben, 'GET registered-models/get?name=nothing');
    expect([absent.status, absent.body.error_code]).toEqual([404, 'RESOURCE_DOES_NOT_EXIST']);
    expect(absent.body.message).toMatch(/^Registered Model .* not found/);
  });

  it('is made once by two who try at the same time', async () => {
    const made = await Promise.all([1, 2, 3].map(() => mlflow(ben, 'POST registered-models/create', { name })));
    expect(made.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 400, 400]);
  });

  it.each([{}, { name: '' }, { name: null }, { name: 5 }, { name: 'a/b' }, { name: 'a:b' }, { name: '   ' }])(
    'is refused for %j',
    async (body) => {
      const refused = await mlflow(ben, 'POST registered-models/create', body);
      expect([refused.status, refused.body.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    },
  );

  it('is described, tagged and renamed with its versions and aliases', async () => {
    await aModel();
    await does(ben, 'POST registered-models/alias', { name, alias: 'challenger', version: '1' });
    await does(ben, 'PATCH registered-models/update', { name, description: 'New words' });
    await does(ben, 'POST registered-models/set-tag', { name, key: 'k', value: 'v' });
    const newName = `${name} renamed`;
    await does(ben, 'POST registered-models/rename', { name, new_name: newName });
    expect((await mlflow(ben, `GET registered-models/get?name=${name}`)).status).toBe(404);
    const { registered_model: model } = await does(ben, `GET registered-models/get?name=${newName}`);
    expect(model).toMatchObject({
      description: 'New words',
      tags: [{ key: 'k', value: 'v' }],
      aliases: [{ alias: 'challenger', version: '1' }],
      latest_versions: [{ version: '1', name: newName, status: 'READY', aliases: ['challenger'] }],
    });
    await does(ben, 'DELETE registered-models/delete-tag', { name: newName, key: 'k' });
    await does(ben, 'DELETE registered-models/delete-tag', { name: newName, key: 'k' });
    await does(ben, 'PATCH registered-models/update', { name: newName });
    const { registered_model: cleared } = await does(ben, `GET registered-models/get?name=${newName}`);
    expect([cleared.description, cleared.tags]).toEqual([undefined, undefined]);
  });

  it('is put aside and comes back with everything, unless another one has its name', async () => {
    await aModel();
    await does(ben, 'DELETE registered-models/delete', { name });
    expect((await mlflow(ben, `GET registered-models/get?name=${name}`)).status).toBe(404);
    const { models: deleted } = await installation.does(ben, 'GET /api/deleted-models');
    const { id, deletedBy } = deleted.find((entry: { name: string }) => entry.name === name);
    expect(deletedBy).toBe('Ben');
    await does(ben, 'POST registered-models/create', { name });
    const taken = await installation.call(ben, `POST /api/deleted-models/${id}/restoration`);
    expect([taken.status, taken.body.code]).toEqual([409, 'MODEL_NAME_TAKEN']);
    await does(ben, 'DELETE registered-models/delete', { name });
    await installation.does(ben, `POST /api/deleted-models/${id}/restoration`);
    expect((await does(ben, `GET model-versions/get?name=${name}&version=1`)).model_version.version).toBe('1');
  });

  it('is searched by name and tags, in pages that neither repeat nor lose one, and without prompts', async () => {
    const [common, prompt] = [`page ${name}`, `prompt ${name}`];
    for (const letter of ['c', 'a', 'b'])
      await does(ben, 'POST registered-models/create', {
        name: `${common} ${letter}`,
        tags: [{ key: 't', value: letter }],
      });
    await does(ben, 'POST registered-models/create', {
      name: prompt,
      tags: [{ key: 'mlflow.prompt.is_prompt', value: 'true' }],
    });
    const search = (query: string) => does(ben, `GET registered-models/search?${query}`);
    const like = `filter=${encodeURIComponent(`name LIKE 'page ${name}%'`)}`;
    const first = await search(`${like}&max_results=2&order_by=name%20DESC`);
    const second = await search(`${like}&max_results=2&order_by=name%20DESC&page_token=${first.next_page_token}`);
    const names = [...first.registered_models, ...second.registered_models].map((model) => model.name.at(-1));
    expect([names, second.next_page_token]).toEqual([['c', 'b', 'a'], undefined]);
    const tagged = await search(`filter=${encodeURIComponent(`tags.t = 'b' AND name ILIKE 'PAGE ${name}%'`)}`);
    expect(tagged.registered_models).toHaveLength(1);
    const all = await search('max_results=1000');
    expect(all.registered_models.some((model: { name: string }) => model.name === prompt)).toBe(false);
    const prompts = await search(`filter=${encodeURIComponent("tags.`mlflow.prompt.is_prompt` = 'true'")}`);
    expect(prompts.registered_models.map((model: { name: string }) => model.name)).toEqual([prompt]);
    for (const query of [
      'max_results=0',
      'max_results=1001',
      'filter=name%20%3E%201',
      'page_token=junk',
      'order_by=x',
    ]) {
      const refused = await mlflow(ben, `GET registered-models/search?${query}`);
      expect([refused.status, refused.body.error_code], query).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    }
  });
});

describe('a version', () => {
  it('is ready at once, has the next number, and knows where its files are', async () => {
    await aModel(2);
    const { model_version: version } = await does(ben, `GET model-versions/get?name=${name}&version=2`);
    expect(version).toMatchObject({ version: '2', status: 'READY', current_stage: 'None', user_id: 'Ben' });
    const { artifact_uri: uri } = await does(ben, `GET model-versions/get-download-uri?name=${name}&version=2`);
    expect(uri).toBe(version.source);
  });

  it('gets a number of its own when many are registered at once', async () => {
    await aModel(0);
    const { runId, source } = await aRun();
    const made = await Promise.all(
      Array.from({ length: 6 }, () => does(ben, 'POST model-versions/create', { name, source, run_id: runId })),
    );
    const numbers = made.map(({ model_version: { version } }) => Number(version)).sort((a, b) => a - b);
    expect(numbers).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('is put aside, never loses its number to another, and comes back', async () => {
    await aModel(2);
    await does(ben, 'POST registered-models/alias', { name, alias: 'challenger', version: '2' });
    await does(ben, 'DELETE model-versions/delete', { name, version: '2' });
    const gone = await mlflow(ben, `GET model-versions/get?name=${name}&version=2`);
    expect([gone.status, gone.body.message.slice(0, 13)]).toEqual([404, 'Model Version']);
    expect((await does(ben, `GET registered-models/get?name=${name}`)).registered_model.aliases).toBeUndefined();
    const { runId, source } = await aRun();
    const next = await does(ben, 'POST model-versions/create', { name, source, run_id: runId });
    expect(next.model_version.version).toBe('3');
    expect((await page(ben, 'GET /versions?deleted=true')).body.versions).toHaveLength(1);
    await page(ben, 'POST /versions/2/restoration');
    expect((await does(ben, `GET model-versions/get?name=${name}&version=2`)).model_version.version).toBe('2');
  });

  it.each([
    ['/etc/passwd'],
    ['file:///etc/passwd'],
    ['mlflow-artifacts:/0/../7/model'],
    ['mlflow-artifacts:/999999/run/artifacts/model'],
    ['models:/m-00000000000000000000000000000000'],
    ['C:\\models'],
  ])('is refused from %s', async (source) => {
    await aModel(0);
    const refused = await mlflow(ben, 'POST model-versions/create', { name, source });
    expect([refused.status, refused.body.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    expect(refused.body.message).toContain('Invalid model version source');
  });

  it('of a number that is none is refused, of a number that is not there is not found', async () => {
    await aModel();
    for (const version of ['x', '1.5', '-1', '']) {
      const refused = await mlflow(ben, `GET model-versions/get?name=${name}&version=${version}`);
      expect([refused.status, refused.body.error_code], version).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    }
    expect((await mlflow(ben, `GET model-versions/get?name=${name}&version=9`)).status).toBe(404);
  });

  it('moves through the stages, archives the others when asked, and is the newest of its stage', async () => {
    await aModel(2);
    const move = (version: string, stage: string, archive = false) =>
      mlflow(ben, 'POST model-versions/transition-stage', { name, version, stage, archive_existing_versions: archive });
    await move('1', 'production');
    await move('2', 'Production', true);
    const { model_versions: newest } = await does(ben, 'POST registered-models/get-latest-versions', { name });
    expect(
      newest.map((version: { version: string; current_stage: string }) => [version.version, version.current_stage]),
    ).toEqual(
      expect.arrayContaining([
        ['1', 'Archived'],
        ['2', 'Production'],
      ]),
    );
    expect((await move('1', 'Live')).body.error_code).toBe('INVALID_PARAMETER_VALUE');
    expect((await move('1', 'None', true)).status).toBe(400);
    const bad = await mlflow(ben, 'POST registered-models/get-latest-versions', { name, stages: ['Live'] });
    expect(bad.status).toBe(400);
  });

  it('is searched by run, name and number, with the newest change first', async () => {
    await aModel(3);
    const search = (filter: string, rest = '') =>
      does(ben, `GET model-versions/search?filter=${encodeURIComponent(filter)}${rest}`);
    const { model_version: second } = await does(ben, `GET model-versions/get?name=${name}&version=2`);
    const byRun = await search(`run_id IN ('${second.run_id}')`);
    expect(byRun.model_versions.map((version: { version: string }) => version.version)).toEqual(['2']);
    await does(ben, 'POST model-versions/set-tag', { name, version: '1', key: 'k', value: 'v' });
    const byTag = await search(`name = '${name}' AND tags.k = 'v'`);
    expect(byTag.model_versions).toHaveLength(1);
    const some = await search(`name='${name}'`, '&max_results=2&order_by=version_number%20ASC');
    const rest = await search(
      `name='${name}'`,
      `&max_results=2&order_by=version_number%20ASC&page_token=${some.next_page_token}`,
    );
    const numbers = [...some.model_versions, ...rest.model_versions].map(
      (version: { version: string }) => version.version,
    );
    expect(numbers).toEqual(['1', '2', '3']);
    for (const filter of ["version = '1'", "current_stage = 'None'"])
      expect((await mlflow(ben, `GET model-versions/search?filter=${encodeURIComponent(filter)}`)).status).toBe(400);
  });

  it('tells where it comes from, back to the question', async () => {
    await aModel();
    const { versions } = (await page(ana, 'GET /versions')).body;
    expect(versions[0]).toMatchObject({
      version: 1,
      registeredBy: 'Ben',
      isMine: false,
      lineage: {
        initiative: { slug },
        experiment: { id: experimentId },
        question: 'How can we reduce churn by 10% this quarter?',
        run: { by: 'Ben' },
      },
    });
  });
});

describe('an alias that is free', () => {
  it('moves at once, is read by its name, and leaves its history', async () => {
    await aModel(2);
    await does(ben, 'POST registered-models/alias', { name, alias: 'challenger', version: '1' });
    installation.moveClock(1);
    await does(ben, 'POST registered-models/alias', { name, alias: 'challenger', version: '2' });
    const read = await does(ben, `GET registered-models/alias?name=${name}&alias=challenger`);
    expect(read.model_version.version).toBe('2');
    await does(ben, 'DELETE registered-models/alias', { name, alias: 'challenger' });
    await does(ben, 'DELETE registered-models/alias', { name, alias: 'challenger' });
    const { deployments } = (await page(ana, 'GET /deployments?alias=challenger')).body;
    expect(deployments).toMatchObject([
      { version: 2, movedBy: 'Ben', approvals: [], until: expect.any(String) },
      { version: 1, until: deployments[0].from },
    ]);
  });

  it('that is not there is refused as a value, and "latest" is the newest version', async () => {
    await aModel(2);
    const absent = await mlflow(ben, `GET registered-models/alias?name=${name}&alias=nothing`);
    expect([absent.status, absent.body.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    const newest = await does(ben, `GET registered-models/alias?name=${name}&alias=latest`);
    expect(newest.model_version.version).toBe('2');
  });

  it.each(['latest', 'v1', 'a b', 'ä', 'x'.repeat(256)])('is never called %s', async (alias) => {
    await aModel();
    const refused = await mlflow(ben, 'POST registered-models/alias', { name, alias, version: '1' });
    expect([refused.status, refused.body.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
  });
});

describe('a protected alias', () => {
  it('is refused to programs with who can approve and where, whatever its capital letters', async () => {
    await aModel();
    for (const alias of ['champion', 'Champion']) {
      const refused = await mlflow(ben, 'POST registered-models/alias', { name, alias, version: '1' });
      expect([refused.status, refused.body.error_code]).toEqual([403, 'PERMISSION_DENIED']);
      expect(refused.body.message).toContain('Model risk manager and Subject-matter expert (Rita, Ana)');
      expect(refused.body.message).toContain(`/models/${encodeURIComponent(name)}`);
    }
    await goLive(1);
    const removal = await mlflow(ben, 'DELETE registered-models/alias', { name, alias: 'champion' });
    expect([removal.status, removal.body.error_code]).toEqual([403, 'PERMISSION_DENIED']);
    // Setting it where it is changes nothing, so that a program that repeats itself does not fail.
    await does(ben, 'POST registered-models/alias', { name, alias: 'champion', version: '1' });
  });

  it('moves with the last awaited approval, and says who approved', async () => {
    await aModel();
    const proposalId = await propose(1);
    const { proposals } = (await page(rita, 'GET ')).body;
    expect(proposals[0]).toMatchObject({
      id: proposalId,
      state: 'open',
      proposedBy: 'Ben',
      mayDecideAs: ['risk-manager'],
      awaited: [
        { role: 'risk-manager', names: ['Rita'] },
        { role: 'sme', names: ['Ana'] },
      ],
    });
    const first = await decide(rita, proposalId, 'risk-manager');
    expect([first.status, first.body]).toEqual([201, { state: 'open', awaited: ['sme'] }]);
    expect((await page(ana, 'GET /live')).body.live).toBeNull();
    await decide(ana, proposalId, 'sme');
    expect((await page(otto, 'GET /live')).body.live).toMatchObject({
      version: 1,
      until: null,
      reason: 'It finds one in three leavers that the old one missed.',
      initiative: { slug },
      approvals: [
        { role: 'risk-manager', name: 'Rita' },
        { role: 'sme', name: 'Ana' },
      ],
    });
    const { entries } = await installation.does(ana, `GET /api/initiatives/${slug}/log?limit=100`);
    const kinds = entries.map((entry: { kind: string; step: string }) => `${entry.kind} ${entry.step}`);
    expect(kinds).toEqual(
      expect.arrayContaining(['alias.proposed review', 'alias.approved review', 'alias.moved review']),
    );
  });

  it('is never approved by whoever made the version, nor twice by one person, nor by others', async () => {
    await seat(installation, slug, ana, ben, 'risk-manager');
    await seat(installation, slug, ana, rita, 'sme');
    await aModel();
    const proposalId = await propose(1);
    const own = await decide(ben, proposalId, 'risk-manager');
    expect([own.status, own.body.code]).toEqual([403, 'AUTHOR_MAY_NOT_APPROVE']);
    await decide(rita, proposalId, 'risk-manager');
    const twice = await decide(rita, proposalId, 'sme');
    expect([twice.status, twice.body.code]).toEqual([403, 'DECISION_NEEDS_ANOTHER_PERSON']);
    const again = await decide(rita, proposalId, 'risk-manager');
    expect([again.status, again.body.code]).toEqual([409, 'DECISION_GIVEN']);
    const outside = await decide(otto, proposalId, 'sme');
    expect([outside.status, outside.body.code]).toEqual([403, 'DECISION_ROLE_NOT_HELD']);
    const other = await decide(ben, proposalId, 'data-scientist');
    expect([other.status, other.body.code]).toEqual([422, 'DECISION_ROLE_DOES_NOT_SIGN']);
    expect((await page(ana, 'GET /live')).body.live).toBeNull();
  });

  it('is never approved by the one who trained it, also when another person registered it under another name', async () => {
    await aModel();
    const copy = `${name} copied`;
    await does(otto, 'POST registered-models/create', { name: copy });
    await seat(installation, slug, ana, otto, 'software-engineer');
    await does(otto, 'POST model-versions/create', { name: copy, source: `models:/${name}/1` });
    name = copy;
    const proposalId = await propose(1, ana);
    expect((await decide(ben, proposalId, 'risk-manager')).body.code).toBe('AUTHOR_MAY_NOT_APPROVE');
  });

  it('stays where it is when somebody refuses, and can be proposed again', async () => {
    await aModel();
    const proposalId = await propose(1);
    const refused = await decide(ana, proposalId, 'sme', 'refuse');
    expect(refused.body).toEqual({ state: 'refused', awaited: [] });
    expect((await decide(rita, proposalId, 'risk-manager')).body.code).toBe('PROPOSAL_CLOSED');
    expect((await page(ana, 'GET /live')).body.live).toBeNull();
    await goLive(1);
  });

  it('has one proposal at a time, which its proposer alone withdraws', async () => {
    await aModel(2);
    const proposalId = await propose(1);
    const second = await page(ana, 'POST /moves', { alias: 'champion', version: 2, reason: 'Better still.' });
    expect([second.status, second.body.code]).toEqual([409, 'PROPOSAL_OPEN']);
    expect((await page(ana, `POST /proposals/${proposalId}/withdrawal`)).body.code).toBe('PROPOSAL_UNKNOWN');
    expect((await page(ben, `POST /proposals/${proposalId}/withdrawal`)).status).toBe(200);
    await propose(2);
  });

  it('moves once when the last approvals come at the same moment', async () => {
    await aModel();
    const proposalId = await propose(1);
    const answers = await Promise.all([
      decide(rita, proposalId, 'risk-manager'),
      decide(ana, proposalId, 'sme'),
      decide(ana, proposalId, 'sme'),
    ]);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
    expect((await page(ana, 'GET /deployments')).body.deployments).toHaveLength(1);
  });

  it('keeps its version and its model from being deleted, and the proposed files from being changed', async () => {
    await aModel();
    const { model_version: version } = await does(ben, `GET model-versions/get?name=${name}&version=1`);
    const proposalId = await propose(1);
    const swapped = await put(ben, `${version.source}/model.pkl`, 'other weights');
    expect([swapped.status, swapped.body.error_code]).toEqual([403, 'PERMISSION_DENIED']);
    const added = await put(ben, `${version.source}/added.txt`, 'new');
    expect(added.status).toBe(403);
    expect((await put(ben, `${version.source}/model.pkl`, `weights of ${version.run_id}`)).status).toBe(200);
    await decide(rita, proposalId, 'risk-manager');
    await decide(ana, proposalId, 'sme');
    for (const request of ['DELETE model-versions/delete', 'DELETE registered-models/delete']) {
      const refused = await mlflow(ben, request, { name, version: '1' });
      expect([refused.status, refused.body.error_code], request).toEqual([403, 'PERMISSION_DENIED']);
    }
  });

  it('cannot be proposed for a version that belongs to no initiative', async () => {
    await does(ben, 'POST registered-models/create', { name });
    const { runId, source } = await aRun(ben, '0');
    await does(ben, 'POST model-versions/create', { name, source, run_id: runId });
    const refused = await page(ben, 'POST /moves', { alias: 'champion', version: 1, reason: 'It is good.' });
    expect([refused.status, refused.body.code]).toEqual([409, 'MODEL_NOT_ON_THE_LINE']);
  });

  it('is what an administrator says it is', async () => {
    const put = (person: TestPerson, aliases: readonly string[]) =>
      installation.call(person, 'PUT /api/settings/protected-aliases', { aliases });
    expect((await put(ben, [])).status).toBe(403);
    expect((await put(installation.administrator, ['Latest'])).body.code).toBe('ALIAS_INVALID');
    const changed = await put(installation.administrator, ['Production', 'champion']);
    expect(changed.body).toEqual({ aliases: ['champion', 'production'] });
    await aModel();
    const stage = await mlflow(ben, 'POST model-versions/transition-stage', {
      name,
      version: '1',
      stage: 'Production',
    });
    expect([stage.status, stage.body.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    await put(installation.administrator, ['champion']);
  });
});

describe('what was live when', () => {
  it('is known for every moment, by whom it was approved, and is never rewritten', async () => {
    await aModel(2);
    await goLive(1);
    const inFirst = installation.now().toISOString();
    installation.moveClock(10);
    await goLive(2);
    installation.moveClock(10);
    await goLive(null);
    const liveAt = async (at: string) => (await page(otto, `GET /live?at=${at}`)).body.live;
    expect(await liveAt('2020-01-01')).toBeNull();
    expect(await liveAt(inFirst)).toMatchObject({ version: 1, until: expect.any(String) });
    expect(await liveAt(new Date(Date.parse(inFirst) + 15 * 86_400_000).toISOString())).toMatchObject({ version: 2 });
    expect((await page(otto, 'GET /live')).body.live).toBeNull();
    const { deployments } = await installation.does(otto, 'GET /api/model-inventory?limit=200');
    const own = deployments.filter((entry: { model: string }) => entry.model === name);
    expect(own.map((entry: { version: number }) => entry.version)).toEqual([2, 1]);
    await expect(installation.database.query('update deployments set version = 1')).rejects.toThrow('never changed');
    await expect(installation.database.query('delete from deployments')).rejects.toThrow('never changed');
  });

  it('stays known when the version is deleted', async () => {
    await aModel();
    await goLive(1);
    await goLive(null);
    await does(ben, 'DELETE model-versions/delete', { name, version: '1' });
    const { deployments } = (await page(ana, 'GET /deployments')).body;
    expect(deployments).toMatchObject([{ version: 1, approvals: [{ name: 'Rita' }, { name: 'Ana' }] }]);
  });

  it('refuses a moment that is none', async () => {
    await aModel(0);
    expect((await page(ana, 'GET /live?at=yesterday')).body.code).toBe('INPUT_INVALID');
  });
});

describe('the rights of an initiative', () => {
  it('apply to its models: outside they do not exist, in every list and by every name', async () => {
    await does(ben, 'POST registered-models/create', { name });
    const { runId, source } = await aRun(ben, secretExperimentId);
    await does(ben, 'POST model-versions/create', { name, source, run_id: runId });
    await does(ben, 'POST registered-models/alias', { name, alias: 'challenger', version: '1' });
    const cy = await installation.join(`Cy ${models}`);
    const requests = [
      `GET registered-models/get?name=${name}`,
      `GET model-versions/get?name=${name}&version=1`,
      `GET model-versions/get-download-uri?name=${name}&version=1`,
      `GET registered-models/alias?name=${name}&alias=challenger`,
    ];
    for (const request of requests) {
      const hidden = await mlflow(cy, request);
      const absent = await mlflow(cy, request.replace(name, 'absent'));
      expect([hidden.status, hidden.text.replaceAll(name, 'absent')], request).toEqual([404, absent.text]);
      expect((await mlflow(ben, request)).status, request).toBe(200);
    }
    const search = `filter=${encodeURIComponent(`name = '${name}'`)}`;
    expect(await does(cy, `GET registered-models/search?${search}`)).toEqual({});
    expect(await does(cy, `GET model-versions/search?${search}`)).toEqual({});
    for (const path of ['', '/versions', '/live', '/deployments', '/versions/1/files'])
      expect((await page(cy, `GET ${path}`)).status, path).toBe(404);
    const file = `GET /api/2.0/mlflow-artifacts/artifacts/${source.replace('mlflow-artifacts:/', '')}/model.pkl`;
    expect((await installation.call(cy, file)).status).toBe(404);
    expect((await installation.call(ben, file)).status).toBe(200);
    const stolen = `${name} stolen`;
    await does(cy, 'POST registered-models/create', { name: stolen });
    const copied = await mlflow(cy, 'POST model-versions/create', { name: stolen, source });
    expect([copied.status, copied.body.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
  });

  it('let only its builders change its models', async () => {
    await aModel();
    const cy = await installation.join(`Cy ${models}`);
    const requests: readonly (readonly [string, object])[] = [
      ['PATCH registered-models/update', { name }],
      ['POST registered-models/rename', { name, new_name: 'x' }],
      ['DELETE registered-models/delete', { name }],
      ['POST registered-models/set-tag', { name, key: 'k' }],
      ['POST registered-models/alias', { name, alias: 'challenger', version: '1' }],
      ['POST model-versions/transition-stage', { name, version: '1', stage: 'Staging' }],
      ['DELETE model-versions/delete', { name, version: '1' }],
      ['POST model-versions/set-tag', { name, version: '1', key: 'k' }],
    ];
    for (const [request, body] of requests) {
      const refused = await mlflow(cy, request, body);
      expect([refused.status, refused.body.error_code], request).toEqual([403, 'PERMISSION_DENIED']);
    }
    const proposal = await page(cy, 'POST /moves', { alias: 'champion', version: 1, reason: 'I like it.' });
    expect([proposal.status, proposal.body.code]).toEqual([403, 'MODEL_RIGHT_MISSING']);
  });
});

describe('the files of a version', () => {
  it('are listed and downloaded by people, marked where they contain code, and never as a page of ours', async () => {
    await aModel();
    const { model_version: version } = await does(ben, `GET model-versions/get?name=${name}&version=1`);
    await put(ben, `${version.source}/report/index.html`, '<script>alert(1)</script>');
    const { entries } = (await page(ana, 'GET /versions/1/files')).body;
    expect(entries).toEqual([
      expect.objectContaining({ path: 'model.pkl', isFolder: false, containsCode: true }),
      expect.objectContaining({ path: 'report', isFolder: true, containsCode: false }),
    ]);
    const file = await installation.throughline.server.inject({
      method: 'GET',
      url: `/api/models/${encodeURIComponent(name)}/versions/1/file?path=report/index.html`,
      headers: { cookie: ana.cookie },
    });
    expect(file.body).toBe('<script>alert(1)</script>');
    expect(file.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment; filename="index.html"',
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
    });
    for (const path of ['../../x', '%2e%2e/x', '/etc/passwd', 'nothing'])
      expect((await page(ana, `GET /versions/1/file?path=${encodeURIComponent(path)}`)).body.code).toBe(
        'ARTIFACT_UNKNOWN',
      );
  });
});
