import { whyPath } from '../explanations/index.ts';
import { STEP_NAME, STEPS, type Step } from '../line-order.ts';
import { ROLE_NAME, ROLES, type Role, SAID_HERE, SEAT_PERSON_HERE } from '../people/index.ts';
import { addressOfModel } from '../registry/index.ts';
import type { NoticeWords } from './notice.ts';
import { type ToldEvent, textOf } from './told-event.ts';

/** Who is told: people named by the event, people on seats, or people to whom an open step looks. */
export type Addressee =
  | { readonly kind: 'accounts'; readonly ids: readonly string[] }
  | { readonly kind: 'roles'; readonly roles: readonly Role[] }
  | { readonly kind: 'table' }
  /** Those who sit at the steps of a part of the line, whatever the playbook calls them; also those who are only told. */
  | { readonly kind: 'part'; readonly part: Step }
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
const proposer: NoticeRule = { to: named('proposerId'), ...tells, path: ideaPath, say: aboutIdea };
const supporters: NoticeRule = { to: named('supporterIds'), ...tells, path: ideaPath, say: aboutIdea };
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
  // The table is asked only for seats without which a step under way or ahead cannot close.
  'person.left': [
    {
      to: ({ detail }) => (detail.isAwaited === true ? table() : { kind: 'accounts', ids: [] }),
      verb: 'Seat somebody',
      minutes: 3,
      isAsk: true,
      path: pageOf(`people#${SEAT_PERSON_HERE}`),
    },
    { to: table, ...tells, path: pageOf('people') },
  ],
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

  'framing.candidate-added': [
    {
      to: () => ({ kind: 'part', part: 'frame' }),
      verb: 'Look at it',
      minutes: 3,
      isAsk: false,
      path: pageOf('frame?part=framing#frame-candidates'),
    },
  ],
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

/** What happened to an idea, which no initiative names for the reader: with the words of the idea and the reason. */
function aboutIdea({ kind, sentence, detail }: ToldEvent): string {
  const idea = `the idea "${textOf(detail.title)}"`;
  if (kind === 'idea.commented') return `said about ${idea}: "${textOf(detail.text)}"`;
  const reason = textOf(detail.reason);
  const named =
    kind === 'idea.merged' ? sentence.replace(/^merged it/, `merged ${idea}`) : sentence.replace('the idea', idea);
  return reason === '' ? named : `${named}, because: ${reason}`;
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
