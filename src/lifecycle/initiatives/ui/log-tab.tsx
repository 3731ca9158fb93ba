import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { ProblemNotice, useNow } from '../../../web/data/index.ts';
import {
  AppLink,
  EmptyState,
  formatAgo,
  formatDay,
  formatMoment,
  PersonFace,
  Section,
} from '../../../web/kit/index.ts';
import type { logEntrySchema } from '../initiatives.schema.ts';
import { initiativeQuery, logQuery } from './initiative-queries.ts';
import './log-tab.css';

/** One line of the log. */
export type LogEntry = z.infer<typeof logEntrySchema>;

/** What happened on this line, as a story: who, what, why and when, newest first. */
export function LogTab({ slug }: { readonly slug: string }) {
  const log = useInfiniteQuery(logQuery(slug));
  const line = useQuery(initiativeQuery(slug));
  const names = new Map((line.data?.steps ?? []).map(({ step, name }) => [step, name]));
  const entries = log.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <Section
      title="What happened"
      lead="Every change is kept as it was, newest first. Nothing here can be edited or removed."
    >
      <ProblemNotice error={log.error} onRetry={() => void log.refetch()} />
      {log.isPending && <p className="tl-muted">Reading the log</p>}
      {log.isSuccess && entries.length === 0 && (
        <EmptyState
          sentence="Nothing happened yet. What people say, sign, close and bring in will be told here."
          action={<AppLink to={`/i/${slug}/overview`}>Go to the answer</AppLink>}
        />
      )}
      {daysOf(entries).map(({ day, told }) => (
        <div key={day} className="tl-log-day">
          <h3>{formatDay(day)}</h3>
          <LogList entries={told} stepNames={names} />
        </div>
      ))}
      {log.hasNextPage && (
        <div>
          <Button variant="default" loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
            Show what happened before
          </Button>
        </div>
      )}
    </Section>
  );
}

/** The step where something happened, unless the sentence names it or the reader knows it. */
function StepOfEntry({
  entry,
  stepNames,
}: {
  readonly entry: LogEntry;
  readonly stepNames: ReadonlyMap<string, string> | undefined;
}) {
  const name = entry.step === null ? undefined : stepNames?.get(entry.step);
  if (name === undefined || entry.sentence.includes(name)) return null;
  return <span className="tl-muted"> · {name}</span>;
}

/** Entries of the log as sentences with the faces of those who acted. */
export function LogList({
  entries,
  stepNames,
}: {
  readonly entries: readonly LogEntry[];
  /** Names of the steps by id; left out where the reader knows the step already. */
  readonly stepNames?: ReadonlyMap<string, string>;
}) {
  const now = useNow();
  return (
    <ol className="tl-log">
      {entries.map((entry) => (
        <li key={entry.seq}>
          <PersonFace name={entry.actorName} />
          <div>
            <p>
              <b>{entry.actorName}</b> {entry.sentence}
              <StepOfEntry entry={entry} stepNames={stepNames} />
            </p>
            {entry.reason !== null && <p className="tl-muted">Because: {entry.reason}</p>}
            <p className="tl-muted tl-small">
              <time dateTime={entry.at} title={formatMoment(entry.at)}>
                {formatAgo(entry.at, now)}
              </time>
            </p>
          </div>
        </li>
      ))}
    </ol>
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
