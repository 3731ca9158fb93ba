import type { LineStep } from '../initiatives/index.ts';
import { STEPS } from '../line-order.ts';
import type { Duty } from './playbook.ts';

/** What a person does at a step. */
interface OwnWork extends Pick<LineStep, 'step' | 'part'> {
  readonly duty: Duty;
}

/**
 * Whether a person may approve a step, given all of their own work on the line: whoever does a step never approves it, and
 * whoever built the model never approves it from Build on.
 */
export function mayApprove(step: Pick<LineStep, 'step' | 'part'>, work: readonly OwnWork[]): boolean {
  const isAfterBuilding = STEPS.indexOf(step.part) >= STEPS.indexOf('build') && step.part !== 'learn';
  return !work.some(
    (own) => own.duty === 'does' && (own.step === step.step || (isAfterBuilding && own.part === 'build')),
  );
}
