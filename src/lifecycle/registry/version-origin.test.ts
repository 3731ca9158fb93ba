import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openRegistryTest, type RegistryTest } from '../../../test/registry-installation.ts';

let registry: RegistryTest;

beforeAll(async () => {
  registry = await openRegistryTest();
});
afterAll(() => registry.installation.close());
beforeEach(() => registry.nameAnother());

const register = (body: object, name = registry.name) =>
  registry.mlflow(registry.ben, 'POST model-versions/create', { name, ...body });

async function downloadUri(name: string): Promise<string> {
  const asked = `GET model-versions/get-download-uri?name=${name}&version=1`;
  return (await registry.does(registry.ben, asked)).artifact_uri;
}

describe('a version that names a run', () => {
  it('has its files here: they are shown, come from the run, and are frozen once it is proposed', async () => {
    await registry.aModel(0);
    const { runId, source } = await registry.aRun();
    const made = await register({ source: `runs:/${runId}/model` });
    expect(made.body.model_version).toMatchObject({ source: `runs:/${runId}/model`, run_id: runId });
    expect(await downloadUri(registry.name)).toBe(source);
    expect((await registry.page(registry.ana, 'GET /versions/1/files')).body.entries).toMatchObject([
      { path: 'model.pkl' },
    ]);
    expect((await registry.put(registry.ben, `${source}/model.pkl`, 'before')).status).toBe(200);
    await registry.propose(1);
    expect((await registry.put(registry.ben, `${source}/model.pkl`, 'after')).status).not.toBe(200);
  });

  it('has the files of the model that the run logged under that name', async () => {
    await registry.aModel(0);
    const { runId } = await registry.aRun();
    const logged = { experiment_id: registry.experimentId, name: 'model', source_run_id: runId };
    const { model } = await registry.does(registry.ben, 'POST logged-models', logged);
    await register({ source: `runs:/${runId}/model` });
    expect(await downloadUri(registry.name)).toBe(model.info.artifact_uri);
  });

  it('is refused where the run is not there, and alike where the person may not see it', async () => {
    await registry.does(registry.otto, 'POST registered-models/create', { name: registry.name });
    const { runId } = await registry.aRun(registry.ben, registry.secretExperimentId);
    const answers = [];
    for (const id of [runId, 'f'.repeat(32)]) {
      const body = { name: registry.name, source: `runs:/${id}/model` };
      const { status, text } = await registry.mlflow(registry.otto, 'POST model-versions/create', body);
      answers.push([status, text.replaceAll(id, '')]);
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.[0]).toBe(400);
  });
});

describe('a copy of a version', () => {
  it('is downloaded from where the first one is, also when that got another name or was put aside', async () => {
    const { name } = registry;
    await registry.aModel(0);
    await register({ source: 's3://elsewhere/model' });
    for (const [copy, of] of [
      [`${name} copy`, name],
      [`${name} copy of the copy`, `${name} copy`],
    ] as const) {
      await registry.does(registry.ben, 'POST registered-models/create', { name: copy });
      const { body } = await register({ source: `models:/${of}/1` }, copy);
      expect(body.model_version.source).toBe(`models:/${of}/1`);
    }
    const rename = { name, new_name: `${name} renamed` };
    await registry.does(registry.ben, 'POST registered-models/rename', rename);
    await registry.does(registry.ben, 'DELETE registered-models/delete', { name: `${name} copy` });
    expect(await downloadUri(`${name} copy of the copy`)).toBe('s3://elsewhere/model');
  });
});
