import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { initiativeQuery } from '../../initiatives/ui/index.ts';
import type { Step } from '../../line-order.ts';
import { StepPanel } from './step-panel.tsx';

export interface CurrentStepPanelProps {
  readonly slug: string;
  /** What is said at a step; the room of conversations draws it. */
  readonly talk: (step: Step) => ReactNode;
}

/** The step that is under way, under the answer: whom it waits for and what keeps it from closing. */
export function CurrentStepPanel({ slug, talk }: CurrentStepPanelProps) {
  const line = useQuery(initiativeQuery(slug));
  const now = line.data?.steps.find(({ state }) => state === 'now');
  return now ? <StepPanel slug={slug} step={now.step} talk={talk(now.step)} /> : null;
}
