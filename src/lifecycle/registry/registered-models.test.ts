import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openRegistryTest, type RegistryTest } from '../../../test/registry-installation.ts';

let registry: RegistryTest;

beforeAll(async () => {
  registry = await openRegistryTest();
});
afterAll(() => registry.installation.close());
beforeEach(() => registry.nameAnother());

describe('a registered model', () => {
  it('is made once, found by its name, and says so in the words that clients look for', async () => {
    const made = await registry.mlflow(registry.ben, 'POST registered-models/create', {
      name: registry.name,
      description: 'Who leaves?',
      tags: [
        { key: 'team', value: 'first' },
        { key: 'team', value: 'last' },
      ],
    });
    expect(made.body.registered_model).toMatchObject({
      name: registry.name,
      description: 'Who leaves?',
      tags: [{ key: 'team', value: 'last' }],
    });
    const again = await registry.mlflow(registry.ben, 'POST registered-models/create', { name: registry.name });
    expect([again.status, again.body.error_code]).toEqual([400, 'RESOURCE_ALREADY_EXISTS']);
    expect(again.body.message).toContain('already exists');
    const absent = await registry.mlflow(registry.ben, 'GET registered-models/get?name=nothing');
    expect([absent.status, absent.body.error_code]).toEqual([404, 'RESOURCE_DOES_NOT_EXIST']);
    expect(absent.body.message).toMatch(/^Registered Model .* not found/);
  });

  it('is made once by two who try at the same time', async () => {
    const made = await Promise.all(
      [1, 2, 3].map(() => registry.mlflow(registry.ben, 'POST registered-models/create', { name: registry.name })),
    );
    expect(made.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 400, 400]);
  });

  it.each([
    {},
    { name: '' },
    { name: null },
    { name: 5 },
    { name: 'a/b' },
    { name: 'a:b' },
    { name: '   ' },
    { name: '.' },
    { name: '..' },
    { name: 'long', description: 'd'.repeat(10_001) },
    { name: 'many', tags: Array.from({ length: 101 }, (_, at) => ({ key: `k${at}`, value: '' })) },
  ])('is refused for %j', async (body) => {
    const refused = await registry.mlflow(registry.ben, 'POST registered-models/create', body);
    expect([refused.status, refused.body.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
  });

  it('is described, tagged and renamed with its versions and aliases', async () => {
    await registry.aModel();
    await registry.challenge(1);
    await registry.does(registry.ben, 'PATCH registered-models/update', {
      name: registry.name,
      description: 'New words',
    });
    await registry.does(registry.ben, 'POST registered-models/set-tag', { name: registry.name, key: 'k', value: 'v' });
    const newName = `${registry.name} renamed`;
    await registry.does(registry.ben, 'POST registered-models/rename', { name: registry.name, new_name: newName });
    expect((await registry.mlflow(registry.ben, `GET registered-models/get?name=${registry.name}`)).status).toBe(404);
    const { registered_model: model } = await registry.does(registry.ben, `GET registered-models/get?name=${newName}`);
    expect(model).toMatchObject({
      description: 'New words',
      tags: [{ key: 'k', value: 'v' }],
      aliases: [{ alias: 'challenger', version: '1' }],
      latest_versions: [{ version: '1', name: newName, status: 'READY', aliases: ['challenger'] }],
    });
    await registry.does(registry.ben, 'DELETE registered-models/delete-tag', { name: newName, key: 'k' });
    await registry.does(registry.ben, 'DELETE registered-models/delete-tag', { name: newName, key: 'k' });
    await registry.does(registry.ben, 'PATCH registered-models/update', { name: newName });
    const { registered_model: cleared } = await registry.does(
      registry.ben,
      `GET registered-models/get?name=${newName}`,
    );
    expect([cleared.description, cleared.tags]).toEqual([undefined, undefined]);
  });

  it('is put aside and comes back with everything, unless another one has its name', async () => {
    await registry.aModel();
    await registry.does(registry.ben, 'DELETE registered-models/delete', { name: registry.name });
    expect((await registry.mlflow(registry.ben, `GET registered-models/get?name=${registry.name}`)).status).toBe(404);
    const { models: deleted } = await registry.installation.does(registry.ben, 'GET /api/deleted-models');
    const { id, deletedBy } = deleted.find((entry: { name: string }) => entry.name === registry.name);
    expect(deletedBy).toBe('Ben');
    await registry.does(registry.ben, 'POST registered-models/create', { name: registry.name });
    const taken = await registry.installation.call(registry.ben, `POST /api/deleted-models/${id}/restoration`);
    expect([taken.status, taken.body.code]).toEqual([409, 'MODEL_NAME_TAKEN']);
    await registry.does(registry.ben, 'DELETE registered-models/delete', { name: registry.name });
    await registry.installation.does(registry.ben, `POST /api/deleted-models/${id}/restoration`);
    expect(
      (await registry.does(registry.ben, `GET model-versions/get?name=${registry.name}&version=1`)).model_version
        .version,
    ).toBe('1');
  });

  it('is searched by name and tags, in pages that neither repeat nor lose one, and without prompts', async () => {
    const [common, prompt] = [`page ${registry.name}`, `prompt ${registry.name}`];
    for (const letter of ['c', 'a', 'b'])
      await registry.does(registry.ben, 'POST registered-models/create', {
        name: `${common} ${letter}`,
        tags: [{ key: 't', value: letter }],
      });
    await registry.does(registry.ben, 'POST registered-models/create', {
      name: prompt,
      tags: [{ key: 'mlflow.prompt.is_prompt', value: 'true' }],
    });
    const search = (query: string) => registry.does(registry.ben, `GET registered-models/search?${query}`);
    const like = `filter=${encodeURIComponent(`name LIKE 'page ${registry.name}%'`)}`;
    const first = await search(`${like}&max_results=2&order_by=name%20DESC`);
    const second = await search(`${like}&max_results=2&order_by=name%20DESC&page_token=${first.next_page_token}`);
    const names = [...first.registered_models, ...second.registered_models].map((model) => model.name.at(-1));
    expect([names, second.next_page_token]).toEqual([['c', 'b', 'a'], undefined]);
    const tagged = await search(`filter=${encodeURIComponent(`tags.t = 'b' AND name ILIKE 'PAGE ${registry.name}%'`)}`);
    expect(tagged.registered_models).toHaveLength(1);
    const named = await search(`filter=${encodeURIComponent(`name IN ('${common} a', '${common} c', 'nothing')`)}`);
    expect(named.registered_models).toHaveLength(2);
    const all = await search('max_results=1000');
    expect(all.registered_models.some((model: { name: string }) => model.name === prompt)).toBe(false);
    const prompts = await search(`filter=${encodeURIComponent("tags.`mlflow.prompt.is_prompt` = 'true'")}`);
    expect(prompts.registered_models.map((model: { name: string }) => model.name)).toEqual([prompt]);
    const positions = [[], [1], [null], ['a', 'b'], [5, 'a', 'b'], ['a\u0000']].map(
      (position) => `page_token=${Buffer.from(JSON.stringify(position)).toString('base64url')}`,
    );
    for (const query of [
      'max_results=0',
      'max_results=1001',
      'filter=name%20%3E%201',
      'page_token=junk',
      'order_by=x',
      'order_by=tags.t',
      ...positions,
    ]) {
      const refused = await registry.mlflow(registry.ben, `GET registered-models/search?${query}`);
      expect([refused.status, refused.body.error_code], query).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    }
  });
});
