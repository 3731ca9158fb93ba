import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { WrittenAbout } from '../../../web/formatted/index.ts';
import { AppLink, EmptyState, formatPlural, Page } from '../../../web/kit/index.ts';
import { ConnectedNow, ConnectHere } from './connect-here.tsx';
import { ExperimentParts } from './experiment-parts.tsx';
import { HowToLog } from './how-to-log.tsx';
import { type ExperimentDetail, experimentQuery, useLiveRuns } from './run-page-queries.ts';
import { nameOf, trailOf } from './run-trail.ts';
import { nameWithin } from './run-words.ts';
import { type ExperimentAddress, RunsOfExperiment } from './runs-of-experiment.tsx';
import { useConnectExperiment } from './use-connect-experiment.ts';

export interface ExperimentPageProps {
  readonly experimentId: string;
  readonly address: ExperimentAddress;
  readonly onAddress: (address: ExperimentAddress) => void;
  /** What its answers are judged on, which a later room shows; told to which initiative the experiment is connected. */
  readonly evaluationSets: (slug: string | null) => ReactNode;
}

/** One experiment: its runs as a table that is filtered, ordered, grouped, and from which runs are compared. */
export function ExperimentPage({ experimentId, address, onAddress, evaluationSets }: ExperimentPageProps) {
  const experiment = useQuery(experimentQuery(experimentId));
  useLiveRuns(experiment.data?.initiative?.slug ?? null);
  const connect = useConnectExperiment();
  const name = nameOf(experiment.data);
  return (
    <Page
      title={name}
      documentTitle={`${name} (experiment)`}
      trail={trailOf(experiment.data)}
      lead={experiment.data && leadOf(experiment.data)}
      actions={experiment.data?.initiative === null && <ConnectHere experiment={experiment.data} connect={connect} />}
    >
      <ProblemNotice error={experiment.error} onRetry={() => void experiment.refetch()} />
      {experiment.isPending && <p className="tl-muted">Reading the experiment</p>}
      {experiment.data && <ConnectedNow experiment={experiment.data} connect={connect} />}
      <WrittenAbout text={experiment.data?.description} about="this experiment" isBrief />
      <ExperimentParts experimentId={experimentId} part="runs" />
      {experiment.data?.runCount === 0 && (
        <EmptyState
          sentence="No run has been logged to this experiment yet."
          detail="The page fills by itself as soon as a script logs one."
          action={<HowToLog experimentName={experiment.data.name} startsOpen />}
        />
      )}
      {experiment.data && experiment.data.runCount > 0 && (
        <RunsOfExperiment experiment={experiment.data} address={address} onAddress={onAddress} />
      )}
      {experiment.data && evaluationSets(experiment.data.initiative?.slug ?? null)}
    </Page>
  );
}

/** What an experiment holds and belongs to. */
export function leadOf({ name, initiative, runCount, createdByName }: ExperimentDetail) {
  const runs = `${formatPlural(runCount, 'run', 'runs')}, begun by ${createdByName ?? 'this installation'}.`;
  if (initiative === null) return `${runs} It is connected to no initiative yet.`;
  return (
    <>
      {runs} It belongs to the question of <AppLink to={`/i/${initiative.slug}/build`}>{initiative.name}</AppLink>.
      {nameWithin(initiative.slug, name) !== name && ` MLflow calls it “${name}”.`}
    </>
  );
}
