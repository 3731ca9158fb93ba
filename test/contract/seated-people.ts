import { openSession } from '../../seed/session.ts';
import { initiativesApi } from '../../src/lifecycle/initiatives/initiatives.schema.ts';
import { peopleApi } from '../../src/lifecycle/people/people.schema.ts';
import { playbooksApi } from '../../src/lifecycle/people/playbooks.schema.ts';
import { authApi } from '../../src/platform/auth/auth.schema.ts';
import { type ClientOptions, createClient } from '../../src/platform/contract/index.ts';

const PASSWORD = 'correct horse battery';

/** A person of the installation: the session in the browser, and the token that a notebook uses. */
interface Person {
  readonly id: string;
  readonly session: ClientOptions;
  readonly token: string;
}

/** What scenarios are told in their environment, beside the two variables that every data scientist has. */
export interface SeatedPeople {
  /** Builds at the table of the private initiative. */
  readonly scientistToken: string;
  /** Has no seat there. */
  readonly outsiderToken: string;
  /** The address of a private initiative. */
  readonly initiative: string;
  /** Who signs at its Review. */
  readonly approver: string;
}

/**
 * Sets an installation up through its public API: an expert with a private initiative whose playbook holds no
 * experiments back, a data scientist and a risk manager with seats there, and somebody without.
 */
export async function seatPeople(url: string): Promise<SeatedPeople> {
  const administrator = openSession(url);
  await createClient(authApi, administrator).setUp({
    body: { name: 'Ada Berg', email: 'ada@example.com', password: PASSWORD },
  });
  const join = (name: string) => joinAs(url, administrator, name);
  const [expert, scientist, manager, outsider] = [
    await join('Ana Ruiz'),
    await join('Ben Ode'),
    await join('Rita Falk'),
    await join('Otto Lind'),
  ];
  const { slug } = await createClient(initiativesApi, expert.session).start({
    body: {
      question: 'How can we reduce churn by 10% this quarter?',
      playbook: await publishWithoutHolds(administrator),
      visibility: 'private',
    },
  });
  const table = createClient(peopleApi, expert.session);
  await table.seat({ params: { slug }, body: { accountId: scientist.id, role: 'data-scientist' } });
  await table.seat({ params: { slug }, body: { accountId: manager.id, role: 'risk-manager' } });
  return { scientistToken: scientist.token, outsiderToken: outsider.token, initiative: slug, approver: 'Rita Falk' };
}

async function joinAs(url: string, administrator: ClientOptions, name: string): Promise<Person> {
  const email = `${name.split(' ')[0]?.toLowerCase()}@example.com`;
  const { link } = await createClient(authApi, administrator).invite({ body: { email } });
  const session = openSession(url);
  const accounts = createClient(authApi, session);
  const { accountId } = await accounts.acceptInvitation({
    params: { secret: link.split('/').at(-1) ?? '' },
    body: { name, password: PASSWORD },
  });
  const { secret } = await accounts.makeAccessToken({ body: { name: 'notebook', scopes: ['write'] } });
  return { id: accountId, session, token: secret };
}

async function publishWithoutHolds(administrator: ClientOptions): Promise<string> {
  const playbooks = createClient(playbooksApi, administrator);
  const { key, revision } = await playbooks.begin({ body: { name: 'Free hand', from: 'standard' } });
  const { draft } = await playbooks.read({ params: { key } });
  if (!draft) throw new Error('A playbook that was just begun has a draft.');
  const saved = await playbooks.saveDraft({
    params: { key },
    body: { content: { ...draft.content, holds: [] }, revision },
  });
  await playbooks.publish({ params: { key }, body: { revision: saved.revision, changeNote: 'Nothing waits.' } });
  return key;
}
