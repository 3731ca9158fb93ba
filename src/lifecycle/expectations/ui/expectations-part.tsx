import { useQuery } from '@tanstack/react-query';
import { ProblemNotice } from '../../../web/data/index.ts';
import { AppLink, Disclosure, formatPlural, Section } from '../../../web/kit/index.ts';
import type { Rights } from '../../initiatives/ui/index.ts';
import { ExpectationForm } from './expectation-form.tsx';
import { ExpectationList } from './expectation-list.tsx';
import { offerQuery, reportQuery } from './expectation-queries.ts';
import { JudgedModels } from './judged-models.tsx';
import './expectations.css';

export interface ExpectationsPartProps {
  readonly slug: string;
  readonly rights: Rights;
  /** Whether something was tried already, so that what nobody needs yet is one line; `undefined` until that is known. */
  readonly isTried: boolean | undefined;
}

/** What those who know the business expect of a model, the form to write it, and how every model fares. */
export function ExpectationsPart({ slug, rights, isTried }: ExpectationsPartProps) {
  const offer = useQuery(offerQuery(slug));
  const report = useQuery(reportQuery(slug));
  const again = () => void Promise.all([offer.refetch(), report.refetch()]);
  const problem = <ProblemNotice error={offer.error ?? report.error} onRetry={again} />;
  if (!offer.data || !report.data || isTried === undefined) return problem;
  const { expectations, models } = report.data;
  const form = <ExpectationForm slug={slug} rights={rights} tables={offer.data} />;
  const part = (
    <Section
      title={
        expectations.length === 0
          ? 'Nothing is expected of a model yet'
          : `${formatPlural(expectations.length, 'thing is', 'things are')} expected of every model`
      }
      lead="Whoever knows the business says how a model must behave. Every model is tried by it, also those that data scientists log."
    >
      {offer.data.length === 0 ? (
        <p className="tl-muted">
          There is no table to speak about yet. <AppLink to={`/i/${slug}/data`}>Bring one at Prepare</AppLink>
        </p>
      ) : (
        <>
          {expectations.length > 0 && (
            <ExpectationList slug={slug} rights={rights} tables={offer.data} expectations={expectations} />
          )}
          <Disclosure
            label={expectations.length === 0 ? 'Write what you expect' : 'Expect something else as well'}
            isPrinted={false}
          >
            {form}
          </Disclosure>
        </>
      )}
      {expectations.length > 0 && <JudgedModels slug={slug} models={models} />}
    </Section>
  );
  return (
    <>
      {problem}
      <Disclosure
        label="Say what is expected of every model"
        isPrinted={false}
        canClose={expectations.length === 0 && offer.data.length === 0 && isTried}
      >
        {part}
      </Disclosure>
    </>
  );
}
