import type { TestInstallation, TestPerson } from '../../../test/installation.ts';

/** Publishes a playbook that holds no experiments back, and gives its key. */
export async function publishFreePlaybook(installation: TestInstallation): Promise<string> {
  const { administrator, does } = installation;
  const { key, revision } = await does(administrator, 'POST /api/playbooks', { name: 'Free hand', from: 'light' });
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
