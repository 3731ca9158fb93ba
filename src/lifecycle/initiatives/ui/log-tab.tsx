import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { z } from 'zod';
import { ProblemNotice, useNow } from '../../../web/data/index.ts';
import {
  AppLink,
  CheckField,
  ChoiceField,
  Disclosure,
  EmptyState,
  formatAgo,
  formatDay,
  formatMoment,
  PersonFace,
  Section,
} from '../../../web/kit/index.ts';
import type { logEntrySchema } from '../initiatives.schema.ts';
import { type FoldedEntries, foldEntries } from '../told-log.ts';
import { initiativeQuery, type LogFilter, logActorsQuery, logQuery } from './initiative-queries.ts';
import './log-tab.css';

/** One line of the log. */
export type LogEntry = z.infer<typeof logEntrySchema>;

/** What happened on this line, as a story: who, what, why and when, newest first. */
export function LogTab({ slug }: { readonly slug: string }) {
  const asked: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const [filter, setFilter] = useState<LogFilter>(() =>
    typeof asked.step === 'string' && asked.step !== '' ? { step: asked.step } : {},
  );
  const log = useInfiniteQuery(logQuery(slug, filter));
  const line = useQuery(initiativeQuery(slug));
  const names = new Map((line.data?.steps ?? []).map(({ step, name }) => [step, name]));
  const entries = log.data?.pages.flatMap((page) => page.entries) ?? [];
  const isFiltered = Object.keys(filter).length > 0;
  return (
    <Section
      title="What happened"
      lead="Every change is kept as it was, newest first. Nothing here can be edited or removed."
      aside={
        <Button variant="default" className="tl-no-print" onClick={() => window.print()}>
          Print
        </Button>
      }
    >
      <LogFilters slug={slug} filter={filter} names={names} onChange={setFilter} />
      <ProblemNotice error={log.error} onRetry={() => void log.refetch()} />
      {log.isPending && <p className="tl-muted">Reading the log</p>}
      {log.isSuccess && entries.length === 0 && (
        <EmptyState
          sentence={
            isFiltered
              ? 'Nothing of this kind happened.'
              : 'Nothing happened yet. What people say, sign, close and bring in will be told here.'
          }
          action={
            isFiltered ? (
              <Button variant="default" onClick={() => setFilter({})}>
                Show everything
              </Button>
            ) : (
              <AppLink to={`/i/${slug}/overview`}>Go to the answer</AppLink>
            )
          }
        />
      )}
      {daysOf(entries).map(({ day, told }) => (
        <div key={day} className="tl-log-day">
          <h3>{formatDay(day)}</h3>
          <LogList entries={told} stepNames={names} />
        </div>
      ))}
      {log.hasNextPage && (
        <div className="tl-no-print">
          <Button variant="default" loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
            Show what happened before
          </Button>
        </div>
      )}
    </Section>
  );
}

interface LogFiltersProps {
  readonly slug: string;
  readonly filter: LogFilter;
  /** Names of the steps by id. */
  readonly names: ReadonlyMap<string, string>;
  readonly onChange: (filter: LogFilter) => void;
}

function LogFilters({ slug, filter, names, onChange }: LogFiltersProps) {
  const actors = useQuery(logActorsQuery(slug));
  const { step, actorId, only } = filter;
  const change = (next: LogFilter) => {
    const { step: at, actorId: by, only: kind } = { ...filter, ...next };
    onChange({ ...(at ? { step: at } : {}), ...(by ? { actorId: by } : {}), ...(kind ? { only: kind } : {}) });
  };
  return (
    <div className="tl-row tl-log-filters">
      <ChoiceField
        label="Step"
        value={step ?? ''}
        onChange={(event) => change({ step: event.currentTarget.value || undefined })}
        data={[{ value: '', label: 'Every step' }, ...[...names].map(([value, label]) => ({ value, label }))]}
      />
      <ChoiceField
        label="Person"
        value={actorId ?? ''}
        onChange={(event) => change({ actorId: event.currentTarget.value || undefined })}
        data={[
          { value: '', label: 'Everybody' },
          ...(actors.data ?? []).map(({ accountId, name }) => ({ value: accountId, label: name })),
        ]}
      />
      <CheckField
        label="Decisions only"
        checked={only === 'decisions'}
        onChange={(event) => change({ only: event.currentTarget.checked ? 'decisions' : undefined })}
      />
    </div>
  );
}

interface LogListProps {
  readonly entries: readonly LogEntry[];
  /** Names of the steps by id; left out where the reader knows the step, or there is none. */
  readonly stepNames?: ReadonlyMap<string, string>;
}

/** Entries of the log as sentences with the faces of those who acted; what is alike in a row is told once. */
export function LogList({ entries, stepNames }: LogListProps) {
  return (
    <ol className="tl-log">
      {foldEntries(entries).map((folded) => (
        <LogLine key={folded.newest.seq} folded={folded} {...(stepNames ? { stepNames } : {})} />
      ))}
    </ol>
  );
}

interface LogLineProps extends Pick<LogListProps, 'stepNames'> {
  readonly folded: FoldedEntries<LogEntry>;
}

function LogLine({ folded: { newest, others, isRepetition }, stepNames }: LogLineProps) {
  const now = useNow();
  const stepName = newest.step === null ? undefined : stepNames?.get(newest.step);
  return (
    <li>
      <PersonFace name={newest.actorName} />
      <div>
        <p>
          <b>{newest.actorName}</b> {newest.sentence}
          {isRepetition && `, ${others.length + 1} times`}
          {stepName !== undefined && !newest.sentence.includes(stepName) && (
            <span className="tl-muted"> · {stepName}</span>
          )}
        </p>
        {newest.reason !== null && <p className="tl-muted">Because: {newest.reason}</p>}
        <p className="tl-muted tl-small">
          <time dateTime={newest.at} title={formatMoment(newest.at)}>
            {formatAgo(newest.at, now)}
          </time>
        </p>
        {others.length > 0 && !isRepetition && (
          <Disclosure label={`Show ${others.length} more like it, just before`}>
            <ul className="tl-log-others">
              {others.map(({ seq, sentence, at }) => (
                <li key={seq}>
                  {sentence} <span className="tl-muted tl-small">{formatMoment(at)}</span>
                </li>
              ))}
            </ul>
          </Disclosure>
        )}
      </div>
    </li>
  );
}

/** Entries by the reader's day, in the order in which they come. */
function daysOf(entries: readonly LogEntry[]): readonly { readonly day: string; readonly told: readonly LogEntry[] }[] {
  const days = new Map<string, LogEntry[]>();
  for (const entry of entries) {
    const at = new Date(entry.at);
    const day = [at.getFullYear(), at.getMonth() + 1, at.getDate()]
      .map((part) => String(part).padStart(2, '0'))
      .join('-');
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return [...days].map(([day, told]) => ({ day, told }));
}
