import { AppLink, Section } from '../../../web/kit/index.ts';
import { type LineStep, pathTo } from '../../initiatives/index.ts';
import { SubjectTalk } from './subject-talk.tsx';
import './conversation.css';

/** How many of the latest threads stand in the panel of a step. */
const LATEST = 4;

/** What is said at a step, in the panel of the step. Whoever sits there counts as heard with their first words. */
export function StepTalk({ slug, at: { step, part, name } }: { readonly slug: string; readonly at: LineStep }) {
  return (
    <Section
      level={3}
      title="What was said here"
      aside={
        <AppLink className="tl-link tl-small" to={`/i/${slug}/log?step=${step}`}>
          What happened at {name}
        </AppLink>
      }
    >
      <SubjectTalk
        slug={slug}
        subject={{ type: 'step', id: step, part: '', label: name, shown: null, step, path: pathTo(slug, part) }}
        label={`Say something at ${name}`}
        canLookWrong={false}
        most={LATEST}
      />
    </Section>
  );
}
