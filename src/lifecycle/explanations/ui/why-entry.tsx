import { AppLink, Section } from '../../../web/kit/index.ts';
import { whyPath } from '../why-path.ts';

/** The way from a first model to the reasons of its predictions. */
export function WhyEntry({ slug, trainingId }: { readonly slug: string; readonly trainingId: string }) {
  return (
    <Section
      title="Why it says what it says"
      lead="Look at one row: who it is, why, and what would have to be otherwise. And say whether the curves of the model are as you know them."
    >
      <p>
        <AppLink to={whyPath(slug, trainingId)}>See the reasons</AppLink>
      </p>
    </Section>
  );
}
