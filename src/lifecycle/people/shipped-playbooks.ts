import type { QuestionKind } from '../initiatives/index.ts';
import { STEP_NAME, STEP_QUESTION, STEPS, type Step } from '../line-order.ts';
import {
  type Duty,
  type EvidenceKind,
  type Gate,
  isRequired,
  type Playbook,
  type PlaybookContent,
  type PlaybookStep,
  playbookId,
} from './playbook.ts';
import { ROLES, type Role } from './roles.ts';

type Seats = PlaybookStep['seats'];

interface Drawing {
  readonly name?: string;
  readonly question?: string;
  readonly seats: Seats;
  readonly evidence?: readonly EvidenceKind[];
  /** Roles that approve, at the tiers where somebody must. */
  readonly approvals?: Partial<Record<keyof PlaybookStep['gate'], readonly Role[]>>;
}

/** A step as it is shipped: everybody who does, signs or is asked is heard at every tier. */
function shippedStep(part: Step, drawing: Drawing): PlaybookStep {
  const { seats, evidence = [], approvals = {} } = drawing;
  const heard = ROLES.filter((role) => {
    const duty: Duty | undefined = seats[role];
    return duty !== undefined && isRequired(duty);
  });
  const gate = (tier: keyof PlaybookStep['gate']): Gate => ({ heard, evidence, approvals: approvals[tier] ?? [] });
  return {
    step: part,
    part,
    name: drawing.name ?? STEP_NAME[part],
    question: drawing.question ?? STEP_QUESTION[part],
    seats,
    gate: { low: gate('low'), medium: gate('medium'), high: gate('high') },
  };
}

function shippedSteps(drawings: Readonly<Partial<Record<Step, Drawing>>>): readonly PlaybookStep[] {
  return STEPS.flatMap((part) => {
    const drawing = drawings[part];
    return drawing ? [shippedStep(part, drawing)] : [];
  });
}

const STANDARD: PlaybookContent = {
  name: 'Standard',
  purpose: 'For a question with a number in it. The expert is at the table from the first step to the last.',
  holds: ['data', 'experiments'],
  steps: shippedSteps({
    ask: { seats: { sme: 'does', sponsor: 'signs', 'data-scientist': 'asked' } },
    frame: {
      seats: {
        sme: 'does',
        'data-scientist': 'does',
        sponsor: 'signs',
        'data-engineer': 'asked',
        'risk-manager': 'told',
      },
      evidence: ['framing-locked'],
    },
    prepare: { seats: { 'data-engineer': 'does', 'data-scientist': 'does', sme: 'asked' } },
    build: { seats: { 'data-scientist': 'does', sme: 'asked', architect: 'told' } },
    review: {
      seats: { 'risk-manager': 'signs', sme: 'signs', 'data-scientist': 'asked', architect: 'told' },
      approvals: { high: ['risk-manager'] },
    },
    release: {
      seats: { devops: 'does', 'software-engineer': 'does', 'data-scientist': 'asked', 'risk-manager': 'told' },
    },
    act: {
      seats: { sme: 'does', 'software-engineer': 'asked', 'data-engineer': 'told' },
      evidence: ['ledger-started'],
    },
    learn: {
      seats: { sme: 'does', 'data-scientist': 'does', sponsor: 'signs', 'risk-manager': 'told' },
      evidence: ['verdict-answered'],
    },
  }),
};

const LIGHT: PlaybookContent = {
  name: 'Light',
  purpose: 'For a small question with little at risk: an expert, a data scientist and a sponsor carry it.',
  holds: ['data', 'experiments'],
  steps: shippedSteps({
    ask: { seats: { sme: 'does', sponsor: 'signs' } },
    frame: { seats: { sme: 'does', 'data-scientist': 'does', sponsor: 'signs' }, evidence: ['framing-locked'] },
    build: {
      name: 'Prepare and build',
      question: 'Do we have the data, and can it be predicted better than by the rule of thumb?',
      seats: { 'data-scientist': 'does', sme: 'asked', 'data-engineer': 'told' },
    },
    review: {
      seats: { sme: 'signs', 'data-scientist': 'asked', 'risk-manager': 'told' },
      approvals: { high: ['sme'] },
    },
    act: {
      name: 'Release and act',
      seats: { sme: 'does', 'data-scientist': 'asked', 'software-engineer': 'told', devops: 'told' },
      evidence: ['ledger-started'],
    },
    learn: {
      seats: { sme: 'does', 'data-scientist': 'does', sponsor: 'signs' },
      evidence: ['verdict-answered'],
    },
  }),
};

const HIGH_RISK: PlaybookContent = {
  name: 'High risk',
  purpose:
    'For decisions that can harm people: risk is at the table from the start and approves before and after release.',
  holds: ['data', 'experiments'],
  steps: shippedSteps({
    ask: { seats: { sme: 'does', sponsor: 'signs', 'data-scientist': 'asked', 'risk-manager': 'asked' } },
    frame: {
      seats: {
        sme: 'does',
        'data-scientist': 'does',
        sponsor: 'signs',
        'risk-manager': 'signs',
        'data-engineer': 'asked',
        architect: 'told',
      },
      evidence: ['framing-locked'],
    },
    prepare: {
      seats: { 'data-engineer': 'does', 'data-scientist': 'does', sme: 'asked', 'risk-manager': 'asked' },
    },
    build: { seats: { 'data-scientist': 'does', sme: 'asked', architect: 'asked', 'risk-manager': 'told' } },
    review: {
      seats: {
        'risk-manager': 'signs',
        sme: 'signs',
        sponsor: 'signs',
        'data-scientist': 'asked',
        architect: 'asked',
      },
      approvals: {
        low: ['risk-manager'],
        medium: ['risk-manager', 'sme'],
        high: ['risk-manager', 'sme', 'sponsor'],
      },
    },
    release: {
      seats: {
        devops: 'does',
        'software-engineer': 'does',
        'data-scientist': 'asked',
        'risk-manager': 'signs',
        sme: 'told',
      },
      approvals: { high: ['risk-manager'] },
    },
    act: {
      seats: { sme: 'does', 'software-engineer': 'asked', 'data-engineer': 'asked', 'risk-manager': 'told' },
      evidence: ['ledger-started'],
    },
    learn: {
      seats: { sme: 'does', 'data-scientist': 'does', sponsor: 'signs', 'risk-manager': 'signs' },
      evidence: ['verdict-answered'],
      approvals: { high: ['risk-manager'] },
    },
  }),
};

const EXPLORE: PlaybookContent = {
  name: 'Explore',
  purpose: 'For an open question: find the number that would show an answer before anything is released.',
  holds: ['experiments'],
  steps: shippedSteps({
    ask: { seats: { sme: 'does', sponsor: 'asked', 'data-scientist': 'asked' } },
    frame: {
      name: 'Workshop and frame',
      question: 'Which number would show an answer, and what could be predicted so that somebody acts on it?',
      seats: {
        sme: 'does',
        'data-scientist': 'does',
        sponsor: 'signs',
        'data-engineer': 'asked',
        'risk-manager': 'told',
      },
      evidence: ['framing-locked'],
    },
    prepare: {
      name: 'Look at the data',
      seats: { 'data-engineer': 'does', 'data-scientist': 'does', sme: 'asked' },
    },
    build: {
      name: 'First try',
      question: 'Is there anything to find, compared with the rule of thumb?',
      seats: { 'data-scientist': 'does', sme: 'asked', architect: 'told' },
    },
    learn: {
      name: 'Decide',
      question: 'Was the question answered, and do we go on, ask differently or stop?',
      seats: { sme: 'does', 'data-scientist': 'does', sponsor: 'signs', 'risk-manager': 'told' },
    },
  }),
};

/** The playbooks that an empty installation has, by key, each as its first version. */
export const SHIPPED_PLAYBOOKS: Readonly<Record<'standard' | 'light' | 'high-risk' | 'explore', PlaybookContent>> = {
  standard: STANDARD,
  light: LIGHT,
  'high-risk': HIGH_RISK,
  explore: EXPLORE,
};

/** The playbook that suits a kind of question until somebody chooses another. */
export const SUITED_PLAYBOOK: Readonly<Record<QuestionKind, keyof typeof SHIPPED_PLAYBOOKS>> = {
  defined: 'standard',
  open: 'explore',
};

/** The first version of the Standard playbook: eight steps, with the expert at the table from the first to the last. */
export const STANDARD_PLAYBOOK: Playbook = { id: playbookId('standard', 1), ...STANDARD };
