import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { ProblemNotice, useNow } from '../../../web/data/index.ts';
import { AppLink, Disclosure, EmptyState, formatAgo, Section, StateWord } from '../../../web/kit/index.ts';
import type { Rights } from '../../initiatives/ui/index.ts';
import { HeldBack } from '../../people/ui/index.ts';
import { answerWords } from '../training-words.ts';
import { StartForm } from './start-form.tsx';
import { offerQuery, type TrainingSummary, trainingPath, trainingsQuery } from './training-queries.ts';
import { STATE_TONES, STATE_WORDS, TrainingProgressLine } from './training-state.tsx';
import './training.css';

export interface TrainingPartProps {
  readonly slug: string;
  readonly rights: Rights;
  /** Whether something was tried already, so that a first model is only an offer; `undefined` until that is known. */
  readonly isTried: boolean | undefined;
}

/** First models of an initiative: what was learned without code, and the form that has another one made. */
export function TrainingPart({ slug, rights, isTried }: TrainingPartProps) {
  const { learn }: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const startWith = typeof learn === 'string' ? learn : undefined;
  const offer = useQuery(offerQuery(slug));
  const trainings = useQuery(trainingsQuery(slug));
  const again = () => void Promise.all([offer.refetch(), trainings.refetch()]);
  const problem = <ProblemNotice error={offer.error ?? trainings.error} onRetry={again} />;
  if (!offer.data || !trainings.data || isTried === undefined) return problem;
  const { tables, policy } = offer.data;
  const made = trainings.data.trainings;
  const part = (
    <Section
      title={made.length === 0 ? 'No first model yet' : 'First models, made without code'}
      lead="A first model shows within minutes whether there is anything to foresee. It is the one to beat for whoever builds the next."
    >
      {made.length > 0 && (
        <ul className="tl-trainings">
          {made.map((training) => (
            <TrainingItem key={training.id} slug={slug} training={training} />
          ))}
        </ul>
      )}
      <HeldBack slug={slug} work="data" then="a first model can be made here">
        {tables.length === 0 ? (
          <EmptyState
            sentence="There is no table to learn from yet."
            detail="Bring one at Prepare: a file with one row for each thing, and a column that says what came true."
            action={<AppLink to={`/i/${slug}/data`}>Go to Prepare</AppLink>}
          />
        ) : (
          <Disclosure
            label="Make another first model"
            startsOpen={startWith !== undefined}
            isPrinted={false}
            canClose={made.length > 0}
          >
            <StartForm slug={slug} rights={rights} tables={tables} policy={policy} startWith={startWith} />
          </Disclosure>
        )}
      </HeldBack>
    </Section>
  );
  // Whoever works with tools of their own need not want one: the offer is one line then.
  return (
    <>
      {problem}
      <Disclosure
        label="Make a first model without code"
        startsOpen={startWith !== undefined}
        isPrinted={false}
        canClose={made.length === 0 && isTried}
      >
        {part}
      </Disclosure>
    </>
  );
}

/** The first models that were learned from one data set, and the way to another. */
export function ModelsOfDataset({ slug, datasetId }: { readonly slug: string; readonly datasetId: string }) {
  const { data } = useQuery(trainingsQuery(slug));
  if (!data) return null;
  const own = data.trainings.filter((training) => training.datasetId === datasetId);
  return (
    <Section
      title={own.length === 0 ? 'No first model was learned from this table yet' : 'First models from this table'}
    >
      <ul className="tl-trainings">
        {own.map((training) => (
          <TrainingItem key={training.id} slug={slug} training={training} />
        ))}
      </ul>
      <p>
        <AppLink to={`/i/${slug}/build?learn=${datasetId}`}>Make a first model from this table</AppLink>
      </p>
    </Section>
  );
}

function TrainingItem({ slug, training }: { readonly slug: string; readonly training: TrainingSummary }) {
  const now = useNow();
  const { id, name, state, quality, target, failure, startedBy, startedAt } = training;
  return (
    <li>
      <div className="tl-row">
        <AppLink to={trainingPath(slug, id)}>{name}</AppLink>
        <StateWord tone={STATE_TONES[state]}>{STATE_WORDS[state]}</StateWord>
        <span className="tl-muted">
          {startedBy}, {formatAgo(startedAt, now)}
        </span>
      </div>
      {quality && state === 'trained' && <p>{answerWords(quality, target)}.</p>}
      {failure && <p>{failure}</p>}
      <TrainingProgressLine training={training} />
    </li>
  );
}
