import { dayInWords } from '../../words/index.ts';
import { missingSigners, needsApprovedTranslation, requiredSigners } from '../framing/index.ts';
import { VERDICTS_HERE } from '../outcomes/index.ts';
import {
  APPROVED_HERE,
  CLOSED_HERE,
  DEFAULT_SILENT_AFTER_DAYS,
  type Duty,
  gateGaps,
  mayAlsoSign,
  type PlannedStep,
  type Playbook,
  peoplePolicy,
  plannedStep,
  RISK_TIER_UNTIL_SIGNED,
  roleInText,
  SAID_HERE,
  SEATED_HERE,
  type Seat,
  seatsOfStep,
} from '../people/index.ts';
import type {
  AwaitedAnswer,
  ComparedTasks,
  LineFacts,
  OpenProposal,
  StandingAsk,
  UnconnectedExperiments,
  WaitingFlag,
} from './today-facts.ts';
import { proposalItem, taskItem } from './waiting-choices.ts';
import { evidenceItem } from './waiting-evidence.ts';
import { connectItem } from './waiting-experiments.ts';
import { itemOf, type WaitingItem } from './waiting-item.ts';

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
  playbooks: ReadonlyMap<string, Playbook>,
  lines: readonly LineFacts[],
  answers: readonly AwaitedAnswer[],
  others: {
    readonly flags: readonly WaitingFlag[];
    readonly asks: readonly StandingAsk[];
    /** By the number of the initiative. */
    readonly tasks: ReadonlyMap<number, ComparedTasks>;
    readonly proposals: readonly OpenProposal[];
    readonly unconnected: UnconnectedExperiments | null;
  },
  now: Date,
): readonly WaitingItem[] {
  const items = [
    ...answers.map(answerItem),
    ...others.flags.map(flagItem),
    ...others.asks.map((ask): WaitingItem => ({ ...ask, kind: 'asked' })),
    ...(others.unconnected ? [connectItem(others.unconnected)] : []),
    ...lines.flatMap((line) => {
      const playbook = playbooks.get(line.playbook);
      if (!playbook) return [];
      const proposals = others.proposals.filter(({ initiativeNo }) => initiativeNo === line.no);
      return [
        ...waitingOnLine(person, playbook, line, answers, others.tasks.get(line.no) ?? null, now),
        ...proposals.flatMap((proposal) => proposalItem(person, playbook, line, proposal) ?? []),
      ];
    }),
  ];
  return items.sort((a, b) => Date.parse(a.since) - Date.parse(b.since) || compare(a.name, b.name));
}

function waitingOnLine(
  person: Person,
  playbook: Playbook,
  line: LineFacts,
  answers: readonly AwaitedAnswer[],
  tasks: ComparedTasks | null,
  now: Date,
): readonly WaitingItem[] {
  const sign = signItem(person, playbook, line);
  const verdict = verdictItem(playbook, line, now);
  const task = taskItem(person, playbook, line, tasks);
  const plan = plannedStep(playbook, line.step, line.framing?.summary.riskTier ?? RISK_TIER_UNTIL_SIGNED);
  const missing = plan && task === null ? evidenceItem(person, plan, line) : null;
  const isHeardOtherwise =
    (line.part === 'frame' && (sign !== null || task !== null || missing !== null)) ||
    (line.part === 'learn' &&
      answers.some(({ slug, iteration }) => slug === line.slug && iteration === line.iteration));
  const here = plan
    ? [
        approveItem(person, plan, line),
        isHeardOtherwise ? null : speakItem(person, plan, line),
        closeItem(plan, line, now),
        seatsItem(plan, line),
      ]
    : [];
  return [sign, task, missing, verdict, ...here].filter((item) => item !== null);
}

function answerItem({ ticketId, slug, name, role, headline, ask, openedAt, answerBy }: AwaitedAnswer): WaitingItem {
  const by = answerBy === null ? '' : ` Please answer by ${dayInWords(answerBy)}.`;
  return {
    ...itemOf('answer-ticket', { slug, name }, 'learn', openedAt, `ticket-${ticketId}`),
    sentence: `"${headline}" Asked of you as ${roleInText(role)}: ${ask}${by}`,
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
  const { version, proposedAt, signed, isTranslationApproved } = line.proposed;
  const missing = missingSigners(
    requiredSigners(playbook),
    signed.map(({ role }) => role),
  );
  const own = signed.filter((signOff) => signOff.accountId === accountId);
  const role = missing.find((each) => line.roles.includes(each) && own.every((mine) => mayAlsoSign(mine.role, each)));
  if (!role) return null;
  const item = itemOf('sign-framing', line, 'frame', proposedAt);
  const path = `/i/${line.slug}/frame?part=framing#frame-signatures`;
  if (needsApprovedTranslation(playbook) && !isTranslationApproved) {
    // Until an expert has approved the words, nobody else can sign them.
    if (!line.roles.includes('sme')) return null;
    const sentence = `Version ${version} of the framing waits for an expert: do its words say what the question meant?`;
    return { ...item, sentence, verb: 'Read, approve and sign', path };
  }
  return {
    ...item,
    sentence: `Version ${version} of the framing waits for your signature as ${roleInText(role)}.`,
    verb: 'Read and sign',
    path,
  };
}

function verdictItem(playbook: Playbook, line: LineFacts, now: Date): WaitingItem | null {
  const learning = playbook.steps.filter(({ part }) => part === 'learn');
  const isTheirs = line.roles.some((role) => learning.some(({ seats }) => (seats[role] ?? 'told') !== 'told'));
  if (!isTheirs) return null;
  if (line.framing?.iteration !== line.iteration) return null;
  const { readOutOn } = line.framing.summary.successCriterion;
  if (readOutOn > now.toISOString().slice(0, 10) || hasVerdictSince(line, readOutOn)) return null;
  return {
    ...itemOf('take-verdict', line, null, `${readOutOn}T00:00:00.000Z`, VERDICTS_HERE),
    sentence: `The read-out was agreed for ${dayInWords(readOutOn)}, and no verdict has been taken since.`,
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

function approveItem({ accountId }: Person, plan: PlannedStep, line: LineFacts): WaitingItem | null {
  const role = plan.approvals.find((asked) => {
    const isSeated = line.sitters.some((sitter) => sitter.role === asked && sitter.accountId === accountId);
    return isSeated && !line.approved.includes(asked);
  });
  if (!role) return null;
  return {
    ...itemOf('approve-step', line, plan.part, line.since, APPROVED_HERE),
    sentence: `${plan.name} waits for your approval as ${roleInText(role)}.`,
    verb: 'Read and approve',
  };
}

function speakItem({ accountId }: Person, plan: PlannedStep, line: LineFacts): WaitingItem | null {
  const unheard = line.sitters.filter((sitter) => {
    const isNeeded = plan.heard.includes(sitter.role);
    return sitter.accountId === accountId && sitter.lastContributionAt === null && isNeeded;
  });
  const [seat] = unheard;
  const duty = seat && plan.seats[seat.role];
  if (!seat || duty === undefined || duty === 'told') return null;
  return {
    ...itemOf('speak', line, plan.part, later(seat.seatedAt, line.since), SAID_HERE),
    sentence: `${plan.name} has not heard you yet: the ${roleInText(seat.role)} ${SPEAK_DUTY[duty]}.`,
    verb: 'Say what you think',
  };
}

function closeItem(plan: PlannedStep, line: LineFacts, now: Date): WaitingItem | null {
  if (!mayClose(line)) return null;
  const seats = seatsNow(plan, line, now);
  if (gateGaps(plan, seats, line.evidence, line.approved).length > 0) return null;
  const lastHeard = line.sitters
    .flatMap(({ lastContributionAt }) => lastContributionAt ?? [])
    .reduce(later, line.since);
  return {
    ...itemOf('close-step', line, plan.part, lastHeard, CLOSED_HERE),
    sentence: `Everybody was heard at ${plan.name} and nothing is missing.`,
    verb: `Close ${plan.name}`,
  };
}

function mayClose({ roles }: LineFacts): boolean {
  const closers: readonly string[] = peoplePolicy['step.close'].who;
  return roles.some((role) => closers.includes(role));
}

function seatsItem(plan: PlannedStep, line: LineFacts): WaitingItem | null {
  // Whoever asked the question brings the table together; once they are gone, those who may close its steps do.
  if (!(line.doesFounderSit ? line.isFounder : mayClose(line))) return null;
  const empty = seatsNow(plan, line, new Date(line.since))
    .filter((seat) => seat.isRequired && seat.sitters.length === 0)
    .map(({ role }) => roleInText(role));
  if (empty.length === 0) return null;
  return {
    ...itemOf('fill-seats', line, null, line.since, SEATED_HERE),
    sentence: `Nobody sits at ${plan.name} as ${listed(empty)}.`,
    verb: 'Seat somebody',
  };
}

/** The seats of the step under way. What waits asks only who sits and who was heard, so it takes the usual silence. */
function seatsNow(plan: PlannedStep, { sitters, since }: LineFacts, now: Date): readonly Seat[] {
  const course = { state: 'now', closedAt: null, since, now, silentAfterDays: DEFAULT_SILENT_AFTER_DAYS } as const;
  return seatsOfStep(plan, sitters, course);
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
