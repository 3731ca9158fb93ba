import { seat, type TestInstallation, type TestPerson } from '../../../test/installation.ts';

/** Publishes a playbook like a shipped one, but one that holds no experiments back, and gives its key. */
export async function publishFreePlaybook(
  installation: TestInstallation,
  from: 'light' | 'standard' = 'light',
): Promise<string> {
  const { administrator, does } = installation;
  const { key, revision } = await does(administrator, 'POST /api/playbooks', { name: 'Free hand', from });
  const { draft } = await does(administrator, `GET /api/playbooks/${key}`);
  const saved = await does(administrator, `PUT /api/playbooks/${key}/draft`, {
    content: { ...draft.content, holds: [] },
    revision,
  });
  await does(administrator, `POST /api/playbooks/${key}/versions`, {
    revision: saved.revision,
    changeNote: 'Nothing waits.',
  });
  return key;
}

/** Starts an initiative to which experiments can be connected at once. */
export async function aFreeInitiative(
  installation: TestInstallation,
  expert: TestPerson,
  playbook: string,
  visibility: 'open' | 'private' = 'open',
): Promise<{ readonly slug: string }> {
  const question = 'How can we reduce churn by 10% this quarter?';
  return installation.does(expert, 'POST /api/initiatives', { question, playbook, visibility });
}

/** People around a private initiative to which experiments can be connected at once. */
export interface PrivateTable {
  readonly slug: string;
  /** Builds at its table. */
  readonly ben: TestPerson;
  /** Has a seat there that builds nothing. */
  readonly rita: TestPerson;
  /** Has no seat there. */
  readonly otto: TestPerson;
}

/** Starts a private initiative and seats people at its table. */
export async function aPrivateTable(installation: TestInstallation): Promise<PrivateTable> {
  const ana = await installation.join('Ana');
  const ben = await installation.join('Ben');
  const rita = await installation.join('Rita');
  const otto = await installation.join('Otto');
  const { slug } = await aFreeInitiative(installation, ana, await publishFreePlaybook(installation), 'private');
  await seat(installation, slug, ana, ben, 'data-scientist');
  await seat(installation, slug, ana, rita, 'risk-manager');
  return { slug, ben, rita, otto };
}
