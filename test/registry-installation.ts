import { aFreeInitiative, publishFreePlaybook } from '../src/lifecycle/experiments/free-initiative.fixture.ts';
import { openTestInstallation, seat, type TestAnswer, type TestInstallation, type TestPerson } from './installation.ts';

/**
 * An installation with two initiatives, one of them private, at whose tables Ana is the expert, Ben builds and Rita is
 * the risk manager; Otto has no seat. What tests do with a model is about the one that is `name`d now.
 */
export class RegistryTest {
  readonly installation: TestInstallation;
  readonly ana: TestPerson;
  readonly ben: TestPerson;
  readonly rita: TestPerson;
  readonly otto: TestPerson;
  slug = '';
  experimentId = '';
  secretExperimentId = '';
  name = '';
  /** How many models were named. */
  models = 0;

  constructor(
    installation: TestInstallation,
    people: {
      readonly ana: TestPerson;
      readonly ben: TestPerson;
      readonly rita: TestPerson;
      readonly otto: TestPerson;
    },
  ) {
    this.installation = installation;
    ({ ana: this.ana, ben: this.ben, rita: this.rita, otto: this.otto } = people);
  }

  /** Gives the next test a name of its own for its model. */
  nameAnother(): void {
    this.models += 1;
    this.name = `churn model ${this.models}`;
  }

  mlflow(person: TestPerson, request: string, body?: object): Promise<TestAnswer> {
    const [method = '', path = ''] = request.split(/ (.*)/);
    return this.installation.call(person, `${method} /api/2.0/mlflow/${path.replaceAll(' ', '%20')}`, body);
  }

  async does(person: TestPerson, request: string, body?: object): Promise<TestAnswer['body']> {
    const answer = await this.mlflow(person, request, body);
    if (answer.status !== 200) throw new Error(`${request}: ${answer.status} ${answer.text}`);
    return answer.body;
  }

  async anExperiment(address: string): Promise<string> {
    const tags = [{ key: 'throughline.initiative', value: address }];
    return (await this.does(this.ben, 'POST experiments/create', { name: `of ${address}`, tags })).experiment_id;
  }

  async aRun(person = this.ben, experiment = this.experimentId): Promise<{ runId: string; source: string }> {
    const { run } = await this.does(person, 'POST runs/create', { experiment_id: experiment, start_time: 1 });
    const source = `${run.info.artifact_uri}/model`;
    await this.put(person, `${source}/model.pkl`, `weights of ${run.info.run_id}`);
    return { runId: run.info.run_id, source };
  }

  put(person: TestPerson, uri: string, content: string): Promise<TestAnswer> {
    const path = uri.replace('mlflow-artifacts:/', '');
    const headers = { 'content-type': 'application/octet-stream' };
    const address = `PUT /api/2.0/mlflow-artifacts/artifacts/${path}`;
    return this.installation.call(person, address, Buffer.from(content), headers);
  }

  /** A model with so many versions, each trained and registered by Ben. */
  async aModel(versions = 1): Promise<void> {
    const { name } = this;
    await this.does(this.ben, 'POST registered-models/create', { name });
    for (let at = 0; at < versions; at += 1) {
      const { runId, source } = await this.aRun();
      await this.does(this.ben, 'POST model-versions/create', { name, source, run_id: runId });
    }
  }

  /** Calls below the address of the model's page: `page(ana, 'GET /versions')`. */
  page(person: TestPerson, request: string, body?: object): Promise<TestAnswer> {
    const [method = '', path = ''] = request.split(' ');
    return this.installation.call(person, `${method} /api/models/${encodeURIComponent(this.name)}${path}`, body);
  }

  /** Ben points the free alias `challenger` to a version. */
  challenge(version: number): Promise<TestAnswer['body']> {
    const asked = { name: this.name, alias: 'challenger', version: String(version) };
    return this.does(this.ben, 'POST registered-models/alias', asked);
  }

  async propose(version: number | null, person = this.ben): Promise<string> {
    const reason = 'It finds one in three leavers that the old one missed.';
    const answer = await this.page(person, 'POST /moves', { alias: 'champion', version, reason });
    if (answer.status !== 200) throw new Error(answer.text);
    return answer.body.proposalId;
  }

  decide(person: TestPerson, proposalId: string, role: string, decision = 'approve'): Promise<TestAnswer> {
    const reason = 'Checked on the cases of May.';
    return this.page(person, `POST /proposals/${proposalId}/decisions`, { role, decision, reason });
  }

  async goLive(version: number | null): Promise<void> {
    const proposalId = await this.propose(version);
    await this.decide(this.rita, proposalId, 'risk-manager');
    const last = await this.decide(this.ana, proposalId, 'sme');
    if (last.body.state !== 'approved') throw new Error(last.text);
  }
}

/** Opens an installation with people, their initiatives and an experiment in each. */
export async function openRegistryTest(): Promise<RegistryTest> {
  const installation = await openTestInstallation();
  const [ana, ben, rita, otto] = [
    await installation.join('Ana'),
    await installation.join('Ben'),
    await installation.join('Rita'),
    await installation.join('Otto'),
  ];
  const registry = new RegistryTest(installation, { ana, ben, rita, otto });
  const playbook = await publishFreePlaybook(installation, 'standard');
  registry.slug = (await aFreeInitiative(installation, ana, playbook)).slug;
  const secretSlug = (await aFreeInitiative(installation, ana, playbook, 'private')).slug;
  for (const address of [registry.slug, secretSlug]) {
    await seat(installation, address, ana, ben, 'data-scientist');
    await seat(installation, address, ana, rita, 'risk-manager');
  }
  registry.experimentId = await registry.anExperiment(registry.slug);
  registry.secretExperimentId = await registry.anExperiment(secretSlug);
  return registry;
}
