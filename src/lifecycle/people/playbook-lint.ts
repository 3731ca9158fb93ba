import { STEP_NAME, STEPS, type Step } from '../line-order.ts';
import {
  EVIDENCE_NAME,
  type EvidenceKind,
  isRequired,
  type PlaybookContent,
  type PlaybookStep,
  RISK_TIERS,
  type RiskTier,
} from './playbook.ts';
import { ROLE_NAME, ROLES, type Role } from './roles.ts';

/** Something that is wrong with a playbook: an error keeps it from being published, a warning does not. */
export interface PlaybookFinding {
  readonly severity: 'error' | 'warning';
  /** The id of the step; `null` when it concerns the whole playbook. */
  readonly step: string | null;
  readonly sentence: string;
}

/** Everything that is wrong with a playbook, errors first, each in the order of the steps. */
export function lintPlaybook(playbook: PlaybookContent): readonly PlaybookFinding[] {
  const findings = [
    ...lintWords(playbook),
    ...playbook.steps.flatMap((step, index) => lintOrder(step, index, playbook.steps)),
    ...playbook.steps.flatMap(lintSeats),
    ...playbook.steps.flatMap(lintGates),
    ...lintSigners(playbook.steps),
    ...lintExpert(playbook.steps),
    ...lintBuilder(playbook.steps),
    ...lintEvidence(playbook),
  ];
  return [...findings.filter(isError), ...findings.filter((finding) => !isError(finding))];
}

/** Whether a finding keeps a playbook from being published. */
export function isError({ severity }: PlaybookFinding): boolean {
  return severity === 'error';
}

function error(step: string | null, sentence: string): PlaybookFinding {
  return { severity: 'error', step, sentence };
}

function warning(step: string | null, sentence: string): PlaybookFinding {
  return { severity: 'warning', step, sentence };
}

function lintWords({ name, purpose, steps }: PlaybookContent): readonly PlaybookFinding[] {
  return [
    ...(name.trim() === '' ? [error(null, 'The playbook has no name.')] : []),
    ...(purpose.trim() === ''
      ? [warning(null, 'Nobody can tell when to choose this playbook: give its purpose.')]
      : []),
    ...steps.flatMap((step) => [
      ...(step.name.trim() === '' ? [error(step.step, `The step "${step.step}" has no name.`)] : []),
      ...(step.question.trim() === ''
        ? [warning(step.step, `${nameOf(step)} asks no question, so nobody knows when it is done.`)]
        : []),
    ]),
  ];
}

function lintOrder(step: PlaybookStep, index: number, steps: readonly PlaybookStep[]): readonly PlaybookFinding[] {
  const before = steps[index - 1];
  const findings: PlaybookFinding[] = [];
  if (before && STEPS.indexOf(before.part) > STEPS.indexOf(step.part)) {
    findings.push(
      error(
        step.step,
        `${nameOf(step)} belongs to ${STEP_NAME[step.part]} and stands after ${nameOf(before)}: move it up.`,
      ),
    );
  }
  const own = STEPS.find((part) => part === step.step);
  if (own !== undefined && own !== step.part) {
    findings.push(error(step.step, `The id "${step.step}" is kept for ${STEP_NAME[own]}: choose another.`));
  }
  const isFirstOfPart = steps.findIndex(({ part }) => part === step.part) === index;
  if (isFirstOfPart && !steps.some((other) => other.step === step.part)) {
    findings.push(
      error(
        step.step,
        `${nameOf(step)} belongs to ${STEP_NAME[step.part]}, which has no step of its own: what is recorded there would count for nobody. Give one step the id "${step.part}".`,
      ),
    );
  }
  return findings;
}

function lintSeats(step: PlaybookStep): readonly PlaybookFinding[] {
  const isDone = rolesOf(step).some((role) => step.seats[role] === 'does' || step.seats[role] === 'signs');
  return isDone ? [] : [error(step.step, `Nobody does ${nameOf(step)}, and nobody signs it.`)];
}

function lintGates(step: PlaybookStep): readonly PlaybookFinding[] {
  const findings = RISK_TIERS.flatMap((tier) => neverMet(step, tier));
  const weaker = RISK_TIERS.slice(1).flatMap((tier, index) => {
    const lower = RISK_TIERS[index];
    return lower !== undefined && asksLess(step, tier, lower)
      ? [warning(step.step, `${nameOf(step)} asks less at ${tier} risk than at ${lower} risk.`)]
      : [];
  });
  // The same fault at three tiers is one fault.
  return [...new Map([...findings, ...weaker].map((finding) => [finding.sentence, finding])).values()];
}

/** What keeps a gate closed for ever: somebody without a seat there, or evidence that only comes later on the line. */
function neverMet(step: PlaybookStep, tier: RiskTier): readonly PlaybookFinding[] {
  const gate = step.gate[tier];
  const unseated = [...new Set([...gate.heard, ...gate.approvals])].filter((role) => step.seats[role] === undefined);
  const onlyTold = gate.heard.filter((role) => step.seats[role] === 'told');
  const early = gate.evidence.filter((kind) => STEPS.indexOf(COMES_FROM[kind]) > STEPS.indexOf(step.part));
  return [
    ...unseated.map((role) =>
      error(
        step.step,
        `${nameOf(step)} waits for the ${ROLE_NAME[role]}, who has no seat there: it could never close.`,
      ),
    ),
    ...onlyTold.map((role) =>
      error(step.step, `${nameOf(step)} wants to hear the ${ROLE_NAME[role]}, who is only told: let them be asked.`),
    ),
    ...early.map((kind) =>
      error(
        step.step,
        `${nameOf(step)} waits until ${EVIDENCE_NAME[kind]}, which comes after it: it could never close.`,
      ),
    ),
  ];
}

/** The part of the line where evidence can come into being. */
const COMES_FROM: Readonly<Record<EvidenceKind, Step>> = {
  'framing-agreed': 'frame',
  'framing-locked': 'frame',
  'expectations-checked': 'build',
  'ledger-started': 'prepare',
  'verdict-answered': 'act',
  'no-open-high-findings': 'ask',
};

function asksLess({ gate }: PlaybookStep, tier: RiskTier, lower: RiskTier): boolean {
  const lacks = (high: readonly string[], low: readonly string[]) => low.some((asked) => !high.includes(asked));
  return (
    lacks(gate[tier].heard, gate[lower].heard) ||
    lacks(gate[tier].evidence, gate[lower].evidence) ||
    lacks(gate[tier].approvals, gate[lower].approvals)
  );
}

/** A role that has to sign at the end of something that it never heard of. The first step has nothing before it. */
function lintSigners(steps: readonly PlaybookStep[]): readonly PlaybookFinding[] {
  return steps.flatMap((step, index) =>
    index === 0
      ? []
      : rolesOf(step)
          .filter((role) => signsAt(step, role))
          .filter((role) => steps.slice(0, index).every((before) => before.seats[role] === undefined))
          .map((role) =>
            warning(
              step.step,
              `The ${ROLE_NAME[role]} signs at ${nameOf(step)}, but no step before asks or tells them: they would see it for the first time.`,
            ),
          ),
  );
}

function signsAt(step: PlaybookStep, role: Role): boolean {
  return step.seats[role] === 'signs' || RISK_TIERS.some((tier) => step.gate[tier].approvals.includes(role));
}

/** Experts frame the problem before anything is built; a playbook that hears them only at the end is refused. */
function lintExpert(steps: readonly PlaybookStep[]): readonly PlaybookFinding[] {
  const heard = steps.filter(({ seats }) => seats.sme !== undefined && isRequired(seats.sme));
  const [first] = heard;
  if (!first)
    return [error(null, 'The subject-matter expert is never heard. Give them a seat, at Frame at the latest.')];
  if (STEPS.indexOf(first.part) > STEPS.indexOf('frame') && steps[0] !== first) {
    return [
      error(
        first.step,
        `The business is heard only from ${nameOf(first)} on. The expert must help to frame the question.`,
      ),
    ];
  }
  const last = steps.at(-1);
  return last && last.part === 'learn' && !heard.some(({ part }) => part === 'learn')
    ? [
        warning(
          last.step,
          `The subject-matter expert is not heard at ${nameOf(last)}, so nobody says whether it helped.`,
        ),
      ]
    : [];
}

/** Roles that build what is reviewed. */
const BUILDERS: readonly Role[] = ['data-scientist', 'data-engineer', 'software-engineer'];

/** Whoever does the work never approves it. */
function lintBuilder(steps: readonly PlaybookStep[]): readonly PlaybookFinding[] {
  return steps.flatMap((step) => {
    const own = rolesOf(step)
      .filter(
        (role) => step.seats[role] === 'does' && RISK_TIERS.some((tier) => step.gate[tier].approvals.includes(role)),
      )
      .map((role) =>
        error(step.step, `The ${ROLE_NAME[role]} does ${nameOf(step)} and approves it: let somebody else approve.`),
      );
    if (step.part !== 'review') return own;
    const signers = rolesOf(step).filter((role) => signsAt(step, role));
    const onlyBuilders = signers.length > 0 && signers.every((role) => BUILDERS.includes(role));
    return onlyBuilders
      ? [...own, error(step.step, `Only who built it signs ${nameOf(step)}: builders never approve their own work.`)]
      : own;
  });
}

function lintEvidence({ steps, holds }: PlaybookContent): readonly PlaybookFinding[] {
  const asksFor = (kinds: readonly EvidenceKind[]) =>
    steps.some(({ gate }) => RISK_TIERS.every((tier) => gate[tier].evidence.some((kind) => kinds.includes(kind))));
  const acts = steps.some(({ part }) => part === 'act');
  return [
    ...(asksFor(['framing-agreed', 'framing-locked'])
      ? []
      : [warning(null, 'No step waits for the signed framing, so success may be decided after the data were seen.')]),
    ...(acts && !asksFor(['verdict-answered'])
      ? [warning(null, 'No step waits for an answered verdict, so nobody has to learn whether it worked.')]
      : []),
    ...(holds.length > 0 && !steps.some(({ part }) => part === 'frame')
      ? [warning(null, 'Work is held back until the framing is signed, but no step is there to frame it.')]
      : []),
  ];
}

function rolesOf({ seats }: PlaybookStep): readonly Role[] {
  return ROLES.filter((role) => seats[role] !== undefined);
}

function nameOf({ name, step }: PlaybookStep): string {
  return name.trim() === '' ? `"${step}"` : name;
}
