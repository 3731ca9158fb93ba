import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openRegistryTest, type RegistryTest } from '../../../test/registry-installation.ts';

let registry: RegistryTest;

beforeAll(async () => {
  registry = await openRegistryTest();
});
afterAll(() => registry.installation.close());
beforeEach(() => registry.nameAnother());

describe('what was live when', () => {
  it('is known for every moment, by whom it was approved, and is never rewritten', async () => {
    await registry.aModel(2);
    await registry.goLive(1);
    const inFirst = registry.installation.now().toISOString();
    registry.installation.moveClock(10);
    await registry.goLive(2);
    registry.installation.moveClock(10);
    await registry.goLive(null);
    const liveAt = async (at: string) => (await registry.page(registry.otto, `GET /live?at=${at}`)).body.live;
    expect(await liveAt('2020-01-01')).toBeNull();
    expect(await liveAt(inFirst)).toMatchObject({ version: 1, until: expect.any(String) });
    expect(await liveAt(new Date(Date.parse(inFirst) + 15 * 86_400_000).toISOString())).toMatchObject({ version: 2 });
    expect((await registry.page(registry.otto, 'GET /live')).body.live).toBeNull();
    const { deployments } = await registry.installation.does(registry.otto, 'GET /api/model-inventory?limit=200');
    const own = deployments.filter((entry: { model: string }) => entry.model === registry.name);
    expect(own.map((entry: { version: number }) => entry.version)).toEqual([2, 1]);
    await expect(registry.installation.database.query('update deployments set version = 1')).rejects.toThrow(
      'never changed',
    );
    await expect(registry.installation.database.query('delete from deployments')).rejects.toThrow('never changed');
  });

  it('stays known when the version is deleted', async () => {
    await registry.aModel();
    await registry.goLive(1);
    await registry.goLive(null);
    await registry.does(registry.ben, 'DELETE model-versions/delete', { name: registry.name, version: '1' });
    const { deployments } = (await registry.page(registry.ana, 'GET /deployments')).body;
    expect(deployments).toMatchObject([{ version: 1, approvals: [{ name: 'Rita' }, { name: 'Ana' }] }]);
  });

  it('refuses a moment that is none', async () => {
    await registry.aModel(0);
    expect((await registry.page(registry.ana, 'GET /live?at=yesterday')).body.code).toBe('INPUT_INVALID');
  });
});

describe('what the page of an initiative tells of its models', () => {
  const told = async (person = registry.ana) => {
    const { models } = await registry.installation.does(person, `GET /api/initiatives/${registry.slug}/models`);
    return models.filter((model: { name: string }) => model.name === registry.name);
  };

  it('is the newest version with what its run measured, until somebody proposes it and others approve', async () => {
    expect(await told()).toEqual([]);
    const { runId, source } = await registry.aRun();
    const metrics = [
      { key: 'fit_time', value: 3, timestamp: 1, step: 0 },
      { key: 'training_auc', value: 0.99, timestamp: 1, step: 0 },
      { key: 'test_auc', value: 0.81, timestamp: 1, step: 0 },
    ];
    await registry.does(registry.ben, 'POST runs/log-batch', { run_id: runId, metrics });
    await registry.does(registry.ben, 'POST registered-models/create', { name: registry.name });
    await registry.does(registry.ben, 'POST model-versions/create', { name: registry.name, source, run_id: runId });
    expect(await told()).toMatchObject([
      {
        versionCount: 1,
        newest: {
          version: 1,
          registeredBy: 'Ben',
          lineage: { run: { id: runId }, measured: { metric: 'test_auc', value: 0.81 } },
        },
        live: [],
        proposals: [],
      },
    ]);
    await registry.propose(1);
    const [{ proposals }] = await told();
    expect(proposals).toMatchObject([
      { version: 1, proposedBy: 'Ben', awaited: [{ names: ['Rita'] }, { names: ['Ana'] }], mayDecideAs: ['sme'] },
    ]);
    await registry.decide(registry.rita, proposals[0].id, 'risk-manager');
    await registry.decide(registry.ana, proposals[0].id, 'sme');
    expect(await told(registry.otto)).toMatchObject([
      { live: [{ alias: 'champion', version: 1, approvals: [{ name: 'Rita' }, { name: 'Ana' }] }], proposals: [] },
    ]);
  });

  it('is nothing of a model that was made for another initiative', async () => {
    const { runId, source } = await registry.aRun(registry.ben, registry.secretExperimentId);
    await registry.does(registry.ben, 'POST registered-models/create', { name: registry.name });
    await registry.does(registry.ben, 'POST model-versions/create', { name: registry.name, source, run_id: runId });
    expect(await told(registry.ben)).toEqual([]);
  });
});

describe('the rights of an initiative', () => {
  it('apply to its models: outside they do not exist, in every list and by every name', async () => {
    await registry.does(registry.ben, 'POST registered-models/create', { name: registry.name });
    const { runId, source } = await registry.aRun(registry.ben, registry.secretExperimentId);
    await registry.does(registry.ben, 'POST model-versions/create', { name: registry.name, source, run_id: runId });
    await registry.challenge(1);
    const cy = await registry.installation.join(`Cy ${registry.models}`);
    const requests = [
      `GET registered-models/get?name=${registry.name}`,
      `GET model-versions/get?name=${registry.name}&version=1`,
      `GET model-versions/get-download-uri?name=${registry.name}&version=1`,
      `GET registered-models/alias?name=${registry.name}&alias=challenger`,
    ];
    for (const request of requests) {
      const hidden = await registry.mlflow(cy, request);
      const absent = await registry.mlflow(cy, request.replace(registry.name, 'absent'));
      expect([hidden.status, hidden.text.replaceAll(registry.name, 'absent')], request).toEqual([404, absent.text]);
      expect((await registry.mlflow(registry.ben, request)).status, request).toBe(200);
    }
    const search = `filter=${encodeURIComponent(`name = '${registry.name}'`)}`;
    expect(await registry.does(cy, `GET registered-models/search?${search}`)).toEqual({});
    expect(await registry.does(cy, `GET model-versions/search?${search}`)).toEqual({});
    for (const path of ['', '/versions', '/live', '/deployments', '/versions/1/files'])
      expect((await registry.page(cy, `GET ${path}`)).status, path).toBe(404);
    const file = `GET /api/2.0/mlflow-artifacts/artifacts/${source.replace('mlflow-artifacts:/', '')}/model.pkl`;
    expect((await registry.installation.call(cy, file)).status).toBe(404);
    expect((await registry.installation.call(registry.ben, file)).status).toBe(200);
    const stolen = `${registry.name} stolen`;
    await registry.does(cy, 'POST registered-models/create', { name: stolen });
    const copied = await registry.mlflow(cy, 'POST model-versions/create', { name: stolen, source });
    expect([copied.status, copied.body.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
  });

  it('let only its builders change its models', async () => {
    await registry.aModel();
    const cy = await registry.installation.join(`Cy ${registry.models}`);
    const requests: readonly (readonly [string, object])[] = [
      ['PATCH registered-models/update', { name: registry.name }],
      ['POST registered-models/rename', { name: registry.name, new_name: 'x' }],
      ['DELETE registered-models/delete', { name: registry.name }],
      ['POST registered-models/set-tag', { name: registry.name, key: 'k' }],
      ['POST registered-models/alias', { name: registry.name, alias: 'challenger', version: '1' }],
      ['POST model-versions/transition-stage', { name: registry.name, version: '1', stage: 'Staging' }],
      ['DELETE model-versions/delete', { name: registry.name, version: '1' }],
      ['POST model-versions/set-tag', { name: registry.name, version: '1', key: 'k' }],
    ];
    for (const [request, body] of requests) {
      const refused = await registry.mlflow(cy, request, body);
      expect([refused.status, refused.body.error_code], request).toEqual([403, 'PERMISSION_DENIED']);
    }
    const proposal = await registry.page(cy, 'POST /moves', { alias: 'champion', version: 1, reason: 'I like it.' });
    expect([proposal.status, proposal.body.code]).toEqual([403, 'MODEL_RIGHT_MISSING']);
  });
});
