import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  allSpeak,
  openTestInstallation,
  seat,
  type TestInstallation,
  type TestPerson,
} from '../../../test/installation.ts';
import { aFreeInitiative, publishFreePlaybook } from '../experiments/free-initiative.fixture.ts';

let installation: TestInstallation;
let ana: TestPerson;
let ben: TestPerson;
let rita: TestPerson;
let otto: TestPerson;
let sam: TestPerson;
let slug: string;

beforeAll(async () => {
  installation = await openTestInstallation();
  [ana, ben, rita, otto, sam] = [
    await installation.join('Ana'),
    await installation.join('Ben'),
    await installation.join('Rita'),
    await installation.join('Otto'),
    await installation.join('Sam'),
  ];
  const playbook = await publishFreePlaybook(installation, 'standard');
  ({ slug } = await aFreeInitiative(installation, ana, playbook));
  await seat(installation, slug, ana, ben, 'data-scientist');
  await seat(installation, slug, ana, rita, 'risk-manager');
});
afterAll(() => installation.close());

interface Waits {
  readonly kind: string;
  readonly verb: string;
  readonly path: string;
}

async function waits(person: TestPerson, ...kinds: readonly string[]): Promise<readonly Waits[]> {
  const { waiting } = await installation.does(person, 'GET /api/today');
  return waiting.filter(({ kind }: Waits) => kinds.includes(kind));
}

const tasks = (person: TestPerson) => waits(person, 'choose-task', 'support-task');

describe('possible tasks on Today', () => {
  it('wait for whoever frames and for whoever is asked, only while Frame is under way and none is chosen', async () => {
    const at = `/api/initiatives/${slug}/candidates`;
    const add = (title: string) => installation.does(ben, `POST ${at}`, { content: { title } });
    const { id } = await add('Call who is about to leave');
    expect(await tasks(ben)).toEqual([]);

    await closeAsk();
    expect(await tasks(ben)).toMatchObject([{ kind: 'choose-task', verb: 'Choose or set aside' }]);
    await add('Send a letter');
    expect(await tasks(ben)).toMatchObject([
      { kind: 'choose-task', verb: 'Compare and choose', path: `/i/${slug}/frame?part=framing#frame-candidates` },
    ]);
    expect(await tasks(sam)).toMatchObject([{ kind: 'support-task', verb: 'Compare them' }]);
    expect(await tasks(otto)).toEqual([]);

    await installation.does(sam, `PUT ${at}/${id}/support`, { isGiven: true });
    expect(await tasks(sam)).toEqual([]);
    await installation.does(ben, `POST ${at}/${id}/choice`, { reason: 'It pays most.' });
    expect(await tasks(ben)).toEqual([]);
  });
});

describe('a model that waits for approval on Today', () => {
  it('waits for each role that signs at Review until it has decided, and never for whoever made the version', async () => {
    const proposalId = await proposedModel();
    const path = `/models/leavers#proposal-${proposalId}`;
    expect(await waits(rita, 'decide-proposal')).toMatchObject([{ verb: 'Read and decide', path }]);
    expect(await waits(ana, 'decide-proposal')).toMatchObject([{ path }]);
    for (const person of [ben, otto]) expect(await waits(person, 'decide-proposal')).toEqual([]);

    // The notice leads to the same place, and Today does not list it twice.
    await installation.throughline.catchUp();
    const { notices } = await installation.does(rita, 'GET /api/notifications');
    expect(notices).toContainEqual(expect.objectContaining({ verb: 'Read and decide', path }));
    expect((await waits(rita, 'asked')).map((item) => item.path)).not.toContain(path);

    await decide(rita, proposalId, 'risk-manager');
    expect(await waits(rita, 'decide-proposal')).toEqual([]);
    expect(await waits(ana, 'decide-proposal')).toHaveLength(1);
    await decide(ana, proposalId, 'sme');
    expect(await waits(ana, 'decide-proposal')).toEqual([]);
    await installation.throughline.catchUp();
    const later = await installation.does(ana, 'GET /api/notifications?only=waiting');
    expect(later.notices.map((notice: { path: string }) => notice.path)).not.toContain(path);
  });
});

/** Lets everybody who is needed at Ask speak there, and closes it. */
async function closeAsk(): Promise<void> {
  await seat(installation, slug, ana, sam, 'sponsor');
  await allSpeak(installation, slug, [ana, ben, rita, sam]);
  await installation.does(ana, `POST /api/initiatives/${slug}/steps/ask/close`, {});
}

/** A version that Ben trained, registered and proposed. */
async function proposedModel(): Promise<string> {
  const mlflow = (request: string, body: object) => {
    const [method = '', path = ''] = request.split(' ');
    return installation.does(ben, `${method} /api/2.0/mlflow/${path}`, body);
  };
  const tags = [{ key: 'throughline.initiative', value: slug }];
  const { experiment_id } = await mlflow('POST experiments/create', { name: 'leavers', tags });
  const { run } = await mlflow('POST runs/create', { experiment_id, start_time: 1 });
  await mlflow('POST registered-models/create', { name: 'leavers' });
  const source = `${run.info.artifact_uri}/model`;
  await mlflow('POST model-versions/create', { name: 'leavers', source, run_id: run.info.run_id });
  const wish = { alias: 'champion', version: 1, reason: 'It finds one in three more leavers.' };
  return (await installation.does(ben, 'POST /api/models/leavers/moves', wish)).proposalId;
}

function decide(person: TestPerson, proposalId: string, role: string) {
  const path = `/api/models/leavers/proposals/${proposalId}/decisions`;
  const reason = 'Checked on the cases of May.';
  return installation.does(person, `POST ${path}`, { role, decision: 'approve', reason });
}
