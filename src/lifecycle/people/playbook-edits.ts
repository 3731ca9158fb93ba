import { slugOf } from '../initiatives/index.ts';
import { STEP_NAME, STEP_QUESTION, STEPS, type Step } from '../line-order.ts';
import {
  type Duty,
  type Gate,
  isRequired,
  PLAYBOOK_LIMITS,
  type PlaybookContent,
  type PlaybookStep,
  type RiskTier,
} from './playbook.ts';
import { ROLES, type Role } from './roles.ts';

/*
 * What one can do to a playbook while drawing it. Each gives the whole new playbook, so that an edit can be undone by
 * keeping the one before.
 */

/** The duties in the order in which a cell goes through them, from no seat to no seat. */
const CYCLE: readonly (Duty | null)[] = [null, 'does', 'signs', 'asked', 'told'];

/** The duty after this one, when a cell is pressed again and again. */
export function nextDuty(duty: Duty | undefined): Duty | null {
  return CYCLE[(CYCLE.indexOf(duty ?? null) + 1) % CYCLE.length] ?? null;
}

/**
 * Gives a role another duty at a step, or takes its seat. The gates follow: who does, signs or is asked must be heard, who
 * is only told need not, and who has no seat approves nothing.
 */
export function setDuty(playbook: PlaybookContent, step: string, role: Role, duty: Duty | null): PlaybookContent {
  return changeStep(playbook, step, (old) => {
    const { [role]: before, ...others } = old.seats;
    const seats =
      duty === null ? others : before === undefined ? { ...others, [role]: duty } : { ...old.seats, [role]: duty };
    const mustBeHeard = duty !== null && isRequired(duty);
    const wasHeard = before !== undefined && isRequired(before);
    return {
      ...old,
      seats,
      gate: mapGate(old, (gate) => ({
        ...gate,
        heard: mustBeHeard === wasHeard ? gate.heard : withRole(gate.heard, role, mustBeHeard),
        approvals: duty === null || duty === 'does' ? withRole(gate.approvals, role, false) : gate.approvals,
      })),
    };
  });
}

/** Changes the words of a step. */
export function setWords(
  playbook: PlaybookContent,
  step: string,
  words: Partial<Pick<PlaybookStep, 'name' | 'question'>>,
): PlaybookContent {
  return changeStep(playbook, step, (old) => ({ ...old, ...words }));
}

/** Makes a gate ask for something at one tier of risk, or no longer. */
export function setGate<Part extends keyof Gate>(
  playbook: PlaybookContent,
  step: string,
  tier: RiskTier,
  asks: { readonly part: Part; readonly asked: Gate[Part][number]; readonly isAsked: boolean },
): PlaybookContent {
  const { part, asked, isAsked } = asks;
  return changeStep(playbook, step, (old) => {
    const { [part]: list } = old.gate[tier];
    const others = list.filter((each) => each !== asked);
    return {
      ...old,
      gate: { ...old.gate, [tier]: { ...old.gate[tier], [part]: isAsked ? [...others, asked] : others } },
    };
  });
}

/** Leaves a step out. A part's own step takes the steps added to the part with it, because they would stand alone. */
export function leaveOut(playbook: PlaybookContent, step: string): PlaybookContent {
  return {
    ...playbook,
    steps: playbook.steps.filter((old) => old.step !== step && !(isOwnStep(step) && old.part === step)),
  };
}

/** Brings the own step of a part back, at its place in the line, with the expert doing it until somebody says otherwise. */
export function bringBack(playbook: PlaybookContent, part: Step): PlaybookContent {
  return insert(playbook, emptyStep(part, part, STEP_NAME[part], STEP_QUESTION[part]));
}

/** Adds a step to a part of the line, as its last; the id is made from the name and stays when the name changes. */
export function addStep(playbook: PlaybookContent, part: Step, name: string): PlaybookContent {
  const wish = slugOf(name)
    .slice(0, PLAYBOOK_LIMITS.stepIdLength - 3)
    .replace(/-+$/, '');
  const base = /^[a-z]/.test(wish) ? wish : `step-${wish}`;
  const isTaken = (id: string) => isOwnStep(id) || playbook.steps.some(({ step }) => step === id);
  let id = base;
  for (let number = 2; isTaken(id); number += 1) id = `${base}-${number}`;
  return insert(playbook, emptyStep(id, part, name, ''));
}

/** Whether a step can move before (or after) its neighbour: only within its part, which keeps the order of the line. */
export function canMove({ steps }: PlaybookContent, step: string, by: -1 | 1): boolean {
  const index = steps.findIndex((entry) => entry.step === step);
  return index >= 0 && steps[index]?.part === steps[index + by]?.part;
}

/** Moves a step before or after its neighbour in the same part. */
export function moveStep(playbook: PlaybookContent, step: string, by: -1 | 1): PlaybookContent {
  if (!canMove(playbook, step, by)) return playbook;
  const steps = [...playbook.steps];
  const index = steps.findIndex((entry) => entry.step === step);
  const [moved] = steps.splice(index, 1);
  return moved ? { ...playbook, steps: steps.toSpliced(index + by, 0, moved) } : playbook;
}

/** The parts of the line that have no step. */
export function partsLeftOut({ steps }: PlaybookContent): readonly Step[] {
  return STEPS.filter((part) => !steps.some((step) => step.part === part));
}

function isOwnStep(id: string): boolean {
  return STEPS.some((part) => part === id);
}

function emptyStep(step: string, part: Step, name: string, question: string): PlaybookStep {
  const gate: Gate = { heard: ['sme'], evidence: [], approvals: [] };
  return { step, part, name, question, seats: { sme: 'does' }, gate: { low: gate, medium: gate, high: gate } };
}

function insert(playbook: PlaybookContent, step: PlaybookStep): PlaybookContent {
  const after = playbook.steps.findIndex(({ part }) => STEPS.indexOf(part) > STEPS.indexOf(step.part));
  const place = after === -1 ? playbook.steps.length : after;
  return { ...playbook, steps: playbook.steps.toSpliced(place, 0, step) };
}

function changeStep(
  playbook: PlaybookContent,
  step: string,
  change: (old: PlaybookStep) => PlaybookStep,
): PlaybookContent {
  return { ...playbook, steps: playbook.steps.map((old) => (old.step === step ? change(old) : old)) };
}

function mapGate({ gate }: PlaybookStep, change: (gate: Gate) => Gate): PlaybookStep['gate'] {
  const [low, medium, high] = [change(gate.low), change(gate.medium), change(gate.high)];
  return { low, medium, high };
}

/** A list of roles with or without one of them, in the order of the roles. */
function withRole(roles: readonly Role[], role: Role, isIn: boolean): readonly Role[] {
  return ROLES.filter((each) => (each === role ? isIn : roles.includes(each)));
}
