import { framingApi } from '../../src/lifecycle/framing/index.ts';
import { initiativesApi } from '../../src/lifecycle/initiatives/index.ts';
import { peopleApi } from '../../src/lifecycle/people/index.ts';
import { createClient } from '../../src/platform/contract/index.ts';
import { invite, type Journey, type Person, setUp } from './journey.ts';

/** The people whose signatures lock a framing, and the administrator who invited them. */
export interface Table {
  readonly administrator: Person;
  readonly expert: Person;
  readonly scientist: Person;
  readonly sponsor: Person;
}

/** Makes the accounts of an empty installation. */
export async function inviteTable(journey: Journey): Promise<Table> {
  const administrator = await setUp(journey);
  return {
    administrator,
    expert: await invite(journey, administrator, 'Eva Lind'),
    scientist: await invite(journey, administrator, 'Dan Roth'),
    sponsor: await invite(journey, administrator, 'Sam Hale'),
  };
}

/**
 * The expert asks, and the other two take their seats. Gives the address part of the initiative.
 * @param playbook the one that fits the question where none is given
 */
export async function startLine(
  { expert, scientist, sponsor }: Table,
  question: string,
  name: string,
  playbook?: string,
): Promise<string> {
  const asked = { question, name, ...(playbook === undefined ? {} : { playbook }) };
  const { slug } = await createClient(initiativesApi, expert.session).start({ body: asked });
  const table = createClient(peopleApi, expert.session);
  for (const [{ accountId }, role] of [
    [scientist, 'data-scientist'],
    [sponsor, 'sponsor'],
  ] as const) {
    await table.seat({ params: { slug }, body: { accountId, role } });
  }
  return slug;
}

/** Writes a framing, puts it forward, and has its translation approved and it signed by all three, as they would on the page. */
export async function lockFraming(
  { expert, scientist, sponsor }: Table,
  slug: string,
  content: Readonly<Record<string, unknown>>,
): Promise<void> {
  const author = createClient(framingApi, scientist.session);
  const { draft } = await author.read({ params: { slug } });
  const { revision } = await author.saveDraft({ params: { slug }, body: { content, revision: draft.revision } });
  const { version, contentHash } = await author.propose({ params: { slug }, body: { revision } });
  const { translation } = await author.read({ params: { slug } });
  await createClient(framingApi, expert.session).approveTranslation({
    params: { slug },
    body: { textHash: translation?.textHash ?? '' },
  });
  for (const [{ session }, role] of [
    [expert, 'sme'],
    [scientist, 'data-scientist'],
    [sponsor, 'sponsor'],
  ] as const) {
    await createClient(framingApi, session).sign({ params: { slug, version }, body: { role, contentHash } });
  }
}
