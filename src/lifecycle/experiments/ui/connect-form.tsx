import { useInfiniteQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { AppLink, ChoiceField, formatPlural } from '../../../web/kit/index.ts';
import { RightButton, type Rights, rightTo } from '../../initiatives/ui/index.ts';
import { unconnectedQuery } from './experiment-queries.ts';
import { useConnectExperiment } from './use-connect-experiment.ts';

/** Connects an experiment that belongs to nothing yet. Only those that the reader may change are offered. */
export function ConnectForm({ slug, rights }: { readonly slug: string; readonly rights: Rights }) {
  const unconnected = useInfiniteQuery(unconnectedQuery);
  const [chosen, setChosen] = useState('');
  const connect = useConnectExperiment();
  const waiting = unconnected.data?.pages.flatMap(({ items }) => items) ?? [];
  const offered = waiting.filter(({ mayChange }) => mayChange);
  if (waiting.length > 0 && offered.length === 0)
    return (
      <p className="tl-muted">
        Something is missing? <AppLink to="/experiments">Some experiments belong to no initiative yet</AppLink>; whoever
        made one connects it.
      </p>
    );
  if (offered.length === 0) return null;
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (chosen !== '') connect.mutate({ slug, experimentId: chosen }, { onSuccess: () => setChosen('') });
  };
  return (
    <form onSubmit={send} className="tl-runs-filter tl-runs-connect">
      <ChoiceField
        label="Connect an experiment that belongs to no initiative yet"
        value={chosen}
        onChange={(event) => setChosen(event.currentTarget.value)}
        data={[
          { value: '', label: 'Choose one' },
          ...offered.map(({ id, name, runCount }) => ({
            value: id,
            label: `${name} (${formatPlural(runCount, 'run', 'runs')})`,
          })),
        ]}
      />
      <RightButton
        right={rightTo(rights, 'experiment.build')}
        type="submit"
        variant="default"
        loading={connect.isPending}
        isOff={chosen === ''}
      >
        Connect it
      </RightButton>
      <ProblemNotice error={connect.error} />
    </form>
  );
}
