import { STEP_NAME, STEPS, type Step } from '../line-order.ts';
import type { Role } from '../people/index.ts';

/** How bad a finding is; a gate may ask that no high one is open. */
export const SEVERITIES = ['low', 'medium', 'high'] as const;

/** How bad a finding is. */
export type Severity = (typeof SEVERITIES)[number];

/** The words on screen for each severity. */
export const SEVERITY_NAME: Readonly<Record<Severity, string>> = { low: 'Low', medium: 'Medium', high: 'High' };

/** What each severity means, shown beside the choice. */
export const SEVERITY_MEANS: Readonly<Record<Severity, string>> = {
  low: 'Worth knowing; nothing has to wait for it.',
  medium: 'Must be answered; the work can go on meanwhile.',
  high: 'The result cannot be trusted until it is answered.',
};

/** How far a finding is: it waits for an answer, its answer waits for acceptance, or it is settled. */
export const FINDING_STATES = ['open', 'answered', 'closed'] as const;

/** How far a finding is. */
export type FindingState = (typeof FINDING_STATES)[number];

/** The words on screen for each state. */
export const FINDING_STATE_NAME: Readonly<Record<FindingState, string>> = {
  open: 'Waits for an answer',
  answered: 'Answered, not yet accepted',
  closed: 'Settled',
};

/** What a finding may be about, when it is about one thing rather than a whole step. */
export const OBJECT_TYPES = ['verdict', 'model', 'curve', 'segment', 'framing', 'file', 'other'] as const;

/** A thing that a finding is about: its kind, its id there, and its name in words. */
export interface FindingObject {
  readonly type: (typeof OBJECT_TYPES)[number];
  readonly id: string;
  readonly label: string;
}

/** A step that a finding names, as the playbook of the initiative called it then. */
export interface NamedStep {
  /** Id of the playbook's step; the word of the part where the playbook draws no such step. */
  readonly step: string;
  readonly name: string;
}

/** A problem that somebody saw at a step: whose it is, until when, where it was raised and where its cause lies. */
export interface Finding {
  readonly id: string;
  /** Number of the finding within the initiative. */
  readonly number: number;
  readonly iteration: number;
  readonly title: string;
  /** What was seen, in the raiser's own words. */
  readonly seen: string;
  readonly severity: Severity;
  readonly state: FindingState;
  /** The part of the line where it was raised. */
  readonly raisedStep: Step;
  /** The step of the playbook within that part. */
  readonly raisedPlace: NamedStep;
  readonly raisedAt: string;
  readonly raisedBy: { readonly accountId: string; readonly name: string; readonly roles: readonly Role[] };
  /** Who must answer; `null` while nobody has taken it. */
  readonly owner: { readonly accountId: string; readonly name: string } | null;
  /** ISO day by which it is to be answered. */
  readonly due: string | null;
  /** The part of the line where its cause lies; `null` until somebody names it. */
  readonly causeStep: Step | null;
  /** The step of the playbook within that part; `null` until somebody names it. */
  readonly causePlace: NamedStep | null;
  readonly object: FindingObject | null;
  /** The answer that stands; earlier ones are in the history. */
  readonly answer: {
    readonly text: string;
    readonly at: string;
    readonly accountId: string;
    readonly name: string;
  } | null;
  readonly closedAt: string | null;
}

/** What can happen to a finding. The history of a finding is a list of these and is never changed. */
export const FINDING_ACTS = ['raised', 'answered', 'accepted', 'sent-back', 'changed'] as const;

/** What happened to a finding. */
export type FindingAct = (typeof FINDING_ACTS)[number];

/** One line of a finding's history. */
export interface FindingEntry {
  readonly act: FindingAct;
  /** What was done, in a sentence without the actor's name. */
  readonly sentence: string;
  /** The actor's own words; `null` where none were asked for. */
  readonly text: string | null;
  readonly at: string;
  readonly name: string;
}

/** Who acts on a finding: their account and the roles that they hold on the initiative. */
export interface FindingActor {
  readonly accountId: string;
  readonly roles: readonly Role[];
}

/** Why an answer is refused: it is not waited for, or somebody else owes it. `null` when it is taken. */
export function refuseFindingAnswer(
  finding: Pick<Finding, 'state' | 'owner'>,
  actor: FindingActor,
): 'not-open' | 'not-owner' | null {
  if (finding.state !== 'open') return 'not-open';
  return finding.owner === null || finding.owner.accountId === actor.accountId ? null : 'not-owner';
}

/**
 * Why somebody may not accept an answer or send it back; `null` when they may. Whoever raised the finding decides, or a
 * model risk manager of the initiative; nobody accepts what they answered themselves.
 */
export function refuseSettling(
  finding: Pick<Finding, 'state' | 'raisedBy' | 'answer'>,
  actor: FindingActor,
): 'not-answered' | 'own-answer' | 'not-raiser' | null {
  if (finding.state !== 'answered' || finding.answer === null) return 'not-answered';
  if (finding.answer.accountId === actor.accountId) return 'own-answer';
  const isRaiser = finding.raisedBy.accountId === actor.accountId;
  return isRaiser || actor.roles.includes('risk-manager') ? null : 'not-raiser';
}

/** Whether a step lies before another on the line. */
export function isEarlier(step: Step, than: Step): boolean {
  return STEPS.indexOf(step) < STEPS.indexOf(than);
}

/** As much of a playbook's step as naming it needs. */
type DrawnStep = NamedStep & { readonly part: Step };

/**
 * A step by its id: one that the playbook draws, added ones included, or a part of the line that it does not draw as a step
 * of its own. `null` for any other id.
 */
export function stepNamed(steps: readonly DrawnStep[], id: string): DrawnStep | null {
  const drawn = steps.find(({ step }) => step === id);
  if (drawn) return { step: drawn.step, part: drawn.part, name: drawn.name };
  const part = STEPS.find((known) => known === id);
  return part ? { step: part, part, name: STEP_NAME[part] } : null;
}

/**
 * Whether a step comes before another: by the parts of the line, and within a part in the order in which the playbook draws
 * its steps. A part that is not drawn as a step of its own is neither before nor after the steps within it.
 */
export function comesBefore(steps: readonly DrawnStep[], step: DrawnStep, than: DrawnStep): boolean {
  if (step.part !== than.part) return isEarlier(step.part, than.part);
  const [own, other] = [step, than].map(({ step: id }) => steps.findIndex((drawn) => drawn.step === id));
  return own !== undefined && other !== undefined && own >= 0 && own < other;
}
