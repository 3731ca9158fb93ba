import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestAnswer, TestPerson } from '../../../test/installation.ts';
import { openRegistryTest, type RegistryTest } from '../../../test/registry-installation.ts';

const MARK = { key: 'mlflow.prompt.is_prompt', value: 'true' };

let registry: RegistryTest;
let traces = 0;

beforeAll(async () => {
  registry = await openRegistryTest();
});
afterAll(() => registry.installation.close());
beforeEach(() => registry.nameAnother());

const text = (value: string, kind = 'text') => [
  MARK,
  { key: 'mlflow.prompt.text', value },
  { key: '_mlflow_prompt_type', value: kind },
];

/** A version as `mlflow.genai.register_prompt` sends it, here by Ben unless somebody else is named. */
async function aVersion(tags: readonly object[], description = '', person = registry.ben): Promise<void> {
  const asked = { name: registry.name, source: 'prompt-template', description, tags };
  await registry.does(person, 'POST model-versions/create', asked);
}

async function aPrompt(versions: readonly string[], tags: readonly object[] = [MARK]): Promise<void> {
  const asked = { name: registry.name, description: 'How customers are greeted.', tags };
  await registry.does(registry.ben, 'POST registered-models/create', asked);
  for (const [at, version] of versions.entries()) await aVersion(text(version), `Change ${at + 1}`);
}

async function aTraceOf(experimentId: string, version: number): Promise<string> {
  traces += 1;
  const id = `tr-${String(traces).padStart(32, 'd')}`;
  const info = {
    trace_id: id,
    trace_location: { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: experimentId } },
    request_time: new Date(1_700_000_000_000 + traces).toISOString(),
    state: 'OK',
    tags: { 'mlflow.linkedPrompts': JSON.stringify([{ name: registry.name, version: String(version) }]) },
  };
  await registry.installation.does(registry.ben, 'POST /api/3.0/mlflow/traces', { trace: { trace_info: info } });
  return id;
}

/** Calls below the address of the prompt: `read(otto, '/versions')`. */
const ask = (person: TestPerson | null, path = ''): Promise<TestAnswer> =>
  registry.installation.call(person, `GET /api/prompts/${encodeURIComponent(registry.name)}${path}`);

async function read(person: TestPerson, path = ''): Promise<TestAnswer['body']> {
  const answer = await ask(person, path);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body;
}

async function listed(person: TestPerson): Promise<readonly string[]> {
  const { prompts } = await registry.installation.does(person, 'GET /api/prompts?limit=200');
  return prompts.map(({ name }: { name: string }) => name);
}

describe('a prompt', () => {
  it('is told with its description, its aliases, its labels, and who decides about it', async () => {
    await aPrompt(
      ['Hello {{name}}'],
      [MARK, { key: 'team', value: 'care' }, { key: '_mlflow_experiment_ids', value: ',1,' }],
    );
    await registry.challenge(1);
    expect(await read(registry.otto)).toMatchObject({
      name: registry.name,
      description: 'How customers are greeted.',
      versionCount: 1,
      newestVersion: 1,
      aliases: [{ alias: 'challenger', version: 1, isProtected: false }],
      labels: [{ key: 'team', value: 'care' }],
      createdBy: 'Ben',
      mayChange: false,
      rule: 'Everybody may add a version; Ben, who registered it, and administrators decide about its name, labels and aliases.',
    });
  });

  it('has its versions newest first, in pages, with what was said about each and who registered it', async () => {
    await aPrompt(['one', 'two']);
    await aVersion(text('three'), 'By somebody else', registry.otto);
    await registry.does(registry.ben, 'DELETE model-versions/delete', { name: registry.name, version: '2' });
    const first = await read(registry.ana, '/versions?limit=1');
    expect(first.versions).toMatchObject([
      { version: 3, message: 'By somebody else', registeredBy: 'Otto', aliases: [] },
    ]);
    const rest = await read(registry.ana, `/versions?limit=1&cursor=${first.nextCursor}`);
    expect(rest).toMatchObject({ versions: [{ version: 1, message: 'Change 1' }], nextCursor: null });
    expect((await read(registry.ana, '/versions/3')).previous).toBe(1);
    const { status, body } = await ask(registry.ana, '/versions?cursor=junk');
    expect([status, body.code]).toEqual([400, 'INPUT_INVALID']);
  });

  it('shows a version as it was written, whatever it contains, a conversation as its messages', async () => {
    await aPrompt(['<img src=x onerror=alert(1)> {{name}}']);
    const messages = [
      { role: 'system', content: 'Be kind.' },
      { role: 'user', content: '{{question}}' },
    ];
    await aVersion([
      ...text(JSON.stringify(messages), 'chat'),
      { key: '_mlflow_prompt_model_config', value: '{"model_name":"small"}' },
      { key: 'checked', value: 'yes' },
    ]);
    expect(await read(registry.ana, '/versions/1')).toMatchObject({
      previous: null,
      content: { kind: 'text', text: '<img src=x onerror=alert(1)> {{name}}' },
      modelSettings: null,
      answerForm: null,
      labels: [],
      uses: [],
    });
    expect(await read(registry.ana, '/versions/2')).toMatchObject({
      previous: 1,
      content: {
        kind: 'chat',
        messages: [
          { role: 'system', text: 'Be kind.' },
          { role: 'user', text: '{{question}}' },
        ],
      },
      modelSettings: '{\n  "model_name": "small"\n}',
      labels: [{ key: 'checked', value: 'yes' }],
    });
  });

  it('is listed and found beside the models, never among them', async () => {
    await aPrompt(['Hello']);
    await registry.does(registry.ben, 'POST registered-models/create', { name: `model of ${registry.name}` });
    const find = (what: string) =>
      registry.installation.does(registry.otto, `GET /api/${what}?q=${encodeURIComponent(registry.name)}`);
    expect((await find('prompts')).prompts).toMatchObject([{ name: registry.name, versionCount: 1 }]);
    expect((await find('models')).models).toMatchObject([{ name: `model of ${registry.name}` }]);
  });

  it('has another address than a model, and each says so at that of the other', async () => {
    await aPrompt(['Hello']);
    const asModel = await registry.page(registry.otto, 'GET ');
    expect([asModel.status, asModel.body.code]).toEqual([404, 'MODEL_IS_PROMPT']);
    expect(asModel.body.remedy).toContain(`/prompts/${encodeURIComponent(registry.name)}`);
    // The page of whatever has a name asks for both at once, and is not refused for a prompt.
    const either = () =>
      registry.installation.does(registry.otto, `GET /api/registered/${encodeURIComponent(registry.name)}`);
    expect(await either()).toEqual({ model: null, prompt: `/prompts/${encodeURIComponent(registry.name)}` });
    registry.nameAnother();
    await registry.aModel();
    expect(await either()).toMatchObject({ model: { name: registry.name, proposals: [] }, prompt: null });
    const asPrompt = await ask(registry.ben);
    expect([asPrompt.status, asPrompt.body.code]).toEqual([404, 'PROMPT_UNKNOWN']);
    const version = await ask(registry.ben, '/versions/1');
    expect([version.status, version.body.code]).toEqual([404, 'PROMPT_UNKNOWN']);
  });

  it('says which version it does not have', async () => {
    await aPrompt(['Hello']);
    const { status, body } = await ask(registry.ana, '/versions/7');
    expect([status, body.code]).toEqual([404, 'PROMPT_VERSION_UNKNOWN']);
  });
});

describe('who may see a prompt', () => {
  const ROUTES = ['', '/versions', '/versions/1'];

  it.each(['ana', 'ben', 'rita', 'otto'] as const)('%s may, of one that belongs to no initiative', async (who) => {
    await aPrompt(['Hello']);
    for (const route of ROUTES) expect((await ask(registry[who], route)).status, route).toBe(200);
    expect(await listed(registry[who])).toContain(registry.name);
  });

  it('nobody may who is not signed in', async () => {
    await aPrompt(['Hello']);
    for (const route of ROUTES) expect((await ask(null, route)).status, route).toBe(401);
    expect((await registry.installation.call(null, 'GET /api/prompts')).status).toBe(401);
  });

  it.each([
    ['ana', 200],
    ['ben', 200],
    ['rita', 200],
    ['otto', 404],
  ] as const)('%s is answered %i of one whose versions were made for a private initiative', async (who, status) => {
    const { runId, source } = await registry.aRun(registry.ben, registry.secretExperimentId);
    await registry.does(registry.ben, 'POST registered-models/create', { name: registry.name });
    const asked = { name: registry.name, source, run_id: runId, tags: text('Hello') };
    await registry.does(registry.ben, 'POST model-versions/create', asked);
    await registry.does(registry.ben, 'POST registered-models/set-tag', { name: registry.name, ...MARK });
    for (const route of ROUTES) expect((await ask(registry[who], route)).status, route).toBe(status);
    expect((await listed(registry[who])).includes(registry.name)).toBe(status === 200);
    // What may not be seen is told in the words of what does not exist, at the address of models as well.
    const asModel = await registry.page(registry[who], 'GET ');
    expect(asModel.body.code).toBe(status === 200 ? 'MODEL_IS_PROMPT' : 'MODEL_UNKNOWN');
    const route = `GET /api/registered/${encodeURIComponent(registry.name)}`;
    expect((await registry.installation.call(registry[who], route)).status).toBe(status);
  });
});

describe('traces that used a version of a prompt', () => {
  it('are counted by experiment, those used in last first, as far as the reader may see them', async () => {
    await aPrompt(['Hello', 'Good day']);
    await aTraceOf(registry.secretExperimentId, 1);
    await aTraceOf(registry.experimentId, 1);
    await aTraceOf(registry.experimentId, 1);
    await aTraceOf(registry.experimentId, 2);
    const uses = async (person: TestPerson, version: number) =>
      (await read(person, `/versions/${version}`)).uses.map((use: { experiment: { id: string }; traces: number }) => [
        use.experiment.id,
        use.traces,
      ]);
    const [open, secret] = [registry.experimentId, registry.secretExperimentId];
    expect(await uses(registry.ben, 1)).toEqual([
      [open, 2],
      [secret, 1],
    ]);
    expect(await uses(registry.otto, 1)).toEqual([[open, 2]]);
    expect(await uses(registry.otto, 2)).toEqual([[open, 1]]);
  });

  it('are told to a reader who sees only old ones, however many came since, and no longer once they are deleted', async () => {
    await aPrompt(['Hello']);
    const id = await aTraceOf(registry.experimentId, 1);
    const { database } = registry.installation;
    await database.query(
      `with made as (
         insert into traces (id, experiment_no, request_ms, state, info, tags)
         select $1 || '-' || n, $2, n, 'OK', '{}', '{}' from generate_series(1, 10001) n returning no)
       insert into trace_prompts (prompt, trace_no, experiment_no) select $3, no, $2 from made`,
      [id, registry.secretExperimentId, `${registry.name}/1`],
    );
    const counts = async (person: TestPerson) =>
      (await read(person, '/versions/1')).uses.map(({ traces }: { traces: number }) => traces);
    expect([await counts(registry.otto), await counts(registry.ben)]).toEqual([[1], [10_001, 1]]);
    const gone = { experiment_id: registry.experimentId, request_ids: [id] };
    await registry.does(registry.ben, 'POST traces/delete-traces', gone);
    expect([await counts(registry.otto), await counts(registry.ben)]).toEqual([[], [10_001]]);
  });

  it('name it on their pages', async () => {
    await aPrompt(['Hello']);
    const id = await aTraceOf(registry.experimentId, 1);
    const { prompts } = await registry.installation.does(registry.otto, `GET /api/traces/${id}`);
    expect(prompts).toEqual([{ name: registry.name, version: '1' }]);
  });
});
