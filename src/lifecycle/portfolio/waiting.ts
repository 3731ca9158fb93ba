import { mayAlsoSign, missingSigners, requiredSigners } from '../framing/index.ts';
import { pathTo } from '../initiatives/index.ts';
import { STEP_NAME, type Step } from '../line-order.ts';
import { formatDay } from '../outcomes/index.ts';
import {
  type Duty,
  gateGaps,
  isRequired,
  type Playbook,
  type PlaybookStep,
  peoplePolicy,
  ROLE_NAME,
  seatsOfStep,
} from '../people/index.ts';
import type { AwaitedAnswer, LineFacts, StandingAsk, WaitingFlag } from './today-facts.ts';

/** Why something waits for a person. */
export const WAITING_KINDS = [
  'answer-ticket',
  'answer-flag',
  'asked',
  'sign-framing',
  'take-verdict',
  'speak',
  'close-step',
  'fill-seats',
] as const;

/** Why something waits for a person. */
type WaitingKind = (typeof WAITING_KINDS)[number];

/** One thing that waits for a person: a sentence, one button and how long it takes. */
export interface WaitingItem {
  readonly kind: WaitingKind;
  readonly slug: string;
  /** Name of the initiative. */
  readonly name: string;
  readonly sentence: string;
  /** The word on the button. */
  readonly verb: string;
  /** How long it takes, roughly. */
  readonly minutes: number;
  /** The page where it is done. */
  readonly path: string;
  /** Since when it waits. */
  readonly since: string;
}

/** How long each thing takes, in minutes: what is assigned to an expert stays within five. */
const MINUTES: Readonly<Record<WaitingKind, number>> = {
  'answer-ticket': 5,
  'answer-flag': 5,
  asked: 3,
  'sign-framing': 5,
  'take-verdict': 2,
  speak: 3,
  'close-step': 1,
  'fill-seats': 3,
};

/** Who looks. */
export interface Person {
  readonly accountId: string;
}

/**
 * Everything that waits for a person, what waits longest first. A signature or an answer also makes them heard at that
 * step, so being asked to speak there as well is left out.
 */
export function waitingFor(
  person: Person,
  playbook: Playbook,
  lines: readonly LineFacts[],
  answers: readonly AwaitedAnswer[],
  said: { readonly flags: readonly WaitingFlag[]; readonly asks: readonly StandingAsk[] },
  now: Date,
): readonly WaitingItem[] {
  const items = [
    ...answers.map(answerItem),
    ...said.flags.map(flagItem),
    ...said.asks.map((ask): WaitingItem => ({ ...ask, kind: 'asked' })),
    ...lines.flatMap((line) => waitingOnLine(person, playbook, line, answers, now)),
  ];
  return items.sort((a, b) => Date.parse(a.since) - Date.parse(b.since) || compare(a.name, b.name));
}

function waitingOnLine(
  person: Person,
  playbook: Playbook,
  line: LineFacts,
  answers: readonly AwaitedAnswer[],
  now: Date,
): readonly WaitingItem[] {
  const sign = signItem(person, playbook, line);
  const verdict = verdictItem(playbook, line, now);
  const isHeardOtherwise =
    (line.step === 'frame' && sign !== null) ||
    (line.step === 'learn' &&
      answers.some(({ slug, iteration }) => slug === line.slug && iteration === line.iteration));
  const speak = isHeardOtherwise ? null : speakItem(person, playbook, line);
  return [sign, verdict, speak, closeItem(playbook, line, now), seatsItem(playbook, line)].filter(
    (item) => item !== null,
  );
}

function answerItem({ slug, name, role, headline, ask, openedAt, answerBy }: AwaitedAnswer): WaitingItem {
  const by = answerBy === null ? '' : ` Please answer by ${formatDay(answerBy)}.`;
  return {
    ...itemOf('answer-ticket', { slug, name }, 'learn', openedAt),
    sentence: `"${headline}" Asked of you as ${ROLE_NAME[role]}: ${ask}${by}`,
    verb: 'Answer',
  };
}

function flagItem({ threadId, slug, name, label, by, openedAt }: WaitingFlag): WaitingItem {
  return {
    ...itemOf('answer-flag', { slug, name }, null, openedAt),
    sentence: `${by} says that "${label}" looks wrong, and waits for the answer of those who built it.`,
    verb: 'Answer',
    path: `/i/${slug}/talk?thread=${threadId}`,
  };
}

function signItem({ accountId }: Person, playbook: Playbook, line: LineFacts): WaitingItem | null {
  if (!line.proposed) return null;
  const { version, proposedAt, signed } = line.proposed;
  const missing = missingSigners(
    requiredSigners(playbook),
    signed.map(({ role }) => role),
  );
  const own = signed.filter((signOff) => signOff.accountId === accountId);
  const role = missing.find((each) => line.roles.includes(each) && own.every((mine) => mayAlsoSign(mine.role, each)));
  if (!role) return null;
  return {
    ...itemOf('sign-framing', line, 'frame', proposedAt),
    sentence: `Version ${version} of the framing waits for your signature as ${ROLE_NAME[role]}.`,
    verb: 'Read and sign',
  };
}

function verdictItem(playbook: Playbook, line: LineFacts, now: Date): WaitingItem | null {
  if (!line.roles.some((role) => isRequired(planOf(playbook, 'learn')?.seats[role] ?? 'told'))) return null;
  if (line.framing?.iteration !== line.iteration) return null;
  const { readOutOn } = line.framing.content.successCriterion;
  if (readOutOn > now.toISOString().slice(0, 10) || hasVerdictSince(line, readOutOn)) return null;
  return {
    ...itemOf('take-verdict', line, 'learn', `${readOutOn}T00:00:00.000Z`),
    sentence: `The read-out was agreed for ${formatDay(readOutOn)}, and no verdict has been taken since.`,
    verb: 'Take the verdict',
  };
}

function hasVerdictSince({ lastVerdict }: LineFacts, day: string): boolean {
  return lastVerdict !== null && lastVerdict.takenAt.slice(0, 10) >= day;
}

const SPEAK_DUTY: Readonly<Record<Exclude<Duty, 'told'>, string>> = {
  does: 'does the work of this step',
  signs: 'signs the result of this step',
  asked: 'is asked at this step',
};

function speakItem({ accountId }: Person, playbook: Playbook, line: LineFacts): WaitingItem | null {
  const plan = planOf(playbook, line.step);
  if (!plan) return null;
  const unheard = line.sitters.filter((sitter) => {
    const isNeeded = isRequired(plan.seats[sitter.role] ?? 'told');
    return sitter.accountId === accountId && sitter.lastContributionAt === null && isNeeded;
  });
  const [seat] = unheard;
  const duty = seat && plan.seats[seat.role];
  if (!seat || duty === undefined || duty === 'told') return null;
  return {
    ...itemOf('speak', line, plan.step, later(seat.seatedAt, line.since)),
    sentence: `${STEP_NAME[plan.step]} has not heard you yet: the ${ROLE_NAME[seat.role]} ${SPEAK_DUTY[duty]}.`,
    verb: 'Say what you think',
  };
}

function closeItem(playbook: Playbook, line: LineFacts, now: Date): WaitingItem | null {
  const plan = planOf(playbook, line.step);
  const closers: readonly string[] = peoplePolicy['step.close'].who;
  if (!plan || !line.roles.some((role) => closers.includes(role))) return null;
  const seats = seatsOfStep(plan, line.sitters, null, now);
  if (gateGaps(plan, seats, line.evidence).length > 0) return null;
  const lastHeard = line.sitters
    .flatMap(({ lastContributionAt }) => lastContributionAt ?? [])
    .reduce(later, line.since);
  return {
    ...itemOf('close-step', line, plan.step, lastHeard),
    sentence: `Everybody was heard at ${STEP_NAME[plan.step]} and nothing is missing.`,
    verb: `Close ${STEP_NAME[plan.step]}`,
  };
}

function seatsItem(playbook: Playbook, line: LineFacts): WaitingItem | null {
  const plan = planOf(playbook, line.step);
  if (!plan || !line.isFounder) return null;
  const empty = seatsOfStep(plan, line.sitters, null, new Date(line.since))
    .filter((seat) => seat.isRequired && seat.sitters.length === 0)
    .map(({ role }) => ROLE_NAME[role]);
  if (empty.length === 0) return null;
  return {
    ...itemOf('fill-seats', line, null, line.since),
    sentence: `Nobody sits at ${STEP_NAME[plan.step]} as ${listed(empty)}.`,
    verb: 'Invite people',
  };
}

function itemOf(
  kind: WaitingKind,
  { slug, name }: { readonly slug: string; readonly name: string },
  step: Step | null,
  since: string,
): Omit<WaitingItem, 'sentence' | 'verb'> {
  return { kind, slug, name, minutes: MINUTES[kind], path: pathTo(slug, step), since };
}

function planOf(playbook: Playbook, step: Step | null): PlaybookStep | undefined {
  return playbook.steps.find((plan) => plan.step === step);
}

function later(a: string, b: string): string {
  return Date.parse(a) > Date.parse(b) ? a : b;
}

function listed(names: readonly string[]): string {
  if (names.length <= 1) return names.join('');
  return `${names.slice(0, -1).join(', ')} or as ${names.at(-1)}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
