import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ProblemNotice, useLiveTopic } from '../../../web/data/index.ts';
import { AppLink, formatDay, formatPlural, Section, StateWord } from '../../../web/kit/index.ts';
import { addressOfModel } from '../model-address.ts';
import { MODELS_KEY, type RegisteredFor, registeredForQuery } from './model-queries.ts';
import { approversOf, awaitedInWords, liveInWords, measuredInWords, wishOf } from './model-words.ts';
import { NotMeasuredYet } from './not-measured-yet.tsx';
import './models.css';

export interface RegisteredModelsProps {
  readonly slug: string;
  /** The level of its heading: 2, or 3 within another part. */
  readonly level?: 2 | 3;
  /** What stands where none is registered; nothing unless given. */
  readonly empty?: ReactNode;
}

/** The models that are registered for an initiative, in sentences: which version, how good, what is live, and what waits. */
export function RegisteredModels({ slug, level = 2, empty = null }: RegisteredModelsProps) {
  useLiveTopic('models', MODELS_KEY);
  const models = useQuery(registeredForQuery(slug));
  if (!models.data) return <ProblemNotice error={models.error} onRetry={() => void models.refetch()} />;
  if (models.data.length === 0) return empty;
  return (
    <Section level={level} title={`${formatPlural(models.data.length, 'model is', 'models are')} registered`}>
      <ul className="tl-model-registered">
        {models.data.map((model) => (
          <OneModel key={model.name} model={model} />
        ))}
      </ul>
    </Section>
  );
}

function OneModel({ model }: { readonly model: RegisteredFor }) {
  const { name, versionCount, newest, live, proposals } = model;
  const { version, registeredBy, registeredAt, lineage } = newest;
  const address = addressOfModel(name);
  return (
    <li>
      <p className="tl-row">
        <AppLink to={`${address}#version-${version}`}>
          {name}, version {version}
        </AppLink>
        {versionCount > 1 && <span className="tl-muted">the newest of {versionCount}</span>}
        {live.length > 0 ? (
          <StateWord tone="reached">{liveInWords(live[0])}</StateWord>
        ) : (
          <StateWord tone="unknown">no version is live</StateWord>
        )}
      </p>
      <p className="tl-prose">
        {registeredBy} registered it on {formatDay(registeredAt)}
        {lineage?.run && (
          <>
            , from the run{' '}
            <AppLink to={`/experiments/${lineage.experiment.id}/runs/${lineage.run.id}`}>{lineage.run.name}</AppLink>
          </>
        )}
        . {lineage?.measured ? measuredInWords(lineage.measured) : <NotMeasuredYet name={name} version={newest} />}
      </p>
      {live.map((deployment) => (
        <p key={deployment.id} className="tl-muted">
          Version {deployment.version} is the {deployment.alias}, {approversOf(deployment)}.
        </p>
      ))}
      {proposals.map((proposal) => (
        <p key={proposal.id}>
          <StateWord tone="look">{`${wishOf(proposal)}?`}</StateWord> {proposal.proposedBy} asks for it, and it waits
          for {awaitedInWords(proposal.awaited)}.{' '}
          <AppLink to={`${address}#proposal-${proposal.id}`}>
            {proposal.mayDecideAs.length > 0 ? 'Read and decide' : 'Read the proposal'}
          </AppLink>
        </p>
      ))}
      {live.length === 0 && proposals.length === 0 && (
        <p className="tl-muted">
          Nobody has asked yet that it goes live. <AppLink to={address}>Propose it</AppLink>
        </p>
      )}
    </li>
  );
}
