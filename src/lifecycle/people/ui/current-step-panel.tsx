import { useQuery } from '@tanstack/react-query';
import { initiativeQuery } from '../../initiatives/ui/index.ts';
import { StepPanel, type StepPanelProps } from './step-panel.tsx';

/** The step that is under way, under the answer: whom it waits for and what keeps it from closing. */
export function CurrentStepPanel({ slug, talk }: Pick<StepPanelProps, 'slug' | 'talk'>) {
  const line = useQuery(initiativeQuery(slug));
  const now = line.data?.steps.find(({ state }) => state === 'now');
  return now ? <StepPanel slug={slug} step={now.step} talk={talk} /> : null;
}
