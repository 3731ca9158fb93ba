import type { LineStep } from '../initiatives/index.ts';
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

/** How much harm a wrong decision can do; the signed framing says which of the three it is. */
export const RISK_TIERS = ['low', 'medium', 'high'] as const;

/** How much harm a wrong decision can do. */
export type RiskTier = (typeof RISK_TIERS)[number];

/** The gate that counts until a signed framing says how high the risk is. */
export const RISK_TIER_UNTIL_SIGNED: RiskTier = 'medium';

/** Automatic evidence that a gate may ask for; the later rooms of the line say whether it exists. */
export const EVIDENCE_KINDS = [
  'framing-agreed',
  'framing-locked',
  'expectations-checked',
  'ledger-started',
  'verdict-answered',
  'no-open-high-findings',
] as const;

/** A kind of automatic evidence. */
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** The words on screen for evidence that is missing. */
export const EVIDENCE_NAME: Readonly<Record<EvidenceKind, string>> = {
  'framing-agreed': 'the framing is signed by the expert and the data scientist',
  'framing-locked': 'the framing is signed by everybody who must sign it',
  'expectations-checked': 'everything that is expected of a model is judged on one',
  'ledger-started': 'the ledger has assignments and outcomes',
  'verdict-answered': 'a verdict is taken and every return ticket is answered',
  'no-open-high-findings': 'every finding of high severity is settled',
};

/** What a playbook may hold back until the expert and the data scientist have both signed the framing. */
export const HELD_WORKS = ['data', 'experiments'] as const;

/** Something that a playbook may hold back. */
export type HeldWork = (typeof HELD_WORKS)[number];

/** The condition to leave a step: roles that must have been heard, evidence that must exist, roles that must approve. */
export interface Gate {
  readonly heard: readonly Role[];
  readonly evidence: readonly EvidenceKind[];
  readonly approvals: readonly Role[];
}

/** One step of a playbook: who has a seat, and its gate for each tier of risk. */
export interface PlaybookStep extends LineStep {
  readonly seats: Readonly<Partial<Record<Role, Duty>>>;
  readonly gate: Readonly<Record<RiskTier, Gate>>;
}

/** What an organisation decides in a playbook; published, it never changes. */
export interface PlaybookContent {
  readonly name: string;
  /** When to choose it, in a sentence. */
  readonly purpose: string;
  readonly holds: readonly HeldWork[];
  readonly steps: readonly PlaybookStep[];
}

/** A published version of a playbook. */
export interface Playbook extends PlaybookContent {
  /** Key and version, e.g. `standard@1`; an initiative stays on it until it is moved. */
  readonly id: string;
}

/** A step with the gate that counts at one tier of risk. */
export interface PlannedStep extends LineStep, Gate {
  readonly seats: PlaybookStep['seats'];
}

/** The most of everything that a playbook may have. */
export const PLAYBOOK_LIMITS = {
  playbooks: 50,
  versions: 200,
  steps: 24,
  stepIdLength: 40,
  keyLength: 40,
  nameLength: 60,
  questionLength: 200,
  purposeLength: 500,
  noteLength: 1_000,
  /** Characters of a playbook file. */
  fileLength: 65_536,
  /** Problems of a file that are told at once. */
  fileProblems: 20,
} as const;

/** A word that names a playbook or a step: lower case, joined by hyphens. */
export const KEBAB = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Whether a duty needs a person before the step can close. Who is only told needs no seat. */
export function isRequired(duty: Duty): boolean {
  return duty !== 'told';
}

/** A step as it counts at a tier of risk. */
export function planFor({ step, part, name, question, seats, gate }: PlaybookStep, tier: RiskTier): PlannedStep {
  return { step, part, name, question, seats, ...gate[tier] };
}

/** A step of a playbook by its id, as it counts at a tier of risk; `undefined` when the playbook has no such step. */
export function plannedStep(playbook: PlaybookContent, step: string | null, tier: RiskTier): PlannedStep | undefined {
  const found = playbook.steps.find((entry) => entry.step === step);
  return found && planFor(found, tier);
}

/** The id under which a version of a playbook is named everywhere. */
export function playbookId(key: string, version: number): string {
  return `${key}@${version}`;
}

/** How a version is called on screen: "High risk, version 1". */
export function playbookInWords({ id, name }: Pick<Playbook, 'id' | 'name'>): string {
  return `${name}, version ${parsePlaybookId(id)?.version ?? 1}`;
}

/** The key and the number of a version's id; `null` for anything else. */
export function parsePlaybookId(id: string): { readonly key: string; readonly version: number } | null {
  const [, key, version] = /^([a-z0-9-]+)@([1-9]\d{0,5})$/.exec(id) ?? [];
  return key === undefined || version === undefined ? null : { key, version: Number(version) };
}
