import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import {
  AppLink,
  type Column,
  DataTable,
  EmptyState,
  formatMoment,
  Section,
  StateWord,
} from '../../../web/kit/index.ts';
import { type Rights, rightTo } from '../../initiatives/ui/index.ts';
import { AskView } from './ask-view.tsx';
import { entryState } from './check-state.ts';
import { CheckView } from './check-view.tsx';
import { type CheckEntry, checksQuery, signalAddress, usableDatasetsQuery } from './signal-queries.ts';
import './signals.css';

export interface SignalsTabProps {
  readonly slug: string;
  readonly rights: Rights;
}

/** A check or the form for one where the address names it (`?check=`, `?ask=`), else the rest of the step. */
export function SignalsTab({ slug, rights, children }: SignalsTabProps & { readonly children: ReactNode }) {
  const { check, ask } = useAsked();
  const right = rightTo(rights, 'signal.check');
  if (check !== undefined) return <CheckView key={check} slug={slug} id={check} right={right} />;
  if (ask !== undefined) return <AskView key={ask} slug={slug} datasetId={ask} right={right} />;
  return children;
}

export interface SignalsPartProps extends SignalsTabProps {
  /** The data set that is looked at; all of the initiative when none is named. */
  readonly datasetId?: string;
}

/** The checks of an initiative, or of one of its data sets, and the way to a new one. */
export function SignalsPart({ slug, rights, datasetId }: SignalsPartProps) {
  const { isElsewhere } = useAsked();
  const checks = useQuery(checksQuery(slug));
  const datasets = useQuery(usableDatasetsQuery(slug));
  const asked = datasets.data?.filter(({ id }) => datasetId === undefined || id === datasetId) ?? [];
  // A file on its way into the ledger has the page for itself, and without a table there is nothing to ask.
  if (isElsewhere || asked.length === 0) return null;
  const shown = checks.data?.filter((check) => datasetId === undefined || check.datasetId === datasetId) ?? [];
  const right = rightTo(rights, 'signal.check');
  const ask = right.allowed ? (
    <ul className="tl-signal-links">
      {asked.map(({ id, name }) => (
        <li key={id}>
          <AppLink to={signalAddress(slug, { ask: id })}>Ask {name}</AppLink>
        </li>
      ))}
    </ul>
  ) : (
    <p className="tl-muted">{right.rule}</p>
  );
  return (
    <Section
      title="Is there anything to predict?"
      lead="A check of about a minute says how well the outcome can be predicted, whether a simple rule does as well, and which traps lie in the data."
    >
      <ProblemNotice error={checks.error ?? datasets.error} onRetry={() => void checks.refetch()} />
      {checks.data && (
        <DataTable
          label="Checks whether there is anything to predict"
          columns={COLUMNS}
          rows={shown}
          rowKey={({ id }) => id}
          rowTo={({ id }) => signalAddress(slug, { check: id })}
          empty={<EmptyState sentence="Nobody has asked yet whether there is anything to predict." action={ask} />}
        />
      )}
      {shown.length > 0 && ask}
    </Section>
  );
}

const COLUMNS: readonly Column<CheckEntry>[] = [
  { key: 'target', head: 'To be predicted', isRowHead: true, cell: ({ target }) => target },
  {
    key: 'state',
    head: 'Answer',
    cell: (entry) => {
      const { tone, words } = entryState(entry);
      return <StateWord tone={tone}>{words}</StateWord>;
    },
  },
  {
    key: 'dataset',
    head: 'Data set',
    isWideOnly: true,
    cell: ({ datasetName, version }) => `${datasetName}, version ${version}`,
  },
  {
    key: 'asked',
    head: 'Asked',
    isWideOnly: true,
    cell: ({ startedBy, startedAt }) => `${startedBy}, ${formatMoment(startedAt)}`,
  },
];

function useAsked() {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const text = (name: string): string | undefined => {
    const value = search[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  return { check: text('check'), ask: text('ask'), isElsewhere: text('import') !== undefined };
}
