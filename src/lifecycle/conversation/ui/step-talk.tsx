import { AppLink, Section } from '../../../web/kit/index.ts';
import { pathTo } from '../../initiatives/index.ts';
import { STEP_NAME, type Step } from '../../line-order.ts';
import { SubjectTalk } from './subject-talk.tsx';
import './conversation.css';

/** How many of the latest threads stand in the panel of a step. */
const LATEST = 4;

/** What is said at a step, in the panel of the step. Whoever sits there counts as heard with their first words. */
export function StepTalk({ slug, step }: { readonly slug: string; readonly step: Step }) {
  return (
    <Section
      level={3}
      title="What was said here"
      aside={
        <AppLink className="tl-link tl-small" to={`/i/${slug}/log?step=${step}`}>
          What happened at {STEP_NAME[step]}
        </AppLink>
      }
    >
      <SubjectTalk
        slug={slug}
        subject={{
          type: 'step',
          id: step,
          part: '',
          label: STEP_NAME[step],
          shown: null,
          step,
          path: pathTo(slug, step),
        }}
        label={`Say something at ${STEP_NAME[step]}`}
        canLookWrong={false}
        most={LATEST}
      />
    </Section>
  );
}
