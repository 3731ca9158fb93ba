import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { AppLink, ChoiceField, PanelButton } from '../../../web/kit/index.ts';
import { slugInName } from '../experiment.ts';
import { targetsQuery } from './experiment-queries.ts';
import type { ExperimentDetail } from './run-page-queries.ts';
import { useConnectExperiment } from './use-connect-experiment.ts';

/** What an experiment without an initiative asks for: whoever made it says which question it belongs to. */
export function ConnectHere({ experiment }: { readonly experiment: ExperimentDetail }) {
  return (
    <PanelButton
      look={experiment.mayConnect ? 'strong' : 'line'}
      panel={() => (
        <div className="tl-stack">
          <Ways experiment={experiment} />
        </div>
      )}
    >
      {experiment.mayConnect ? 'Connect it to an initiative' : 'Who connects it'}
    </PanelButton>
  );
}

function Ways({ experiment }: { readonly experiment: ExperimentDetail }) {
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
  return <ChooseInitiative experiment={experiment} offered={items} />;
}

interface ChooseInitiativeProps {
  readonly experiment: ExperimentDetail;
  readonly offered: readonly { readonly slug: string; readonly name: string }[];
}

function ChooseInitiative({ experiment: { id, name }, offered }: ChooseInitiativeProps) {
  // The name may say where it was meant to go; of a single initiative there is nothing to choose.
  const meant =
    offered.find(({ slug }) => slug === slugInName(name)) ?? (offered.length === 1 ? offered[0] : undefined);
  const [chosen, setChosen] = useState(meant?.slug ?? '');
  const connect = useConnectExperiment();
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
