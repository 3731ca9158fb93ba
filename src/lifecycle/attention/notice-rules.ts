import { SAID_HERE } from '../conversation/index.ts';
import { whyPath } from '../explanations/index.ts';
import { STEP_NAME, STEPS } from '../line-order.ts';
import { ROLE_NAME, ROLES, type Role } from '../people/index.ts';
import { addressOfModel } from '../registry/index.ts';
import type { NoticeWords } from './notice.ts';

/** An event as the rules read it. */
export interface ToldEvent {
  readonly kind: string;
  /** What happened, in a sentence that starts after the actor's name. */
  readonly sentence: string;
  readonly actorName: string;
  readonly section: string | null;
  readonly objectId: string;
  /** The facts of the event, as its room wrote them; the rules believe nothing about their form. */
  readonly detail: Readonly<Record<string, unknown>>;
  /** The initiative that it is about; `null` for what belongs to none. */
  readonly slug: string | null;
}

/** Who is told: people named by the event, people on seats, or people to whom an open step looks. */
export type Addressee =
  | { readonly kind: 'accounts'; readonly ids: readonly string[] }
  | { readonly kind: 'roles'; readonly roles: readonly Role[] }
  | { readonly kind: 'table' }
  /** Those whose signature the framing needs. */
  | { readonly kind: 'signers' }
  /** Those who are needed at the step under way, or at a given step, and were not heard there yet. */
  | { readonly kind: 'unheard'; readonly step: string | null };

/** One row: whom an event concerns, and what they are told. Of several rows the first that names a person holds. */
export interface NoticeRule {
  readonly to: (event: ToldEvent) => Addressee;
  readonly verb: string;
  readonly minutes: number;
  readonly isAsk: boolean;
  readonly path: (event: ToldEvent) => string;
  /** The sentence where the event's own does not do; it begins after the actor's name. */
  readonly say?: (event: ToldEvent) => string;
}

const threadPath = (event: ToldEvent): string => `/i/${event.slug}/talk?thread=${textOf(event.detail.threadId)}`;
const pageOf =
  (tab: string) =>
  (event: ToldEvent): string =>
    `/i/${event.slug}/${tab}`;
const findingPath = (event: ToldEvent): string => `/i/${event.slug}/learn#finding-${textOf(event.detail.findingId)}`;
const ideaPath = (event: ToldEvent): string =>
  typeof event.detail.slug === 'string' ? `/i/${event.detail.slug}/overview` : `/ideas/${textOf(event.detail.ideaId)}`;

const proposalPath = ({ detail, objectId }: ToldEvent): string =>
  `${addressOfModel(textOf(detail.model))}#proposal-${objectId}`;

const named =
  (...names: readonly string[]) =>
  (event: ToldEvent): Addressee => ({
    kind: 'accounts',
    ids: names.flatMap((name) => accountsIn(event.detail[name])),
  });
const table = (): Addressee => ({ kind: 'table' });

const tells = { verb: 'Read', minutes: 1, isAsk: false } as const;
const mentioned: NoticeRule = {
  to: named('mentions'),
  verb: 'Reply',
  minutes: 3,
  isAsk: true,
  path: threadPath,
};
const talkers: NoticeRule = { to: named('openedBy', 'participants'), ...tells, path: threadPath };
const builders: NoticeRule = {
  to: ({ detail }) => ({ kind: 'roles', roles: rolesIn(detail.addressed) }),
  verb: 'Answer',
  minutes: 5,
  isAsk: true,
  path: threadPath,
};
const proposer: NoticeRule = { to: named('proposerId'), ...tells, path: ideaPath };
const supporters: NoticeRule = { to: named('supporterIds'), ...tells, path: ideaPath };
const findingOwner: NoticeRule = {
  to: named('ownerId'),
  verb: 'Answer the finding',
  minutes: 5,
  isAsk: true,
  path: findingPath,
};

/** Those who build on data, and what they are to look at when the data went wrong. */
const dataUsers = (path: NoticeRule['path']): NoticeRule => ({
  to: () => ({ kind: 'roles', roles: ['data-engineer', 'data-scientist', 'software-engineer', 'architect'] }),
  verb: 'Look at the data',
  minutes: 5,
  isAsk: true,
  path,
});
const datasetPath = ({ slug, objectId }: ToldEvent): string => `/i/${slug}/data?dataset=${objectId}`;

/** Who is told of which event, in which words: the one table. Events without a row are told by the log alone. */
export const NOTICE_RULES: Readonly<Record<string, readonly NoticeRule[]>> = {
  'comment.said': [mentioned, talkers],
  'flag.raised': [mentioned, builders],
  'flag.reopened': [mentioned, builders, talkers],
  'flag.answered': [mentioned, { ...talkers, verb: 'Read the answer' }],
  'thread.answered': [mentioned, { ...talkers, verb: 'Read the answer' }],
  'thread.reopened': [mentioned, talkers],
  'decision.recorded': [{ to: table, ...tells, path: threadPath }],

  // What is wrong is told by the conversation that it opened.
  'explanation.signed': [
    {
      to: ({ detail }) => ({ kind: 'roles', roles: detail.wrong === 0 ? ['data-scientist'] : [] }),
      ...tells,
      path: ({ slug, objectId }) => whyPath(slug ?? '', objectId),
    },
  ],

  'seat.taken': [
    {
      to: ({ objectId }) => ({ kind: 'accounts', ids: [objectId] }),
      verb: 'See what is asked',
      minutes: 3,
      isAsk: false,
      path: pageOf('overview'),
      say: ({ detail }) => `gave you a seat as ${roleName(detail.role)} at ${stepNames(detail.steps)}`,
    },
  ],
  'seat.left': [
    {
      to: ({ objectId }) => ({ kind: 'accounts', ids: [objectId] }),
      ...tells,
      path: pageOf('people'),
      say: ({ detail }) => `took you off the seat of ${roleName(detail.role)} at ${stepNames([detail.step ?? ''])}`,
    },
  ],
  'person.left': [{ to: table, verb: 'Seat somebody', minutes: 3, isAsk: true, path: pageOf('people') }],
  'step.closed': [
    {
      to: () => ({ kind: 'unheard', step: null }),
      verb: 'Say what you think',
      minutes: 3,
      isAsk: true,
      path: pageOf(`overview#${SAID_HERE}`),
      say: ({ sentence }) => `${sentence}; the next step waits for your word`,
    },
  ],
  'step.reopened': [
    {
      to: ({ section }) => ({ kind: 'unheard', step: section }),
      verb: 'Say what you think',
      minutes: 3,
      isAsk: true,
      path: pageOf(`overview#${SAID_HERE}`),
    },
  ],

  'dataset.checks-broken': [dataUsers(datasetPath)],
  'dataset.version-failed': [dataUsers(datasetPath)],
  'source.rule-broken': [dataUsers(pageOf('lineage'))],
  'source.run-failed': [dataUsers(pageOf('lineage'))],

  'framing.proposed': [
    {
      to: () => ({ kind: 'signers' }),
      verb: 'Read and sign',
      minutes: 5,
      isAsk: true,
      path: pageOf('frame?part=framing#frame-signatures'),
    },
  ],
  'framing.signed': [{ to: table, ...tells, path: pageOf('frame') }],
  'framing.locked': [{ to: table, ...tells, path: pageOf('frame') }],
  'framing.amended': [{ to: table, ...tells, path: pageOf('frame') }],
  'framing.translation-approved': [
    { to: () => ({ kind: 'roles', roles: ['data-scientist'] }), ...tells, path: pageOf('frame') },
  ],

  'alias.proposed': [{ to: named('accountIds'), verb: 'Read and decide', minutes: 5, isAsk: true, path: proposalPath }],
  'alias.approved': [{ to: named('accountIds'), ...tells, path: proposalPath }],
  'alias.refused': [{ to: named('accountIds'), ...tells, path: proposalPath }],

  'verdict.taken': [{ to: table, verb: 'Read the verdict', minutes: 2, isAsk: false, path: pageOf('overview') }],
  'ticket.opened': [
    {
      to: ({ detail }) => ({ kind: 'roles', roles: rolesIn(detail.roles) }),
      verb: 'Answer',
      minutes: 5,
      isAsk: true,
      path: ({ slug, objectId }) => `/i/${slug}/learn#ticket-${objectId}`,
    },
  ],
  'ticket.answered': [{ to: table, ...tells, path: ({ slug, objectId }) => `/i/${slug}/learn#ticket-${objectId}` }],
  'iteration.begun': [{ to: table, verb: 'Say what is different', minutes: 5, isAsk: false, path: pageOf('frame') }],

  'idea.supported': [proposer],
  'idea.commented': [proposer],
  'idea.merged': [proposer, supporters],
  'idea.promoted': [proposer, supporters],
  'idea.declined': [proposer, supporters],
  'idea.withdrawn': [supporters],
  'idea.reopened': [proposer, supporters],

  'finding.raised': [findingOwner],
  'finding.changed': [findingOwner],
  'finding.sent-back': [findingOwner],
  'finding.answered': [
    { to: named('raisedById'), verb: 'Accept it or send it back', minutes: 3, isAsk: true, path: findingPath },
  ],
  'finding.closed': [{ to: named('ownerId', 'answeredById'), ...tells, path: findingPath }],

  'playbook.moved': [{ to: table, ...tells, path: pageOf('people') }],
  // The clock of the board starts when everybody is to sit down at it.
  'workshop.timer-set': [{ to: table, verb: 'Join the workshop', minutes: 30, isAsk: false, path: pageOf('frame') }],
};

/** What a row says about an event. */
export function wordsOf(rule: NoticeRule, event: ToldEvent): NoticeWords {
  const { verb, minutes, isAsk } = rule;
  const sentence = `${event.actorName} ${rule.say?.(event) ?? event.sentence}`;
  return { sentence, verb, minutes, isAsk, path: rule.path(event) };
}

/** The matter that an event is about, as a key: notices about one matter are one line, and are settled together. */
export function matterOf({ kind, detail, objectId, section, slug }: ToldEvent): string {
  if (typeof detail.threadId === 'string') return `thread ${detail.threadId}`;
  if (typeof detail.findingId === 'string') return `finding ${detail.findingId}`;
  if (typeof detail.ideaId === 'string') return `idea ${detail.ideaId}`;
  const [noun = kind] = kind.split('.');
  // Moving an alias by approval is about what was proposed, not about the model.
  if (noun === 'alias') return `alias ${typeof detail.proposalId === 'string' ? detail.proposalId : objectId}`;
  // A table or a job may trouble several initiatives, and is well again for all of them at once.
  if (noun === 'source') return `source ${objectId}`;
  if (noun === 'dataset') return `dataset ${objectId}`;
  if (noun === 'framing' || noun === 'ticket') return `${noun} ${objectId}`;
  if (noun === 'step') return `step ${slug} ${section}`;
  return `${kind} ${slug}`;
}

/** A matter that is settled by an event: for whoever did it, or for everybody because nothing is left to do. */
export interface Settlement {
  readonly matter: string;
  readonly for: 'actor' | 'everybody';
}

const SETTLES_FOR_EVERYBODY: ReadonlySet<string> = new Set([
  'flag.answered',
  'thread.answered',
  'framing.locked',
  'framing.amended',
  'ticket.closed',
  'finding.closed',
  'alias.refused',
  'alias.withdrawn',
  'alias.moved',
  'source.recovered',
  // A version that breaks checks says so after it is ready, and is asked about anew.
  'dataset.version-ready',
]);
const SETTLES_FOR_ACTOR: ReadonlySet<string> = new Set([
  'comment.said',
  'framing.signed',
  'ticket.answered',
  'finding.answered',
  'finding.sent-back',
  'alias.approved',
]);

/** What an event settles. */
export function settlementsOf(event: ToldEvent): readonly Settlement[] {
  if (SETTLES_FOR_EVERYBODY.has(event.kind)) return [{ matter: matterOf(event), for: 'everybody' }];
  if (SETTLES_FOR_ACTOR.has(event.kind)) return [{ matter: matterOf(event), for: 'actor' }];
  return [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Account ids in a part of an event's detail: one, several, or people with an `accountId`. */
function accountsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (!isList(value)) return [];
  return value.flatMap((item) => {
    if (typeof item === 'string') return [item];
    const id = item !== null && typeof item === 'object' && 'accountId' in item ? item.accountId : undefined;
    return typeof id === 'string' ? [id] : [];
  });
}

function rolesIn(value: unknown): readonly Role[] {
  return isList(value) ? ROLES.filter((role) => value.includes(role)) : [];
}

function roleName(value: unknown): string {
  const role = ROLES.find((known) => known === value);
  return role ? ROLE_NAME[role] : 'somebody';
}

/** Steps by their names; one that an organisation drew itself stands with its id. */
function stepNames(value: unknown): string {
  const steps = isList(value) ? value.filter((step) => typeof step === 'string') : [];
  return steps
    .map((id) => STEPS.find((step) => step === id))
    .map((step, at) => (step ? STEP_NAME[step] : steps[at]))
    .join(', ');
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
