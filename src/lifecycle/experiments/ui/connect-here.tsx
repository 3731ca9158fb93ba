import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { AppLink, ChoiceField, Notice, PanelButton } from '../../../web/kit/index.ts';
import { slugInName } from '../experiment.ts';
import { targetsQuery } from './experiment-queries.ts';
import type { ExperimentDetail } from './run-page-queries.ts';
import type { useConnectExperiment } from './use-connect-experiment.ts';

interface ConnectProps {
  readonly experiment: ExperimentDetail;
  readonly connect: ReturnType<typeof useConnectExperiment>;
}

/** What an experiment without an initiative asks for: whoever made it says which question it belongs to. */
export function ConnectHere({ experiment, connect }: ConnectProps) {
  return (
    <PanelButton
      look={experiment.mayConnect ? 'strong' : 'line'}
      panel={() => (
        <div className="tl-stack">
          <Ways experiment={experiment} connect={connect} />
        </div>
      )}
    >
      {experiment.mayConnect ? 'Connect it to an initiative' : 'Who connects it'}
    </PanelButton>
  );
}

/** What follows once somebody connected it here; of one that was connected before there is nothing to say. */
export function ConnectedNow({ experiment: { initiative }, connect }: ConnectProps) {
  if (initiative === null || !connect.isSuccess) return null;
  return (
    <Notice
      tone="reached"
      title={`It belongs to ${initiative.name} now`}
      action={<AppLink to={`/i/${initiative.slug}/build`}>See what was tried there</AppLink>}
      isUrgent
    >
      <p>Everybody at that table sees its runs. Those that are started from now on keep the question.</p>
    </Notice>
  );
}

function Ways({ experiment, connect }: ConnectProps) {
  const targets = useQuery({ ...targetsQuery, enabled: experiment.mayConnect });
  if (!experiment.mayConnect)
    return (
      <p>
        {experiment.createdByName === null
          ? 'An administrator with a seat that builds connects it'
          : `${experiment.createdByName}, who made it, connects it, or an administrator with a seat that builds does`}
        . Until then nobody can see which question it is about.
      </p>
    );
  if (!targets.data) return <ProblemNotice error={targets.error} onRetry={() => void targets.refetch()} />;
  const { items } = targets.data;
  if (items.length === 0)
    return (
      <>
        <p>
          You connect it once you sit at a table as data scientist, data engineer, software engineer or ML architect.
          Whoever brought that table together seats you.
        </p>
        <AppLink to="/initiatives">Look at the initiatives</AppLink>
      </>
    );
  return (
    <>
      <p>Everybody at its table will see the runs, and those that are started from then on keep its question.</p>
      <ChooseInitiative experiment={experiment} offered={items} connect={connect} />
    </>
  );
}

interface ChooseInitiativeProps extends ConnectProps {
  readonly offered: readonly { readonly slug: string; readonly name: string }[];
}

function ChooseInitiative({ experiment: { id, name }, offered, connect }: ChooseInitiativeProps) {
  // The name may say where it was meant to go; of a single initiative there is nothing to choose.
  const meant =
    offered.find(({ slug }) => slug === slugInName(name)) ?? (offered.length === 1 ? offered[0] : undefined);
  const [chosen, setChosen] = useState(meant?.slug ?? '');
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (chosen !== '') connect.mutate({ slug: chosen, experimentId: id });
  };
  return (
    <form onSubmit={send} className="tl-stack">
      <ChoiceField
        label="Which initiative does it belong to?"
        value={chosen}
        onChange={(event) => setChosen(event.currentTarget.value)}
        data={[{ value: '', label: 'Choose one' }, ...offered.map(({ slug, name: label }) => ({ value: slug, label }))]}
      />
      <div>
        <Button type="submit" disabled={chosen === ''} loading={connect.isPending}>
          Connect it
        </Button>
      </div>
      <ProblemNotice error={connect.error} />
    </form>
  );
}
