import { STEP_NAME, STEPS, type Step } from '../../line-order.ts';
import { comesBefore, type NamedStep } from '../finding.ts';

/** A step as the table shows it. */
export type ChoosableStep = NamedStep & { readonly part: Step };

/** The steps that a finding may name: those of the table, or the parts of the line until the table is read. */
export function choosableSteps(table: readonly ChoosableStep[] | undefined): readonly ChoosableStep[] {
  return table ?? STEPS.map((part) => ({ step: part, part, name: STEP_NAME[part] }));
}

/** Where something was seen: each step by its name, with the part of the line where the name does not say it. */
export function stepChoices(steps: readonly ChoosableStep[]): { value: string; label: string }[] {
  return steps.map(({ step, part, name }) => ({
    value: step,
    label: name === STEP_NAME[part] ? name : `${name} (${STEP_NAME[part]})`,
  }));
}

/** Where the cause of something seen at a step can lie: at that step, or before. */
export function causeChoices(
  steps: readonly ChoosableStep[],
  raisedAt: ChoosableStep | undefined,
  unknown: string,
): { value: string; label: string }[] {
  const possible = steps.filter((step) => raisedAt === undefined || !comesBefore(steps, raisedAt, step));
  return [{ value: '', label: unknown }, ...stepChoices(possible)];
}

/** The step of a part at which something is raised unless somebody chooses another: the part's own, else its first. */
export function usualStep(steps: readonly ChoosableStep[], part: Step): ChoosableStep | undefined {
  return steps.find(({ step }) => step === part) ?? steps.find((step) => step.part === part);
}
