import { Button } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconLock } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNotice, useLiveTopic } from '../../../web/data/index.ts';
import {
  AppLink,
  ChoiceField,
  type Column,
  DataTable,
  EmptyChair,
  EmptyState,
  Faces,
  formatPlural,
  Page,
  StateWord,
  TextField,
} from '../../../web/kit/index.ts';
import { STEP_NAME, STEPS } from '../../line-order.ts';
import { STATE_WORDS } from '../../outcomes/ui/index.ts';
import { ROLE_NAME } from '../../people/index.ts';
import { kpiNowWords } from './kpi-words.ts';
import { linesQuery, PORTFOLIO_KEY, type PortfolioFilter, type PortfolioLine } from './portfolio-queries.ts';
import './portfolio.css';

export interface InitiativesPageProps {
  /** From the address, so that a view can be shared. */
  readonly filter: PortfolioFilter;
  readonly onFilter: (filter: PortfolioFilter) => void;
}

/** Every initiative that the reader may see, as one dense table. */
export function InitiativesPage({ filter, onFilter }: InitiativesPageProps) {
  useLiveTopic('initiatives', PORTFOLIO_KEY);
  const lines = useInfiniteQuery({ ...linesQuery(filter), placeholderData: keepPreviousData });
  const rows = lines.data?.pages.flatMap((page) => page.initiatives) ?? [];
  return (
    <Page title="Initiatives" lead="Each one is a business question on its way to a measured result.">
      <Filter filter={filter} onFilter={onFilter} />
      <ProblemNotice error={lines.error} onRetry={() => void lines.refetch()} />
      {lines.isPending && <p className="tl-muted">Reading the list</p>}
      {lines.data && (
        <DataTable
          label="Initiatives"
          columns={COLUMNS}
          rows={rows}
          rowKey={(line) => line.slug}
          rowTo={(line) => `/i/${line.slug}/overview`}
          empty={<NoLines filter={filter} onFilter={onFilter} />}
        />
      )}
      {lines.hasNextPage && (
        <Button variant="default" loading={lines.isFetchingNextPage} onClick={() => void lines.fetchNextPage()}>
          Show more
        </Button>
      )}
    </Page>
  );
}

function Filter({ filter, onFilter }: InitiativesPageProps) {
  const [text, setText] = useState(filter.q ?? '');
  const search = useDebouncedCallback((q: string) => onFilter({ ...filter, q: q.trim() || undefined }), 250);
  return (
    <search className="tl-row tl-filter">
      <TextField
        label="Find by name or question"
        type="search"
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          search(event.currentTarget.value);
        }}
      />
      <ChoiceField
        label="At step"
        value={filter.step ?? ''}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          onFilter({ ...filter, step: chosen === 'done' ? 'done' : STEPS.find((step) => step === chosen) });
        }}
        data={[
          { value: '', label: 'Any step' },
          ...STEPS.map((step) => ({ value: step, label: STEP_NAME[step] })),
          { value: 'done', label: 'Every step closed' },
        ]}
      />
    </search>
  );
}

function NoLines({ filter, onFilter }: InitiativesPageProps) {
  if (filter.q || filter.step) {
    return (
      <EmptyState
        sentence="No initiative that you may read has these words at this step."
        action={
          <Button variant="default" onClick={() => onFilter({})}>
            Show all initiatives
          </Button>
        }
      />
    );
  }
  return (
    <EmptyState
      sentence="Nobody has asked a question yet. Everything here begins with one."
      action={<AppLink to="/ask">Ask the first question</AppLink>}
    />
  );
}

/** Faces that a row has room for. */
const MOST_FACES = 4;

const COLUMNS: readonly Column<PortfolioLine>[] = [
  {
    key: 'name',
    head: 'Initiative',
    cell: (line) => (
      <span title={line.question}>
        {line.name}
        {line.visibility === 'private' && (
          <>
            {' '}
            <IconLock size={13} aria-hidden className="tl-muted" />
            <span className="tl-hidden">, private</span>
          </>
        )}
      </span>
    ),
    sortBy: (line) => line.name,
  },
  {
    key: 'step',
    head: 'Step',
    cell: (line) => line.stepName ?? 'all closed',
    sortBy: (line) => (line.part === null ? STEPS.length : STEPS.indexOf(line.part)),
  },
  {
    key: 'kpi',
    head: 'KPI now and target',
    cell: (line) =>
      line.kpi === null ? (
        <span className="tl-muted">No target agreed yet</span>
      ) : (
        <>
          {kpiNowWords(line.kpi, line.kpiNow)}
          {line.kpiNow === null && <span className="tl-muted"> · not measured yet</span>}
        </>
      ),
    isWideOnly: true,
  },
  { key: 'health', head: 'Is it working?', cell: (line) => <Health line={line} />, sortBy: healthOrder },
  {
    key: 'faces',
    head: 'At the table',
    cell: (line) => (
      <span className="tl-line-people">
        <Faces
          people={line.faces.slice(0, MOST_FACES).map(({ name, role }) => ({ name, detail: ROLE_NAME[role] }))}
          size={22}
        />
        {line.peopleCount > MOST_FACES && <span className="tl-muted">+{line.peopleCount - MOST_FACES}</span>}
      </span>
    ),
    isWideOnly: true,
  },
  {
    key: 'empty',
    head: 'Empty seats',
    cell: (line) =>
      line.emptySeats.length === 0 ? (
        <span className="tl-muted">none</span>
      ) : (
        <span className="tl-empty-seats">
          <EmptyChair label="Missing:" size={20} />
          {line.emptySeats.map((role) => ROLE_NAME[role]).join(', ')}
        </span>
      ),
    sortBy: (line) => line.emptySeats.length,
  },
  {
    key: 'days',
    head: 'Days in step',
    cell: (line) => line.daysInStep,
    sortBy: (line) => line.daysInStep,
    align: 'end',
    isWideOnly: true,
  },
];

function Health({ line }: { readonly line: PortfolioLine }) {
  const health = line.lastVerdict && STATE_WORDS[line.lastVerdict.state];
  return (
    <>
      {health ? (
        <span title={line.lastVerdict?.headline}>
          <StateWord tone={health.tone}>{health.words}</StateWord>
        </span>
      ) : (
        <StateWord tone="unknown">Not measured yet</StateWord>
      )}
      {line.openTickets > 0 && (
        <span className="tl-muted tl-small"> · {formatPlural(line.openTickets, 'finding', 'findings')} sent back</span>
      )}
    </>
  );
}

/** Broken first, because that is what a reader sorts for; not measured last. */
function healthOrder({ lastVerdict }: PortfolioLine): number | null {
  const tone = lastVerdict && STATE_WORDS[lastVerdict.state].tone;
  return tone === null ? null : ['broken', 'look', 'reached', 'unknown', 'accent'].indexOf(tone);
}
