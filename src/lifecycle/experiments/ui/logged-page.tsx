import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { Page } from '../../../web/kit/index.ts';
import { type Step, trailWithin } from './run-trail.ts';

export interface LoggedPageProps<Thing> {
  readonly kind: 'run' | 'trace';
  readonly reading: UseQueryResult<Thing>;
  readonly experiment: (thing: Thing) => Parameters<typeof trailWithin>[0] & object;
  /** The experiment as the address names it, for the way back while the thing is not read yet. */
  readonly experimentId: string;
  /** Steps between the experiment and the page. */
  readonly between?: readonly Step[];
  readonly lead: (thing: Thing) => ReactNode;
  readonly children: (thing: Thing) => ReactNode;
}

/** The page of one thing that a client logged to an experiment: its way, its name, and its parts as soon as it is read. */
export function LoggedPage<Thing extends { readonly name: string | null }>(props: LoggedPageProps<Thing>) {
  const { kind, reading, experiment, experimentId, between = [], lead, children } = props;
  const thing = reading.data;
  const name = thing?.name ?? (kind === 'run' ? 'Run' : 'Trace');
  return (
    <Page
      title={name}
      documentTitle={`${name} (${kind})`}
      trail={[...trailWithin(thing && experiment(thing), experimentId), ...between]}
      lead={thing && lead(thing)}
    >
      <ProblemNotice error={reading.error} onRetry={() => void reading.refetch()} />
      {reading.isPending && <p className="tl-muted">Reading the {kind}</p>}
      {thing && children(thing)}
    </Page>
  );
}
