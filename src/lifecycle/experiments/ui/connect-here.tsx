import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { AppLink, ChoiceField, Notice } from '../../../web/kit/index.ts';
import { slugInName } from '../experiment.ts';
import { targetsQuery } from './experiment-queries.ts';
import type { ExperimentDetail } from './run-page-queries.ts';
import { useConnectExperiment } from './use-connect-experiment.ts';

/**
 * What an experiment without an initiative asks for: whoever made it says which question it belongs to. Once they did, it says
 * what follows from it; of one that was connected before there is nothing to say.
 */
export function ConnectHere({ experiment }: { readonly experiment: ExperimentDetail }) {
  const { initiative } = experiment;
  const targets = useQuery({ ...targetsQuery, enabled: experiment.mayConnect });
  const connect = useConnectExperiment();
  if (initiative !== null)
    return connect.isSuccess ? (
      <Notice
        tone="reached"
        title={`It belongs to ${initiative.name} now`}
        action={<AppLink to={`/i/${initiative.slug}/build`}>See what was tried there</AppLink>}
        isUrgent
      >
        <p>Everybody at that table sees its runs. Those that are started from now on keep the question.</p>
      </Notice>
    ) : null;
  if (!experiment.mayConnect)
    return (
      <Notice tone="look" title="It belongs to no initiative yet">
        <p>
          {experiment.createdByName === null
            ? 'An administrator with a seat that builds connects it'
            : `${experiment.createdByName}, who made it, connects it, or an administrator with a seat that builds does`}
          . Until then nobody can see which question it is about.
        </p>
      </Notice>
    );
  if (!targets.data) return <ProblemNotice error={targets.error} onRetry={() => void targets.refetch()} />;
  const { items } = targets.data;
  if (items.length === 0)
    return (
      <Notice
        tone="look"
        title="It belongs to no initiative yet"
        action={<AppLink to="/initiatives">Look at the initiatives</AppLink>}
      >
        <p>
          You connect it once you sit at a table as data scientist, data engineer, software engineer or ML architect.
          Whoever brought that table together seats you.
        </p>
      </Notice>
    );
  return (
    <Notice tone="look" title="Which initiative does it belong to?">
      <p>Everybody at its table will see the runs, and those that are started from then on keep its question.</p>
      <ChooseInitiative experiment={experiment} offered={items} connect={connect} />
    </Notice>
  );
}

interface ChooseInitiativeProps {
  readonly experiment: ExperimentDetail;
  readonly offered: readonly { readonly slug: string; readonly name: string }[];
  readonly connect: ReturnType<typeof useConnectExperiment>;
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
    <form onSubmit={send} className="tl-runs-filter tl-runs-connect">
      <ChoiceField
        label="Initiative"
        value={chosen}
        onChange={(event) => setChosen(event.currentTarget.value)}
        data={[{ value: '', label: 'Choose one' }, ...offered.map(({ slug, name: label }) => ({ value: slug, label }))]}
      />
      <Button type="submit" disabled={chosen === ''} loading={connect.isPending}>
        Connect it
      </Button>
      <ProblemNotice error={connect.error} />
    </form>
  );
}
