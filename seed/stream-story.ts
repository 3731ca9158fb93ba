import { conversationApi } from '../src/lifecycle/conversation/index.ts';
import { framingApi } from '../src/lifecycle/framing/index.ts';
import { initiativesApi } from '../src/lifecycle/initiatives/index.ts';
import { ledgerApi, RECORD_KINDS, type RecordKind } from '../src/lifecycle/ledger/index.ts';
import { STEPS, type Step } from '../src/lifecycle/line-order.ts';
import { CHAIN_LINKS, type OutcomeReport, outcomesApi, type VerdictState } from '../src/lifecycle/outcomes/index.ts';
import { peopleApi } from '../src/lifecycle/people/index.ts';
import { createClient } from '../src/platform/contract/index.ts';
import { DEMO_ROLES, type DemoPeople, type DemoRole } from './demo-people.ts';
import type { Delivery, Story } from './story.ts';

/** A story as it now stands in an installation. */
export interface StreamedStory {
  readonly id: string;
  readonly slug: string;
  /** The page of the initiative. */
  readonly link: string;
  /** What the product says about it. */
  readonly state: VerdictState;
  /** Rows that were delivered. */
  readonly rows: number;
}

/** The installation did not become what the story says. */
export class StoryMismatch extends Error {
  override readonly name = 'StoryMismatch';
}

/** Roles whose signatures lock a framing of the standard playbook. */
const SIGNERS = ['sme', 'data-scientist', 'sponsor'] as const satisfies readonly DemoRole[];

/** The steps that are closed before anything is delivered. */
const STEPS_BEFORE_ACT = STEPS.slice(0, STEPS.indexOf('act'));

/**
 * Plays a story into a running installation through its public API only, as the people of the demo would, and checks what
 * came out: every row answered as expected, counts of each kind, and the state of the verdict.
 *
 * @throws StoryMismatch when the installation answers otherwise.
 */
export async function streamStory(story: Story, people: DemoPeople): Promise<StreamedStory> {
  const slug = await playLine(story, people);
  const state = await readOut(story, people, slug);
  return {
    id: story.id,
    slug,
    link: `${people.sme.session.baseUrl}/i/${slug}`,
    state,
    rows: story.deliveries.reduce((sum, { rows }) => sum + rows.length, 0),
  };
}

/**
 * Plays a story up to the read-out: the question, the table, the signed framing, every step before Act, and the ledger.
 *
 * @returns the address part of the new initiative.
 * @throws StoryMismatch when a row is answered otherwise than expected, or the ledger holds other counts.
 */
export async function playLine(story: Story, people: DemoPeople): Promise<string> {
  const slug = await startLine(story, people);
  for (const step of STEPS_BEFORE_ACT) {
    await speak(story, people, slug, step);
    if (step === 'frame') await signFraming(story, people, slug);
    await closeStep(people, slug, step);
  }
  for (const delivery of story.deliveries) await bring(delivery, people, slug);
  await checkCounts(story, people, slug);
  await speak(story, people, slug, 'act');
  if (story.isReadOut) await closeStep(people, slug, 'act');
  return slug;
}

async function startLine(story: Story, people: DemoPeople): Promise<string> {
  const { question, questionKind, name } = story;
  const { slug } = await createClient(initiativesApi, people.sme.session).start({
    body: { question, questionKind, name },
  });
  const table = createClient(peopleApi, people.sme.session);
  for (const role of DEMO_ROLES) {
    // Whoever starts a line has the expert's seats already.
    if (role === 'sme') continue;
    await table.seat({ params: { slug }, body: { accountId: people[role].accountId, role } });
  }
  return slug;
}

async function speak(story: Story, people: DemoPeople, slug: string, step: Step): Promise<void> {
  for (const [role, text] of Object.entries(story.remarks[step] ?? {})) {
    const person = people[demoRole(role)];
    await createClient(conversationApi, person.session).remark({ params: { slug, step }, body: { text } });
  }
}

function demoRole(role: string): DemoRole {
  const found = DEMO_ROLES.find((known) => known === role);
  if (!found) throw new StoryMismatch(`Nobody of the demo has the role "${role}".`);
  return found;
}

async function closeStep(people: DemoPeople, slug: string, step: Step): Promise<void> {
  await createClient(peopleApi, people.sme.session).closeStep({ params: { slug, step }, body: {} });
}

/** The data scientist writes it down and puts it forward; the expert approves the translation; then they and the sponsor sign. */
async function signFraming(story: Story, people: DemoPeople, slug: string): Promise<void> {
  const author = createClient(framingApi, people['data-scientist'].session);
  const { draft } = await author.read({ params: { slug } });
  const { revision } = await author.saveDraft({
    params: { slug },
    body: { content: { ...story.framing }, revision: draft.revision },
  });
  const { version, contentHash } = await author.propose({ params: { slug }, body: { revision } });
  const { translation } = await author.read({ params: { slug } });
  await createClient(framingApi, people.sme.session).approveTranslation({
    params: { slug },
    body: { textHash: translation?.textHash ?? '' },
  });
  for (const role of SIGNERS) {
    const signed = await createClient(framingApi, people[role].session).sign({
      params: { slug, version },
      body: { role, contentHash },
    });
    if (role === SIGNERS.at(-1) && signed.state !== 'locked') {
      throw new StoryMismatch(`The framing of ${slug} is ${signed.state}, not locked, after the last signature.`);
    }
  }
}

async function bring(delivery: Delivery, people: DemoPeople, slug: string): Promise<void> {
  const { kind, rows, source, duplicates, at } = delivery;
  const answer = await createClient(ledgerApi, people['data-engineer'].session).bring({
    params: { slug, kind },
    body: { rows: [...rows], source },
  });
  if (answer.stored === rows.length - duplicates && answer.duplicates === duplicates) return;
  const first = answer.rows.find(({ status }) => status === 'refused') ?? answer.rows[0];
  throw new StoryMismatch(
    `${slug}: of ${rows.length} ${kind} of ${at}, ${answer.stored} were stored, ${answer.duplicates} were duplicates ` +
      `(${duplicates} expected), ${answer.mixed} mixed and ${answer.refused} refused. ${first?.message ?? ''}`,
  );
}

async function checkCounts(story: Story, people: DemoPeople, slug: string): Promise<void> {
  const { counts } = await createClient(ledgerApi, people['data-engineer'].session).overview({ params: { slug } });
  const held = new Map(counts.map(({ kind, count }) => [kind, count]));
  for (const kind of RECORD_KINDS) {
    const expected = expectedCount(story, kind);
    if ((held.get(kind) ?? 0) === expected) continue;
    throw new StoryMismatch(`${slug}: the ledger has ${held.get(kind) ?? 0} ${kind}; ${expected} were delivered.`);
  }
}

function expectedCount(story: Story, kind: RecordKind): number {
  return story.deliveries
    .filter((delivery) => delivery.kind === kind)
    .reduce((sum, { rows, duplicates }) => sum + rows.length - duplicates, 0);
}

/** On the registered date the expert takes the verdict, for good; before it one only looks. */
async function readOut(story: Story, people: DemoPeople, slug: string): Promise<VerdictState> {
  const expert = createClient(outcomesApi, people.sme.session);
  if (!story.isReadOut) {
    const { report } = await expert.answer({ params: { slug } });
    return checkReport(story, slug, report);
  }
  const { verdict, report } = await expert.take({ params: { slug }, body: {} });
  const state = checkReport(story, slug, report);
  if (state === 'WORKS') {
    await createClient(outcomesApi, people.sponsor.session).signOff({
      params: { slug, number: verdict.number },
      body: { label: 'measured', note: 'Read together with the expert; the range is what I count on.' },
    });
  }
  return state;
}

function checkReport(story: Story, slug: string, { verdict }: OutcomeReport): VerdictState {
  const { state, links } = story.expected;
  if (verdict.state !== state) throw new StoryMismatch(`${slug} is ${verdict.state}; its truth is ${state}.`);
  for (const link of CHAIN_LINKS) {
    const wanted = links[link];
    if (wanted === undefined || verdict.chain[link] === wanted) continue;
    throw new StoryMismatch(`${slug}: the link "${link}" is ${verdict.chain[link]}; in truth it is ${wanted}.`);
  }
  return verdict.state;
}
