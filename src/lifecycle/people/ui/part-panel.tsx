import { useQuery } from '@tanstack/react-query';
import { AppLink, Section, StateWord } from '../../../web/kit/index.ts';
import { initiativeQuery } from '../../initiatives/ui/index.ts';
import type { Step } from '../../line-order.ts';
import { StepPanel, type StepPanelProps } from './step-panel.tsx';

export interface PartPanelProps {
  readonly slug: string;
  readonly part: Step;
  /** What is said at a step; the room of conversations draws it. */
  readonly talk: StepPanelProps['talk'];
}

/** The steps of one part of the line in the order of the playbook, or that the playbook has none there. */
export function PartPanel({ slug, part, talk }: PartPanelProps) {
  const line = useQuery(initiativeQuery(slug));
  const steps = (line.data?.steps ?? []).filter((entry) => entry.part === part);
  return steps.map(({ step, name, state }) =>
    state === 'not-needed' ? (
      <Section key={step} look="boxed" title={name} aside={<StateWord tone="unknown">Not needed</StateWord>}>
        <p className="tl-muted">
          The playbook of this initiative has no step here, so nobody has to come and nothing waits.{' '}
          <AppLink to={`/i/${slug}/people`}>See the playbook</AppLink>
        </p>
      </Section>
    ) : (
      <StepPanel key={step} slug={slug} step={step} talk={talk} />
    ),
  );
}
