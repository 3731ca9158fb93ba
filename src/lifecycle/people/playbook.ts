import { STEPS, type Step } from '../line-order.ts';
import type { Role } from './roles.ts';

/** What a role does at a step: does the work, signs the result, is asked before, or is told after. */
export const DUTIES = ['does', 'signs', 'asked', 'told'] as const;

/** What a role does at a step. */
export type Duty = (typeof DUTIES)[number];

/** The words on screen for a duty. */
export const DUTY_NAME: Readonly<Record<Duty, string>> = {
  does: 'does it',
  signs: 'signs',
  asked: 'is asked',
  told: 'is told',
};

/** Automatic evidence that a gate may ask for; the later rooms of the line say whether it exists. */
export const EVIDENCE_KINDS = [
  'framing-locked',
  'ledger-started',
  'verdict-answered',
  'no-open-high-findings',
] as const;

/** A kind of automatic evidence. */
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** The words on screen for evidence that is missing. */
export const EVIDENCE_NAME: Readonly<Record<EvidenceKind, string>> = {
  'framing-locked': 'the framing is signed by everybody who must sign it',
  'ledger-started': 'the ledger has assignments and outcomes',
  'verdict-answered': 'a verdict is taken and every return ticket is answered',
  'no-open-high-findings': 'every finding of high severity is settled',
};

/** One step of a playbook: who has a seat and what must exist before the step closes. */
export interface PlaybookStep {
  readonly step: Step;
  readonly seats: Readonly<Partial<Record<Role, Duty>>>;
  readonly evidence: readonly EvidenceKind[];
}

/** An organisation's way along the line. */
export interface Playbook {
  /** Name and version, e.g. `standard@1`; an initiative stays on it. */
  readonly id: string;
  readonly name: string;
  readonly steps: readonly PlaybookStep[];
}

const STANDARD_SEATS: Readonly<Record<Step, PlaybookStep['seats']>> = {
  ask: { sme: 'does', sponsor: 'signs', 'data-scientist': 'asked' },
  frame: { sme: 'does', 'data-scientist': 'does', sponsor: 'signs', 'data-engineer': 'asked', 'risk-manager': 'told' },
  prepare: { 'data-engineer': 'does', 'data-scientist': 'does', sme: 'asked' },
  build: { 'data-scientist': 'does', sme: 'asked', architect: 'told' },
  review: { 'risk-manager': 'signs', sme: 'signs', 'data-scientist': 'asked', architect: 'told' },
  release: { devops: 'does', 'software-engineer': 'does', 'data-scientist': 'asked', 'risk-manager': 'told' },
  act: { sme: 'does', 'software-engineer': 'asked', 'data-engineer': 'told' },
  learn: { sme: 'does', 'data-scientist': 'does', sponsor: 'signs', 'risk-manager': 'told' },
};

const STANDARD_EVIDENCE: Readonly<Partial<Record<Step, readonly EvidenceKind[]>>> = {
  frame: ['framing-locked'],
  act: ['ledger-started'],
  learn: ['verdict-answered'],
};

/** The playbook that is shipped: eight steps, with the expert at the table from the first to the last. */
export const STANDARD_PLAYBOOK: Playbook = {
  id: 'standard@1',
  name: 'Standard',
  steps: STEPS.map((step) => ({ step, seats: STANDARD_SEATS[step], evidence: STANDARD_EVIDENCE[step] ?? [] })),
};

/** Whether a duty needs a person before the step can close. Who is only told needs no seat. */
export function isRequired(duty: Duty): boolean {
  return duty !== 'told';
}
