import { STEPS, type Step } from '../line-order.ts';

/** How far one step of the present iteration is. */
export interface StepState {
  readonly step: Step;
  readonly state: 'done' | 'now' | 'ahead';
  readonly closedAt: string | null;
  readonly closedBy: string | null;
}

/** When and by whom a step was closed. */
export interface ClosedStep {
  readonly step: Step;
  readonly closedAt: string;
  readonly closedBy: string;
}

/**
 * The eight steps with their states: closed steps are done, the first open one is where the initiative is now, and the
 * others are ahead. A step that was opened again is where it is now, even when later ones stay closed.
 */
export function lineOf(closed: readonly ClosedStep[]): readonly StepState[] {
  const byStep = new Map(closed.map((entry) => [entry.step, entry]));
  const now = STEPS.find((step) => !byStep.has(step));
  return STEPS.map((step) => {
    const entry = byStep.get(step);
    return {
      step,
      state: entry ? 'done' : step === now ? 'now' : 'ahead',
      closedAt: entry?.closedAt ?? null,
      closedBy: entry?.closedBy ?? null,
    };
  });
}
