import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conversationApi } from '../../src/lifecycle/conversation/index.ts';
import { framingApi } from '../../src/lifecycle/framing/index.ts';
import { initiativesApi } from '../../src/lifecycle/initiatives/index.ts';
import { peopleApi, ROLE_NAME, ROLES, type Role, roleInText } from '../../src/lifecycle/people/index.ts';
import { portfolioApi } from '../../src/lifecycle/portfolio/index.ts';
import { type Api, createClient } from '../../src/platform/contract/index.ts';
import { checkPage, lookAtPage, type Window } from './browser.ts';
import { invite, type Journey, type Person, setUp, startJourney } from './journey.ts';

const NAMES: Readonly<Record<Role, string>> = {
  sme: 'Eva Lind',
  sponsor: 'Sam Hale',
  'data-scientist': 'Dan Roth',
  'data-engineer': 'Ines Vega',
  'software-engineer': 'Noa Falk',
  devops: 'Ole Brandt',
  'risk-manager': 'Rita Noor',
  architect: 'Gus Meier',
};

/** What the table agreed on; only the signing of it is this story. */
const FRAMING = {
  translation: 'Each evening, predict which parcels will be late and send them another way; leave some alone.',
  kpi: {
    name: 'Late parcels',
    unit: '% of parcels',
    direction: 'down',
    baseline: { value: 12, from: '2026-01-01', to: '2026-03-31' },
    target: 9.6,
    due: '2027-03-31',
    population: 100_000,
    scale: 100,
  },
  predictionTask: {
    entity: { one: 'parcel', many: 'parcels' },
    moment: 'the evening before',
    outcome: 'arrives late',
    waitDays: 3,
    heuristic: 'parcels on the routes that were late last week',
  },
  decisionPolicy: { actor: 'the depot', action: 'another route', rule: { kind: 'everybody' }, costPerActionCents: 150 },
  successCriterion: {
    metric: { id: 'late', name: 'arrived late', kind: 'binary', direction: 'down' },
    dmin: 0.05,
    dminReason: 'Below it the vans cost more than they bring.',
    valuePerOutcomeCents: 2_000,
    design: 'holdout',
    expectedRate: 0.3,
    outcomeWindowDays: 60,
    readOutOn: '2027-02-28',
    plannedUnits: 12_000,
  },
  riskTier: 'medium',
};

const say =
  (step: string) =>
  async (page: Page): Promise<void> => {
    await page.getByRole('textbox', { name: `Say something at ${step}` }).fill('This is what I know about it.');
    await page.getByRole('button', { name: 'Say it' }).click();
  };
const press =
  (...names: readonly string[]) =>
  async (page: Page): Promise<void> => {
    for (const name of names) await page.getByRole('button', { name, exact: true }).click();
  };
const sign = (role: Role) => press(`Sign as ${roleInText(role)}`, `Sign as ${roleInText(role)}`);

interface Deed {
  readonly role: Role;
  /** The verb on the button of Today. */
  readonly verb: string;
  /** What is done where the button leads. */
  readonly act: (page: Page) => Promise<void>;
  /** What happens elsewhere before. */
  readonly before?: () => Promise<void>;
}

/** One initiative under the playbook that needs all eight: who finds what on Today, in the order of the line. */
const DEEDS: readonly Deed[] = [
  { role: 'sme', verb: 'Seat somebody', act: seatTheScientist },
  { role: 'sponsor', verb: 'Say what you think', act: say('Ask') },
  { role: 'data-scientist', verb: 'Say what you think', act: say('Ask') },
  { role: 'risk-manager', verb: 'Say what you think', act: say('Ask') },
  { role: 'sponsor', verb: 'Close Ask', act: press('Close Ask') },
  { role: 'data-scientist', verb: 'Write the framing', act: putForward, before: writeFraming },
  { role: 'data-engineer', verb: 'Say what you think', act: say('Frame') },
  {
    role: 'sme',
    verb: 'Read, approve and sign',
    act: async (page) => {
      await page.getByRole('button', { name: 'Approve these words' }).first().click();
      await sign('sme')(page);
    },
  },
  { role: 'sponsor', verb: 'Read and sign', act: sign('sponsor') },
  { role: 'risk-manager', verb: 'Read and sign', act: sign('risk-manager') },
  { role: 'data-scientist', verb: 'Read and sign', act: sign('data-scientist') },
  { role: 'sme', verb: 'Close Frame', act: press('Close Frame') },
  {
    role: 'data-engineer',
    verb: 'Say what you think',
    act: say('Prepare'),
    before: () => speak('prepare', 'data-scientist', 'sme', 'risk-manager'),
  },
  {
    role: 'architect',
    verb: 'Say what you think',
    act: say('Build'),
    before: async () => {
      await close('prepare');
      await speak('build', 'data-scientist', 'sme');
    },
  },
  {
    role: 'risk-manager',
    verb: 'Read and approve',
    act: press('Approve Review as Model risk manager'),
    before: () => close('build'),
  },
  {
    role: 'devops',
    verb: 'Say what you think',
    act: say('Release'),
    before: async () => {
      await speak('review', 'sme', 'sponsor', 'data-scientist', 'architect', 'risk-manager');
      await as('sme', peopleApi).approveStep({ params: { slug, step: 'review' }, body: { role: 'sme' } });
      await close('review');
    },
  },
  { role: 'software-engineer', verb: 'Say what you think', act: say('Release') },
];

let journey: Journey;
let people: Readonly<Record<Role, Person>>;
let windows: Readonly<Record<Role, Window>>;
let slug: string;

beforeAll(async () => {
  journey = await startJourney('eight-seats');
  const administrator = await setUp(journey);
  people = await forEachRole((role) => invite(journey, administrator, NAMES[role]));
  windows = await forEachRole((role) => journey.open(people[role]));
  const question = 'Reduce late parcels by 20% until March';
  ({ slug } = await as('sme', initiativesApi).start({
    body: { question, name: 'Late parcels', playbook: 'high-risk' },
  }));
});
afterAll(() => journey.close());

describe('each of the eight roles', () => {
  it.each(DEEDS)('$role finds $verb on Today, is led to the very place, and does it there', async (deed) => {
    const { role, verb, act, before } = deed;
    await before?.();
    const { page } = windows[role];
    await page.goto(`${journey.url}/today`);
    await page.getByRole('link', { name: new RegExp(`^${verb}\\s?: Late parcels$`) }).click();
    await act(page);
    // What is done waits no longer.
    await expect.poll(() => stillWaits(role, verb)).toBe(false);
    await lookAtPage(windows[role], `${role}: ${verb}`);
  });

  it('is named when the step waits for them alone, and then reads that nothing waits', async () => {
    expect(new Set(DEEDS.map(({ role }) => role))).toEqual(new Set(ROLES));
    const { page } = windows.devops;
    await page.goto(`${journey.url}/i/${slug}/release`);
    await page.getByText(`Data scientist: ${NAMES['data-scientist']} has not been heard at Release yet.`).waitFor();
    await page.goto(`${journey.url}/today`);
    await page.getByRole('heading', { name: 'Nothing waits for you today' }).waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    await checkPage(windows.devops, 'Today with nothing waiting, on a phone', ['light', 'dark']);
  });
});

async function forEachRole<Value>(make: (role: Role) => Promise<Value>): Promise<Readonly<Record<Role, Value>>> {
  return {
    sme: await make('sme'),
    sponsor: await make('sponsor'),
    'data-scientist': await make('data-scientist'),
    'data-engineer': await make('data-engineer'),
    'software-engineer': await make('software-engineer'),
    devops: await make('devops'),
    'risk-manager': await make('risk-manager'),
    architect: await make('architect'),
  };
}

function as<const A extends Api>(role: Role, api: A) {
  return createClient(api, people[role].session);
}

/** Whether Today still offers something to a person, as the server says. */
async function stillWaits(role: Role, verb: string): Promise<boolean> {
  const { waiting } = await as(role, portfolioApi).today();
  return waiting.some((item) => item.verb === verb);
}

async function seatTheScientist(page: Page): Promise<void> {
  await page.getByRole('button', { name: `Seat somebody as ${ROLE_NAME['data-scientist']}` }).click();
  const { name, email } = people['data-scientist'];
  await page.getByRole('combobox', { name: 'Who' }).selectOption(`${name} (${email})`);
  await page.getByRole('button', { name: 'Seat them' }).click();
  await page.getByText(`${name} has not been heard at Ask yet.`).waitFor();
  await seatTheOthers();
}

async function seatTheOthers(): Promise<void> {
  for (const role of ROLES) {
    if (role === 'sme' || role === 'data-scientist') continue;
    await as('sme', peopleApi).seat({ params: { slug }, body: { accountId: people[role].accountId, role } });
  }
}

async function writeFraming(): Promise<void> {
  const { draft } = await as('data-scientist', framingApi).read({ params: { slug } });
  const body = { content: FRAMING, revision: draft.revision };
  await as('data-scientist', framingApi).saveDraft({ params: { slug }, body });
}

async function putForward(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Put forward for signature' }).click();
  await page.getByText('Everybody who has to sign sees exactly these words.').waitFor();
  await page.getByRole('button', { name: 'Put forward for signature' }).click();
}

async function speak(step: string, ...roles: readonly Role[]): Promise<void> {
  const body = { text: 'I agree.', mentioned: [] };
  for (const role of roles) await as(role, conversationApi).remark({ params: { slug, step }, body });
}

async function close(step: string): Promise<void> {
  await as('sme', peopleApi).closeStep({ params: { slug, step }, body: {} });
}
