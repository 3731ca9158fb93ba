import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { ProblemNotice, problemOf, useLiveTopic } from '../../../web/data/index.ts';
import { WrittenAbout } from '../../../web/formatted/index.ts';
import { AppLink, EmptyState, Page, Section, StateWord } from '../../../web/kit/index.ts';
import type { BesideThing } from '../../initiatives/ui/index.ts';
import { DeletedVersions } from './deleted-versions.tsx';
import { LeftReasons } from './left-reasons.tsx';
import { type AskedDay, LiveHistory } from './live-history.tsx';
import { deploymentsQuery, MODELS_KEY, type Model, registeredQuery } from './model-queries.ts';
import { approversOf, liveInWords } from './model-words.ts';
import { Proposals } from './proposals.tsx';
import { freeAliases, ProposeForm } from './propose-form.tsx';
import { type EvidenceOf, Versions } from './versions.tsx';
import './models.css';

export interface ModelPageProps {
  readonly name: string;
  readonly asked: AskedDay;
  /** What a later room offers beside a version that was made for an initiative. */
  readonly besideVersion?: BesideThing;
  /** What a later room knows about a version of a model. */
  readonly evidenceOf?: EvidenceOf;
  /** Called where the name is that of a prompt, which has another page. */
  readonly onPrompt: () => void;
}

/** One model: what is live and by whose approval, what is proposed, what was live when, and every version. */
export function ModelPage({ name, asked, besideVersion, evidenceOf, onPrompt }: ModelPageProps) {
  useLiveTopic('models', MODELS_KEY);
  const read = useQuery(registeredQuery(name));
  const model = read.data?.model;
  const refusal = read.error ? problemOf(read.error).code : null;
  const isPrompt = read.data !== undefined && read.data.prompt !== null;
  const leave = useEffectEvent(onPrompt);
  useEffect(() => {
    if (isPrompt) leave();
  }, [isPrompt]);
  return (
    <Page
      title={name}
      documentTitle={`${name} (model)`}
      trail={[{ label: 'Models', to: '/models' }]}
      lead={model && <MadeFor model={model} />}
    >
      {refusal === 'MODEL_UNKNOWN' ? (
        <EmptyState
          sentence="There is no model of this name, or it is not for you to see."
          detail="A name counts with its capital letters, and a deleted model can be brought back."
          action={
            <>
              <AppLink to="/models">See the models</AppLink>
              <AppLink to="/deleted">See what was deleted</AppLink>
            </>
          }
        />
      ) : (
        <ProblemNotice error={read.error} onRetry={() => void read.refetch()} />
      )}
      {read.isPending && <p className="tl-muted">Reading the model</p>}
      {model && <Sections model={model} asked={asked} besideVersion={besideVersion} evidenceOf={evidenceOf} />}
    </Page>
  );
}

function MadeFor({ model }: { readonly model: Model }) {
  if (model.initiatives.length === 0)
    return <>{model.rule} Once its experiment is connected to an initiative, whoever builds there decides.</>;
  return (
    <>
      Made for{' '}
      {model.initiatives.map(({ slug, name }, at) => (
        <span key={slug}>
          {at > 0 && ', '}
          <AppLink to={`/i/${slug}/build`}>{name}</AppLink>
        </span>
      ))}
    </>
  );
}

function Sections({
  model,
  asked,
  besideVersion,
  evidenceOf,
}: {
  readonly model: Model;
  readonly asked: AskedDay;
  readonly besideVersion: BesideThing | undefined;
  readonly evidenceOf: EvidenceOf | undefined;
}) {
  const history = useInfiniteQuery(deploymentsQuery(model.name));
  const deployments = history.data?.pages.flatMap((page) => page.deployments) ?? [];
  const live = deployments.filter(
    ({ until, alias }) => until === null && model.protectedAliases.includes(alias.toLowerCase()),
  );
  return (
    <>
      <WrittenAbout text={model.description} about="this model" />
      <Section title={history.isSuccess ? liveInWords(live[0]) : 'What is live'}>
        {live.map((deployment) => (
          <p key={deployment.id}>
            <StateWord tone="reached">{deployment.alias}</StateWord> Version {deployment.version},{' '}
            {approversOf(deployment)}.
          </p>
        ))}
        {history.isSuccess && live.length === 0 && <p className="tl-muted">{howToGoLive(model)}</p>}
      </Section>
      <LeftReasons model={model} isProposing={freeAliases(model).length > 0} />
      <Proposals model={model} />
      {model.newestVersion !== null && model.initiatives.length > 0 && (
        <ProposeForm model={model} newest={model.newestVersion} />
      )}
      <LiveHistory
        name={model.name}
        deployments={deployments}
        hasMore={history.hasNextPage}
        onMore={() => void history.fetchNextPage()}
        asked={asked}
      />
      <Versions name={model.name} besideVersion={besideVersion} evidenceOf={evidenceOf} />
      <DeletedVersions model={model} />
    </>
  );
}

function howToGoLive({ versionCount, initiatives, openProposals }: Model): string {
  if (versionCount === 0) return 'There is no version yet.';
  if (openProposals > 0) return 'One is proposed below; it goes live with the last approval that is needed.';
  return initiatives.length === 0
    ? 'Those who sign Review of its initiative approve what goes live: connect its experiment to one first.'
    : 'Propose a version below; it goes live with the last approval that is needed.';
}
