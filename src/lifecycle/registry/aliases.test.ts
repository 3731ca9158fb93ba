import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seat, type TestPerson } from '../../../test/installation.ts';
import { openRegistryTest, type RegistryTest } from '../../../test/registry-installation.ts';

let registry: RegistryTest;

beforeAll(async () => {
  registry = await openRegistryTest();
});
afterAll(() => registry.installation.close());
beforeEach(() => registry.nameAnother());

/** A model with a version that everybody sees, and a second one of a private initiative. */
async function aModelWithAHiddenVersion(): Promise<void> {
  await registry.aModel();
  const { runId, source } = await registry.aRun(registry.ben, registry.secretExperimentId);
  await registry.does(registry.ben, 'POST model-versions/create', { name: registry.name, source, run_id: runId });
}

describe('an alias that is free', () => {
  it('moves at once, is read by its name, and leaves its history', async () => {
    await registry.aModel(2);
    await registry.challenge(1);
    registry.installation.moveClock(1);
    await registry.challenge(2);
    const read = await registry.does(
      registry.ben,
      `GET registered-models/alias?name=${registry.name}&alias=challenger`,
    );
    expect(read.model_version.version).toBe('2');
    await registry.does(registry.ben, 'DELETE registered-models/alias', { name: registry.name, alias: 'challenger' });
    await registry.does(registry.ben, 'DELETE registered-models/alias', { name: registry.name, alias: 'challenger' });
    const { deployments } = (await registry.page(registry.ana, 'GET /deployments?alias=challenger')).body;
    expect(deployments).toMatchObject([
      { version: 2, movedBy: 'Ben', approvals: [], until: expect.any(String) },
      { version: 1, until: deployments[0].from },
    ]);
  });

  it('of a version that somebody may not see is to them as if it were not there', async () => {
    await aModelWithAHiddenVersion();
    await registry.does(registry.ben, 'POST registered-models/alias', {
      name: registry.name,
      alias: 'hidden',
      version: '2',
    });
    const asked = async (alias: string) => {
      const read = await registry.mlflow(
        registry.otto,
        `GET registered-models/alias?name=${registry.name}&alias=${alias}`,
      );
      const removal = await registry.mlflow(registry.otto, 'DELETE registered-models/alias', {
        name: registry.name,
        alias,
      });
      return [read.status, removal.status, `${read.text} ${removal.text}`.replaceAll(alias, 'it')];
    };
    expect(await asked('hidden')).toEqual(await asked('nothing'));
    expect(
      (await registry.does(registry.ben, `GET registered-models/alias?name=${registry.name}&alias=hidden`))
        .model_version,
    ).toMatchObject({ version: '2' });
  });

  it('that is not there is refused as a value, and "latest" is the newest version', async () => {
    await registry.aModel(2);
    const absent = await registry.mlflow(
      registry.ben,
      `GET registered-models/alias?name=${registry.name}&alias=nothing`,
    );
    expect([absent.status, absent.body.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    const newest = await registry.does(registry.ben, `GET registered-models/alias?name=${registry.name}&alias=latest`);
    expect(newest.model_version.version).toBe('2');
  });

  it.each(['latest', 'v1', 'a b', 'ä', 'x'.repeat(256)])('is never called %s', async (alias) => {
    await registry.aModel();
    const refused = await registry.mlflow(registry.ben, 'POST registered-models/alias', {
      name: registry.name,
      alias,
      version: '1',
    });
    expect([refused.status, refused.body.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    // What never was is taken away like any alias that is not there.
    const removed = { name: registry.name, alias };
    expect(await registry.does(registry.ben, 'DELETE registered-models/alias', removed)).toEqual({});
  });
});

describe('a protected alias', () => {
  it('is refused to programs with who can approve and where, whatever its capital letters', async () => {
    await registry.aModel();
    for (const alias of ['champion', 'Champion']) {
      const refused = await registry.mlflow(registry.ben, 'POST registered-models/alias', {
        name: registry.name,
        alias,
        version: '1',
      });
      expect([refused.status, refused.body.error_code]).toEqual([403, 'PERMISSION_DENIED']);
      expect(refused.body.message).toContain('Model risk manager and Subject-matter expert (Rita, Ana)');
      expect(refused.body.message).toContain(`/models/${encodeURIComponent(registry.name)}`);
    }
    await registry.goLive(1);
    const removal = await registry.mlflow(registry.ben, 'DELETE registered-models/alias', {
      name: registry.name,
      alias: 'champion',
    });
    expect([removal.status, removal.body.error_code]).toEqual([403, 'PERMISSION_DENIED']);
    // Setting it where it is changes nothing, so that a program that repeats itself does not fail.
    await registry.does(registry.ben, 'POST registered-models/alias', {
      name: registry.name,
      alias: 'champion',
      version: '1',
    });
  });

  it('moves with the last awaited approval, and says who approved', async () => {
    await registry.aModel();
    const proposalId = await registry.propose(1);
    const { proposals } = (await registry.page(registry.rita, 'GET ')).body;
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
    const first = await registry.decide(registry.rita, proposalId, 'risk-manager');
    expect([first.status, first.body]).toEqual([201, { state: 'open', awaited: ['sme'] }]);
    expect((await registry.page(registry.ana, 'GET /live')).body.live).toBeNull();
    await registry.decide(registry.ana, proposalId, 'sme');
    expect((await registry.page(registry.otto, 'GET /live')).body.live).toMatchObject({
      version: 1,
      until: null,
      reason: 'It finds one in three leavers that the old one missed.',
      initiative: { slug: registry.slug },
      approvals: [
        { role: 'risk-manager', name: 'Rita' },
        { role: 'sme', name: 'Ana' },
      ],
    });
    const { entries } = await registry.installation.does(
      registry.ana,
      `GET /api/initiatives/${registry.slug}/log?limit=100`,
    );
    const kinds = entries.map((entry: { kind: string; step: string }) => `${entry.kind} ${entry.step}`);
    expect(kinds).toEqual(
      expect.arrayContaining(['alias.proposed review', 'alias.approved review', 'alias.moved review']),
    );
  });

  it('is never approved by whoever made the version, nor twice by one person, nor by others', async () => {
    await seat(registry.installation, registry.slug, registry.ana, registry.ben, 'risk-manager');
    await seat(registry.installation, registry.slug, registry.ana, registry.rita, 'sme');
    await registry.aModel();
    const proposalId = await registry.propose(1);
    const own = await registry.decide(registry.ben, proposalId, 'risk-manager');
    expect([own.status, own.body.code]).toEqual([403, 'AUTHOR_MAY_NOT_APPROVE']);
    await registry.decide(registry.rita, proposalId, 'risk-manager');
    const twice = await registry.decide(registry.rita, proposalId, 'sme');
    expect([twice.status, twice.body.code]).toEqual([403, 'DECISION_NEEDS_ANOTHER_PERSON']);
    const again = await registry.decide(registry.rita, proposalId, 'risk-manager');
    expect([again.status, again.body.code]).toEqual([409, 'DECISION_GIVEN']);
    const outside = await registry.decide(registry.otto, proposalId, 'sme');
    expect([outside.status, outside.body.code]).toEqual([403, 'DECISION_ROLE_NOT_HELD']);
    const other = await registry.decide(registry.ben, proposalId, 'data-scientist');
    expect([other.status, other.body.code]).toEqual([422, 'DECISION_ROLE_DOES_NOT_SIGN']);
    expect((await registry.page(registry.ana, 'GET /live')).body.live).toBeNull();
  });

  it('is never approved by the one who trained it, also when another person registered it under another name', async () => {
    await registry.aModel();
    const copy = `${registry.name} copied`;
    await registry.does(registry.otto, 'POST registered-models/create', { name: copy });
    await seat(registry.installation, registry.slug, registry.ana, registry.otto, 'software-engineer');
    await registry.does(registry.otto, 'POST model-versions/create', {
      name: copy,
      source: `models:/${registry.name}/1`,
    });
    registry.name = copy;
    const proposalId = await registry.propose(1, registry.ana);
    expect((await registry.decide(registry.ben, proposalId, 'risk-manager')).body.code).toBe('AUTHOR_MAY_NOT_APPROVE');
  });

  it('stays where it is when somebody refuses, and can be proposed again', async () => {
    await registry.aModel();
    const proposalId = await registry.propose(1);
    const refused = await registry.decide(registry.ana, proposalId, 'sme', 'refuse');
    expect(refused.body).toEqual({ state: 'refused', awaited: [] });
    expect((await registry.decide(registry.rita, proposalId, 'risk-manager')).body.code).toBe('PROPOSAL_CLOSED');
    expect((await registry.page(registry.ana, 'GET /live')).body.live).toBeNull();
    await registry.goLive(1);
  });

  it('has one proposal at a time, which its proposer alone withdraws', async () => {
    await registry.aModel(2);
    const proposalId = await registry.propose(1);
    const second = await registry.page(registry.ana, 'POST /moves', {
      alias: 'champion',
      version: 2,
      reason: 'Better still.',
    });
    expect([second.status, second.body.code]).toEqual([409, 'PROPOSAL_OPEN']);
    expect((await registry.page(registry.ana, `POST /proposals/${proposalId}/withdrawal`)).body.code).toBe(
      'PROPOSAL_UNKNOWN',
    );
    expect((await registry.page(registry.ben, `POST /proposals/${proposalId}/withdrawal`)).status).toBe(200);
    await registry.propose(2);
  });

  it('moves once when the last approvals come at the same moment', async () => {
    await registry.aModel();
    const proposalId = await registry.propose(1);
    const answers = await Promise.all([
      registry.decide(registry.rita, proposalId, 'risk-manager'),
      registry.decide(registry.ana, proposalId, 'sme'),
      registry.decide(registry.ana, proposalId, 'sme'),
    ]);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
    expect((await registry.page(registry.ana, 'GET /deployments')).body.deployments).toHaveLength(1);
  });

  it('keeps its version and its model from being deleted, and the proposed files from being changed', async () => {
    await registry.aModel();
    const { model_version: version } = await registry.does(
      registry.ben,
      `GET model-versions/get?name=${registry.name}&version=1`,
    );
    const proposalId = await registry.propose(1);
    const swapped = await registry.put(registry.ben, `${version.source}/model.pkl`, 'other weights');
    expect([swapped.status, swapped.body.error_code]).toEqual([403, 'PERMISSION_DENIED']);
    const added = await registry.put(registry.ben, `${version.source}/added.txt`, 'new');
    expect(added.status).toBe(403);
    expect(
      (await registry.put(registry.ben, `${version.source}/model.pkl`, `weights of ${version.run_id}`)).status,
    ).toBe(200);
    await registry.decide(registry.rita, proposalId, 'risk-manager');
    await registry.decide(registry.ana, proposalId, 'sme');
    for (const request of ['DELETE model-versions/delete', 'DELETE registered-models/delete']) {
      const refused = await registry.mlflow(registry.ben, request, { name: registry.name, version: '1' });
      expect([refused.status, refused.body.error_code], request).toEqual([403, 'PERMISSION_DENIED']);
    }
  });

  it('of a version that somebody may not see is to their proposals as if it were not there', async () => {
    await aModelWithAHiddenVersion();
    const asked = async (version: number | null) => {
      const move = { alias: 'champion', version, reason: 'I wonder where it is.' };
      const { status, body } = await registry.page(registry.otto, 'POST /moves', move);
      return [status, body.code];
    };
    const before = [await asked(null), await asked(2)];
    await registry.goLive(2);
    expect([await asked(null), await asked(2)]).toEqual(before);
  });

  it('cannot be proposed for a version that belongs to no initiative', async () => {
    await registry.does(registry.ben, 'POST registered-models/create', { name: registry.name });
    const { runId, source } = await registry.aRun(registry.ben, '0');
    await registry.does(registry.ben, 'POST model-versions/create', { name: registry.name, source, run_id: runId });
    const refused = await registry.page(registry.ben, 'POST /moves', {
      alias: 'champion',
      version: 1,
      reason: 'It is good.',
    });
    expect([refused.status, refused.body.code]).toEqual([409, 'MODEL_NOT_ON_THE_LINE']);
  });

  it('is what an administrator says it is', async () => {
    const protect = (person: TestPerson, aliases: readonly string[]) =>
      registry.installation.call(person, 'PUT /api/settings/protected-aliases', { aliases });
    expect((await protect(registry.ben, [])).status).toBe(403);
    expect((await protect(registry.installation.administrator, ['Latest'])).body.code).toBe('ALIAS_INVALID');
    const changed = await protect(registry.installation.administrator, ['Production', 'champion']);
    expect(changed.body).toEqual({ aliases: ['champion', 'production'] });
    await registry.aModel();
    const stage = await registry.mlflow(registry.ben, 'POST model-versions/transition-stage', {
      name: registry.name,
      version: '1',
      stage: 'Production',
    });
    expect([stage.status, stage.body.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    await protect(registry.installation.administrator, ['champion']);
  });
});
