import { STEP_NAME, STEP_QUESTION, STEPS, type Step } from '../line-order.ts';

/**
 * One step of an initiative's own line, as its playbook draws it. Its id stands in seats, closed steps and events; the
 * step that is a part's own has the part's word as its id, and steps that the organisation added have an id of their own.
 */
export interface LineStep {
  readonly step: string;
  /** Which of the eight parts of the line it belongs to; the parts drive the pages. */
  readonly part: Step;
  readonly name: string;
  readonly question: string;
}

/** How far one step of the present iteration is; a part of the line that the playbook leaves out is not needed. */
export interface StepState extends LineStep {
  readonly state: 'done' | 'now' | 'ahead' | 'not-needed';
  readonly closedAt: string | null;
  readonly closedBy: string | null;
}

/** When and by whom a step was closed. */
export interface ClosedStep {
  readonly step: string;
  readonly closedAt: string;
  readonly closedBy: string;
}

/**
 * The steps of a playbook with their states: closed steps are done, the first open one is where the initiative is now, and
 * the others are ahead. A step that was opened again is where it is now, even when later ones stay closed. Parts of the
 * line without a step stand at their place as not needed.
 */
export function lineOf(plan: readonly LineStep[], closed: readonly ClosedStep[]): readonly StepState[] {
  const byStep = new Map(closed.map((entry) => [entry.step, entry]));
  const now = plan.find(({ step }) => !byStep.has(step))?.step;
  const stateOf = ({ step, part, name, question }: LineStep): StepState => {
    const entry = byStep.get(step);
    return {
      step,
      part,
      name,
      question,
      state: entry ? 'done' : step === now ? 'now' : 'ahead',
      closedAt: entry?.closedAt ?? null,
      closedBy: entry?.closedBy ?? null,
    };
  };
  return STEPS.flatMap((part) => {
    const here = plan.filter((entry) => entry.part === part);
    return here.length > 0 ? here.map(stateOf) : [leftOut(part)];
  });
}

function leftOut(part: Step): StepState {
  return {
    step: part,
    part,
    name: STEP_NAME[part],
    question: STEP_QUESTION[part],
    state: 'not-needed',
    closedAt: null,
    closedBy: null,
  };
}
