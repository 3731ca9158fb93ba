import { randomBytes } from 'node:crypto';
import type { Role } from '../src/lifecycle/people/index.ts';
import { authApi } from '../src/platform/auth/auth.schema.ts';
import { type ClientOptions, createClient } from '../src/platform/contract/index.ts';
import { openSession } from './session.ts';

/** The roles at the tables of the demo. Nobody is the architect: his chair stays empty, so that one sees what that looks like. */
export const DEMO_ROLES = [
  'sme',
  'sponsor',
  'data-scientist',
  'data-engineer',
  'software-engineer',
  'devops',
  'risk-manager',
] as const satisfies readonly Role[];

/** A role at the tables of the demo. */
export type DemoRole = (typeof DEMO_ROLES)[number];

const NAMES: Readonly<Record<DemoRole, string>> = {
  sme: 'Demo expert',
  sponsor: 'Demo sponsor',
  'data-scientist': 'Demo data scientist',
  'data-engineer': 'Demo data engineer',
  'software-engineer': 'Demo software engineer',
  devops: 'Demo operator',
  'risk-manager': 'Demo risk manager',
};

/** An account of the demo, signed in. */
export interface DemoPerson {
  readonly role: DemoRole;
  readonly accountId: string;
  readonly name: string;
  readonly email: string;
  /** Made up for this installation; said once and stored nowhere. */
  readonly password: string;
  /** Calls made by this person. */
  readonly session: ClientOptions;
}

/** The people of the demo by role. */
export type DemoPeople = Readonly<Record<DemoRole, DemoPerson>>;

/**
 * Makes the accounts of the demo by invitation, as an administrator would; an account that is there from an earlier demo
 * gets a new password. The administrator's calls have to come from a session: a token may not manage accounts.
 */
export async function invitePeople(administrator: ClientOptions): Promise<DemoPeople> {
  const { items } = await createClient(authApi, administrator).listAccounts();
  const known = new Map(items.map(({ email, id }) => [email, id]));
  const enter = (role: DemoRole) => enterAs(administrator, role, known);
  return {
    sme: await enter('sme'),
    sponsor: await enter('sponsor'),
    'data-scientist': await enter('data-scientist'),
    'data-engineer': await enter('data-engineer'),
    'software-engineer': await enter('software-engineer'),
    devops: await enter('devops'),
    'risk-manager': await enter('risk-manager'),
  };
}

async function enterAs(
  administrator: ClientOptions,
  role: DemoRole,
  known: ReadonlyMap<string, string>,
): Promise<DemoPerson> {
  const admin = createClient(authApi, administrator);
  const session = openSession(administrator.baseUrl);
  const self = createClient(authApi, session);
  const name = NAMES[role];
  const email = `${role}@demo.example`;
  const password = randomBytes(9).toString('base64url');
  const id = known.get(email);
  if (id === undefined) {
    const { link } = await admin.invite({ body: { email, name } });
    const { accountId } = await self.acceptInvitation({ params: { secret: secretOf(link) }, body: { name, password } });
    return { role, accountId, name, email, password, session };
  }
  const { link } = await admin.makeResetLink({ params: { id } });
  await self.acceptResetLink({ params: { secret: secretOf(link) }, body: { password } });
  return { role, accountId: id, name, email, password, session };
}

/** The secret is the last part of a link. */
function secretOf(link: string): string {
  const secret = link.split('/').at(-1);
  if (!secret) throw new Error(`The link "${link}" has no secret.`);
  return secret;
}
