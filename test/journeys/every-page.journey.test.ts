import { afterAll, beforeAll, describe, it } from 'vitest';
import { fillWithStories } from '../../seed/demo.ts';
import { INITIATIVE_TABS } from '../../src/lifecycle/initiatives/ui/initiative-tabs.ts';
import { authApi } from '../../src/platform/auth/auth.schema.ts';
import { createClient } from '../../src/platform/contract/index.ts';
import { checkPage, lookAtPage, type Window, waitUntilShown } from './browser.ts';
import { type Journey, type Person, setUp, startJourney } from './journey.ts';
import { logRuns } from './logged-runs.ts';
import { type LookedAtData, lookAtData } from './looked-at-data.ts';

const DESK = { width: 1_360, height: 900 };
const PHONE = { width: 390, height: 844 };

/** The pages for everybody who is signed in. */
const PLACES = [
  '/today',
  '/ideas',
  '/ideas?view=funnel',
  '/ideas?view=settings',
  '/initiatives',
  '/ask',
  '/experiments',
  '/deleted',
  '/experiments/:experiment',
  '/experiments/:experiment?group=parents',
  '/experiments/:experiment/compare?runs=:runs',
  '/experiments/:experiment/runs/:run',
  '/experiments/:experiment/traces',
  '/experiments/:experiment/traces/:trace',
  '/outcomes',
  '/people',
  '/models',
  '/data',
  '/playbooks',
  '/playbooks/standard',
  '/admin',
  '/me/tokens',
  '/me/password',
  '/me/notifications',
  '/notifications',
  '/api-reference',
  '/errors',
];
/** The pages of data that were looked at: a table, a column, the form of a check, a check, a first model. */
const DATA = [
  '/i/:looked/data',
  '/i/:looked/data?dataset=:dataset',
  '/i/:looked/data?dataset=:dataset&column=tenure',
  '/i/:looked/data?ask=:dataset',
  '/i/:looked/data?check=:check',
  '/i/:looked/build',
  '/i/:looked/build/first-models/:training',
];
const TABS = INITIATIVE_TABS.map(({ id }) => `/i/:slug/${id}`);

/** Tabs that show their step alone, as Build does. */
const LIKE_BUILD = ['/i/:slug/review', '/i/:slug/release', '/i/:slug/act'];

/** Pages that show an administrator who sits at no table something else than the expert; the others are the same. */
const ADMINISTRATORS_OWN = [
  '/today',
  '/people',
  '/playbooks',
  '/admin',
  '/i/:slug/overview',
  '/i/:slug/learn',
  '/i/:slug/people',
  // They brought these data, and may do what others may only read.
  ...DATA,
];

let journey: Journey;
let administrator: Person;
let slug: string;
let logged: Readonly<Record<'experiment' | 'run' | 'runs' | 'trace', string>>;
let looked: LookedAtData;
let windows: Readonly<Record<'administrator' | 'expert', Window>>;

beforeAll(async () => {
  const startedMs = performance.now();
  journey = await startJourney('every-page');
  const readyMs = performance.now();
  const first = await journey.open(null, { expectedStatuses: [401] });
  await first.page.goto(journey.url);
  await first.page.getByRole('button', { name: 'Make my account' }).waitFor();
  console.info(
    `The first page could be used ${seconds(performance.now() - readyMs)} after the line that says that it is ready, ` +
      `which came ${seconds(readyMs - startedMs)} after the start on an empty folder.`,
  );
  await look(first, 'first account', ['desk', 'phone']);
  await first.context.close();
  administrator = await setUp(journey);
  const { stories, people } = await fillWithStories(administrator.session, {
    now: new Date(),
    stories: ['churn-low-volume'],
  });
  slug = stories[0]?.slug ?? '';
  logged = await logRuns(administrator.session);
  looked = await lookAtData(administrator.session);
  windows = { administrator: await journey.open(administrator), expert: await journey.open(people.sme) };
});
afterAll(() => journey.close());

describe('every page, at a desk in the light and on a phone in the dark', () => {
  it.each([...PLACES, ...TABS, ...DATA])('for the expert at the table: %s', async (path) => {
    await open(windows.expert, path);
    await look(windows.expert, path, LIKE_BUILD.includes(path) ? [] : ['desk', 'phone']);
  });

  it.each([...PLACES, ...TABS, ...DATA])('for an administrator: %s', async (path) => {
    await open(windows.administrator, path);
    await look(windows.administrator, path, ADMINISTRATORS_OWN.includes(path) ? ['desk'] : []);
  });
});

describe('every page, for somebody who is not signed in', () => {
  it('signing in, an invitation, a link to a new password, and links that do not work', async () => {
    const admin = createClient(authApi, administrator.session);
    const { link: invitation } = await admin.invite({ body: { email: 'new@example.com' } });
    const { link: reset } = await admin.makeResetLink({ params: { id: administrator.accountId } });
    // A link that was used, has expired or was never made is gone: 410.
    const window = await journey.open(null, { expectedStatuses: [401, 410] });
    for (const path of [
      '/sign-in',
      pathOf(invitation),
      pathOf(reset),
      '/invitation/unknown',
      '/reset-password/unknown',
    ]) {
      await open(window, path);
      await look(window, path, ['desk', 'phone']);
    }
  });

  it('an address that leads nowhere says so', async () => {
    const { page } = windows.expert;
    await page.goto(`${journey.url}/there/is/nothing`);
    await page.setViewportSize(DESK);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await look(windows.expert, 'nowhere', ['desk', 'phone']);
  });
});

describe('a page whose program is still on its way', () => {
  it('says that it opens, and is shown when the program has come', async () => {
    const { page } = windows.expert;
    const first = await (await page.request.get(journey.url, { headers: { accept: 'text/html' } })).text();
    let release: () => void = () => {};
    const isReleased = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/assets/*.js', async (route) => {
      // What the document itself names is the frame; the page in it comes afterwards.
      if (!first.includes(new URL(route.request().url()).pathname)) await isReleased;
      await route.continue();
    });
    await page.goto(`${journey.url}/playbooks`, { waitUntil: 'commit' });
    await page.getByRole('status').getByText('Opening the page').waitFor();
    release();
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.unroute('**/assets/*.js');
    await lookAtPage(windows.expert, 'a page that came late');
  });
});

/** Opens a page at a desk and waits until it has read what it shows. */
async function open({ page }: Window, path: string): Promise<void> {
  await page.setViewportSize(DESK);
  const { experiment, run, runs, trace } = logged;
  const names = {
    ':slug': slug,
    ':experiment': experiment,
    ':runs': runs,
    ':run': run,
    ':trace': trace,
    ...placesOf(looked),
  };
  const filled = Object.entries(names).reduce((address, [name, value]) => address.replace(name, value), path);
  await page.goto(journey.url + filled);
  await waitUntilShown(page);
}

function placesOf({ slug: own, dataset, check, training }: LookedAtData): Readonly<Record<string, string>> {
  return { ':looked': own, ':dataset': dataset, ':check': check, ':training': training };
}

/** Looks at the page as it stands at a desk, and then on a phone; where it is audited, by every rule of accessibility too. */
async function look(window: Window, name: string, audited: readonly ('desk' | 'phone')[]): Promise<void> {
  await (audited.includes('desk') ? checkPage(window, name, ['light']) : lookAtPage(window, name));
  await window.page.setViewportSize(PHONE);
  const onPhone = `${name} on a phone`;
  await (audited.includes('phone') ? checkPage(window, onPhone, ['dark']) : lookAtPage(window, onPhone));
}

function pathOf(link: string): string {
  return new URL(link, journey.url).pathname;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
