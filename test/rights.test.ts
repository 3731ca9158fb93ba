import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES, STANDARD_PLAYBOOK } from '../src/lifecycle/people/index.ts';
import type { Endpoint } from '../src/platform/contract/index.ts';
import { APIS, POLICY } from '../src/rooms.ts';
import { anInitiative, openTestInstallation, seat, type TestInstallation, type TestPerson } from './installation.ts';

const ENDPOINTS: readonly (readonly [string, Endpoint])[] = APIS.flatMap((api) => Object.entries(api));
const NOWHERE = '01890000-0000-7000-8000-000000000000';

let installation: TestInstallation;
let open: string;
let closed: string;
/** One person for each role at the table, and those outside it. */
const people = new Map<string, TestPerson>();

beforeAll(async () => {
  installation = await openTestInstallation();
  const founder = await installation.join('Founder');
  people.set('sme', founder);
  open = (await anInitiative(installation, founder)).slug;
  closed = (await anInitiative(installation, founder, { visibility: 'private' })).slug;
  for (const role of ROLES.filter((name) => name !== 'sme')) {
    const person = await installation.join(`A ${role}`);
    people.set(role, person);
    const hasSeat = STANDARD_PLAYBOOK.steps.some((step) => step.seats[role] !== undefined);
    if (hasSeat) for (const slug of [open, closed]) await seat(installation, slug, founder, person, role);
  }
  people.set('outsider', await installation.join('Outsider'));
  people.set('auditor', await installation.join('Auditor', { isAuditor: true }));
  people.set('administrator', installation.administrator);
});
afterAll(() => installation.close());

/** A call of an endpoint whose parameters lead to nothing but the initiative itself, so that only rights decide. */
function requestOf(endpoint: Endpoint, slug: string): string {
  const path = endpoint.path
    .replace(':slug', slug)
    .replace(':step', 'ask')
    .replace(':kind', 'outcomes')
    .replace(':version', '999')
    .replace(':number', '999')
    .replace(/:\w+/g, NOWHERE);
  return `${endpoint.method} ${path}`;
}

/** Whether the table of sentences lets this person do it, read from the table itself and not from the server. */
function isAllowed(endpoint: Endpoint, who: string, slug: string): 'allowed' | 'refused' | 'hidden' {
  if (typeof endpoint.access === 'string') return 'allowed';
  const row = POLICY[endpoint.access.action];
  if (!row) throw new Error(`No policy for ${endpoint.access.action}`);
  const isAtTable =
    ROLES.some((role) => role === who) &&
    STANDARD_PLAYBOOK.steps.some((step) => step.seats[who as 'sme'] !== undefined);
  const isOfInitiative = endpoint.path.includes(':slug');
  const maySee = !isOfInitiative || slug === open || isAtTable || who === 'auditor';
  const admitted = row.who.some(
    (entry) =>
      entry === 'anybody' ||
      (entry === 'reader' && maySee) ||
      (entry === 'table' && isAtTable && isOfInitiative) ||
      (entry === 'administrator' && who === 'administrator') ||
      (entry === 'auditor' && who === 'auditor') ||
      (entry === who && isAtTable && isOfInitiative),
  );
  if (admitted) return 'allowed';
  return maySee ? 'refused' : 'hidden';
}

describe('rights, route by role', () => {
  it('every endpoint that is not public names an action of the policy table', () => {
    for (const [name, endpoint] of ENDPOINTS) {
      if (typeof endpoint.access !== 'string') expect(POLICY[endpoint.access.action], name).toBeDefined();
    }
  });

  it.each(ENDPOINTS.filter(([, endpoint]) => endpoint.access !== 'public'))(
    '%s refuses whoever is not signed in',
    async (_, endpoint) => {
      const answer = await installation.call(null, requestOf(endpoint, open), endpoint.body ? {} : undefined);
      expect([answer.status, answer.body.code]).toEqual([401, 'SIGN_IN_NEEDED']);
    },
  );

  it.each(ENDPOINTS.filter(([, endpoint]) => typeof endpoint.access === 'object'))(
    '%s obeys the table of sentences for every role, at the table and outside',
    async (name, endpoint) => {
      for (const [who, person] of people) {
        for (const slug of endpoint.path.includes(':slug') ? [open, closed] : [open]) {
          const expected = isAllowed(endpoint, who, slug);
          // An allowed change would change the table under the test; asking the guard with an empty body stops at the input.
          if (expected === 'allowed' && endpoint.method !== 'GET' && !endpoint.body) continue;
          const answer = await installation.call(person, requestOf(endpoint, slug), endpoint.body ? {} : undefined);
          const seen =
            answer.status === 403 && answer.body.code === 'NOT_ALLOWED'
              ? 'refused'
              : isHidden(answer, slug)
                ? 'hidden'
                : 'allowed';
          expect(seen, `${name} by ${who} on the ${slug === open ? 'open' : 'private'} initiative`).toBe(expected);
        }
      }
    },
  );

  it('a hidden initiative answers exactly like one that does not exist', async () => {
    const outsider = people.get('outsider') ?? installation.administrator;
    const hidden = await installation.call(outsider, `GET /api/initiatives/${closed}`);
    const absent = await installation.call(outsider, 'GET /api/initiatives/there-is-no-such-thing');
    expect(hidden.status).toBe(404);
    expect(hidden.text.replaceAll(closed, 'x')).toBe(absent.text.replaceAll('there-is-no-such-thing', 'x'));
  });
});

/** The guard answers a hidden initiative with the address itself; other refusals name what is missing behind it. */
function isHidden(
  answer: { status: number; body: { code?: string; detail?: string } | undefined },
  slug: string,
): boolean {
  return answer.status === 404 && answer.body?.code === 'NOT_FOUND' && (answer.body.detail ?? '').includes(slug);
}
