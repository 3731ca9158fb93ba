import { STEP_NAME } from '../line-order.ts';
import {
  DUTY_NAME,
  EVIDENCE_NAME,
  type Gate,
  type PlaybookContent,
  type PlaybookStep,
  RISK_TIERS,
  type RiskTier,
} from './playbook.ts';
import { HELD_WORK_NAME } from './playbook-holds.ts';
import { ROLE_NAME, ROLES } from './roles.ts';

/** What differs between two playbooks or two versions of one, in sentences in the order of the steps; empty when nothing. */
export function playbookChanges(from: PlaybookContent, to: PlaybookContent): readonly string[] {
  const before = new Map(from.steps.map((step) => [step.step, step]));
  const after = new Map(to.steps.map((step) => [step.step, step]));
  return [
    ...(from.name === to.name ? [] : [`The name changes from "${from.name}" to "${to.name}".`]),
    ...(from.purpose === to.purpose ? [] : [`The purpose is now: "${to.purpose}"`]),
    ...holdChanges(from, to),
    ...from.steps.filter(({ step }) => !after.has(step)).map(({ name }) => `${name} is no longer needed.`),
    ...to.steps.flatMap((step) => {
      const old = before.get(step.step);
      return old
        ? stepChanges(old, step)
        : [`${step.name} is new, as a part of ${STEP_NAME[step.part]}.`, ...seatsOfNew(step)];
    }),
    ...orderChange(from, to),
  ];
}

function holdChanges(from: PlaybookContent, to: PlaybookContent): readonly string[] {
  return [
    ...to.holds
      .filter((work) => !from.holds.includes(work))
      .map(
        (work) => `${HELD_WORK_NAME[work]} now wait until the expert and the data scientist have signed the framing.`,
      ),
    ...from.holds
      .filter((work) => !to.holds.includes(work))
      .map((work) => `${HELD_WORK_NAME[work]} no longer wait for the signed framing.`),
  ];
}

function seatsOfNew(step: PlaybookStep): readonly string[] {
  return ROLES.flatMap((role) => {
    const duty = step.seats[role];
    return duty === undefined ? [] : [`${step.name}: the ${ROLE_NAME[role]} ${DUTY_NAME[duty]}.`];
  });
}

function stepChanges(old: PlaybookStep, step: PlaybookStep): readonly string[] {
  return [
    ...(old.name === step.name ? [] : [`${old.name} is now called ${step.name}.`]),
    ...(old.part === step.part ? [] : [`${step.name} is now a part of ${STEP_NAME[step.part]}.`]),
    ...(old.question === step.question ? [] : [`${step.name} now asks: "${step.question}"`]),
    ...seatChanges(old, step),
    ...gateChanges(old, step),
  ];
}

function seatChanges(old: PlaybookStep, step: PlaybookStep): readonly string[] {
  return ROLES.flatMap((role) => {
    const before = old.seats[role];
    const now = step.seats[role];
    if (before === now) return [];
    if (now === undefined) return [`${step.name}: the ${ROLE_NAME[role]} has no seat any more.`];
    return before === undefined
      ? [`${step.name}: the ${ROLE_NAME[role]} gets a seat and ${DUTY_NAME[now]}.`]
      : [`${step.name}: the ${ROLE_NAME[role]} ${DUTY_NAME[now]}; before, ${DUTY_NAME[before]}.`];
  });
}

/** Changes of the gate; the same change at several tiers of risk is told once. */
function gateChanges(old: PlaybookStep, step: PlaybookStep): readonly string[] {
  const tiersOf = new Map<string, RiskTier[]>();
  for (const tier of RISK_TIERS) {
    for (const sentence of changesOfGate(old.gate[tier], step.gate[tier])) {
      tiersOf.set(sentence, [...(tiersOf.get(sentence) ?? []), tier]);
    }
  }
  return [...tiersOf].map(([sentence, tiers]) =>
    tiers.length === RISK_TIERS.length
      ? `${step.name}: ${sentence}.`
      : `${step.name}, at ${tiers.join(' and ')} risk: ${sentence}.`,
  );
}

function changesOfGate(old: Gate, gate: Gate): readonly string[] {
  const added = <W extends string>(now: readonly W[], before: readonly W[]) =>
    now.filter((each) => !before.includes(each));
  return [
    ...added(gate.heard, old.heard).map((role) => `the ${ROLE_NAME[role]} must be heard before it closes`),
    ...added(old.heard, gate.heard).map((role) => `it closes without hearing the ${ROLE_NAME[role]}`),
    ...added(gate.approvals, old.approvals).map((role) => `the ${ROLE_NAME[role]} must approve before it closes`),
    ...added(old.approvals, gate.approvals).map((role) => `the ${ROLE_NAME[role]} need not approve any more`),
    ...added(gate.evidence, old.evidence).map((kind) => `it waits until ${EVIDENCE_NAME[kind]}`),
    ...added(old.evidence, gate.evidence).map((kind) => `it no longer waits until ${EVIDENCE_NAME[kind]}`),
  ];
}

function orderChange(from: PlaybookContent, to: PlaybookContent): readonly string[] {
  const common = (steps: readonly PlaybookStep[], others: readonly PlaybookStep[]) =>
    steps.filter(({ step }) => others.some((other) => other.step === step)).map(({ step }) => step);
  const isSame = common(from.steps, to.steps).join() === common(to.steps, from.steps).join();
  return isSame ? [] : [`The order is now: ${to.steps.map(({ name }) => name).join(', ')}.`];
}
