import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { z } from 'zod';
import { SparkLine } from '../../../web/charts/index.ts';
import { ProblemNotice, useLiveTopic, useNow } from '../../../web/data/index.ts';
import {
  AppLink,
  Disclosure,
  EmptyState,
  formatAgo,
  formatMoment,
  formatPlural,
  Page,
  PersonFace,
  Section,
  StateWord,
} from '../../../web/kit/index.ts';
import { STATE_WORDS } from '../../outcomes/ui/index.ts';
import type { portfolioApi } from '../portfolio.schema.ts';
import { DemoNote, type DemoPort, FirstSteps } from './first-steps.tsx';
import { kpiFigure, kpiNowWords } from './kpi-words.ts';
import { findQuery, PORTFOLIO_KEY, type PortfolioLine, todayQuery, type Waiting } from './portfolio-queries.ts';
import './portfolio.css';

/** So many entries of a list stand open on the page; the others are one click away, so that the page stays one look. */
const AT_FIRST = 8;

/** How long one visit is taken for the same, ms; the server tells visits apart by longer pauses. */
const VISIT_STALE_MS = 10 * 60_000;

type Today = z.infer<(typeof portfolioApi)['today']['response']>;

export interface TodayPageProps {
  /** Notes that the reader is here, and tells when their visit before this one ended; `null` on the first visit. */
  readonly visit: () => Promise<string | null>;
  /** How demo stories are asked for; absent for people who may not. */
  readonly demo?: DemoPort;
}

/** What waits for the reader, whether their initiatives work, and what others did. */
export function TodayPage({ demo, visit }: TodayPageProps) {
  const { data: since = null } = useQuery({ queryKey: ['visit'], queryFn: visit, staleTime: VISIT_STALE_MS });
  useLiveTopic('initiatives', PORTFOLIO_KEY);
  const today = useQuery(todayQuery);
  const any = useQuery(findQuery(''));
  if (any.data?.length === 0) return <FirstSteps {...(demo ? { demo } : {})} />;
  return (
    <Page title={today.data ? titleOf(today.data.waiting) : 'Today'} documentTitle="Today">
      {demo && <DemoNote demo={demo} />}
      <ProblemNotice error={today.error} onRetry={() => void today.refetch()} />
      {!today.data && !today.error && <p className="tl-muted">Reading what waits for you</p>}
      {today.data && any.data && (
        <>
          <WaitingForYou items={today.data.waiting} sitsNowhere={today.data.working.length === 0} />
          {today.data.working.length > 0 ? (
            <IsItWorking lines={today.data.working} />
          ) : (
            <HowOthersDo lines={any.data} />
          )}
          <WhatChanged changes={today.data.changes} since={since} />
        </>
      )}
    </Page>
  );
}

function titleOf(items: readonly Waiting[]): string {
  if (items.length === 0) return 'Nothing waits for you today';
  const minutes = items.reduce((sum, item) => sum + item.minutes, 0);
  const what = items.length === 1 ? 'One thing waits' : `${items.length} things wait`;
  return `${what} for you, about ${formatPlural(minutes, 'minute', 'minutes')} in all`;
}

interface WaitingForYouProps {
  readonly items: readonly Waiting[];
  /** Whether the reader has a seat at no table. */
  readonly sitsNowhere: boolean;
}

function WaitingForYou({ items, sitsNowhere }: WaitingForYouProps) {
  const now = useNow();
  return (
    <Section title="Waiting for you">
      {items.length === 0 && (
        <EmptyState
          sentence="Nobody waits for your word, your signature or your answer."
          action={
            sitsNowhere ? (
              <AppLink to="/people">See at which tables somebody is missing</AppLink>
            ) : (
              <AppLink to="/initiatives">Look at the initiatives</AppLink>
            )
          }
        />
      )}
      <ShortList
        items={items}
        keyOf={(item) => `${item.slug} ${item.kind} ${item.sentence}`}
        show={(item) => (
          <>
            <div className="tl-today-what">
              <p>{item.sentence}</p>
              <p className="tl-muted tl-small">
                <AppLink to={item.slug === null ? '/experiments' : `/i/${item.slug}/overview`}>{item.name}</AppLink>,
                since {formatAgo(item.since, now)}
              </p>
            </div>
            <div className="tl-today-do">
              <Button component={AppLink} to={item.path} variant="default">
                {item.verb}
                <span className="tl-hidden">: {item.name}</span>
              </Button>
              <span className="tl-muted tl-small">about {formatPlural(item.minutes, 'minute', 'minutes')}</span>
            </div>
          </>
        )}
      />
    </Section>
  );
}

function IsItWorking({ lines }: { readonly lines: Today['working'] }) {
  return (
    <Section title="Is it working?" aside={<AppLink to="/outcomes">All outcomes</AppLink>}>
      <ShortList
        items={lines}
        keyOf={(line) => line.slug}
        show={(line) => (
          <>
            <div className="tl-today-what">
              <p>{line.sentence}</p>
              <p className="tl-small tl-row">
                <AppLink to={line.path}>{line.name}</AppLink>
                {line.state && (
                  <StateWord tone={STATE_WORDS[line.state].tone}>{STATE_WORDS[line.state].words}</StateWord>
                )}
              </p>
            </div>
            {line.kpi && line.points.length > 1 && <KpiLine kpi={line.kpi} points={line.points} />}
          </>
        )}
      />
    </Section>
  );
}

interface ShortListProps<Item> {
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  readonly show: (item: Item) => ReactNode;
}

/** The first entries of a list, and a way to the others. */
function ShortList<Item>({ items, keyOf, show }: ShortListProps<Item>) {
  const list = (entries: readonly Item[]) => (
    <ul className="tl-today-list">
      {entries.map((item) => (
        <li key={keyOf(item)} className="tl-today-item">
          {show(item)}
        </li>
      ))}
    </ul>
  );
  const more = items.slice(AT_FIRST);
  return (
    <>
      {items.length > 0 && list(items.slice(0, AT_FIRST))}
      {more.length > 0 && (
        <Disclosure label={`Show ${more.length} more`} openLabel="Show fewer" isMadeOnOpening>
          {list(more)}
        </Disclosure>
      )}
    </>
  );
}

/** For people who sit at no table yet: the lines that moved last. */
function HowOthersDo({ lines }: { readonly lines: readonly PortfolioLine[] }) {
  return (
    <Section
      title="You sit at no table yet; this is how the others are doing"
      aside={<AppLink to="/outcomes">All outcomes</AppLink>}
    >
      <ul className="tl-today-list">
        {lines.map(({ slug, name, stepName, lastVerdict }) => (
          <li key={slug} className="tl-today-item">
            <div className="tl-today-what">
              <p>{lastVerdict?.headline ?? `Not measured yet${stepName === null ? '.' : `: it is at ${stepName}.`}`}</p>
              <p className="tl-small tl-row">
                <AppLink to={`/i/${slug}/overview`}>{name}</AppLink>
                {lastVerdict && (
                  <StateWord tone={STATE_WORDS[lastVerdict.state].tone}>
                    {STATE_WORDS[lastVerdict.state].words}
                  </StateWord>
                )}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function KpiLine({
  kpi,
  points,
}: {
  readonly kpi: NonNullable<Today['working'][number]['kpi']>;
  readonly points: Today['working'][number]['points'];
}) {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return null;
  return (
    <div className="tl-today-do">
      <SparkLine
        values={points.map(({ value }) => value)}
        target={kpi.target}
        label={`${kpi.name} went from ${kpiFigure(first.value)} to ${kpiFigure(last.value)}; the target is ${kpiFigure(kpi.target)}.`}
      />
      <span className="tl-muted tl-small">{kpiNowWords(kpi, last)}</span>
    </div>
  );
}

interface WhatChangedProps {
  readonly changes: Today['changes'];
  /** When the reader's last visit ended; what came later is new to them. */
  readonly since: string | null;
}

function WhatChanged({ changes, since }: WhatChangedProps) {
  const fresh = since === null ? [] : changes.filter(({ at }) => Date.parse(at) > Date.parse(since));
  const before = changes.slice(fresh.length);
  return (
    <Section
      title={fresh.length > 0 ? 'What others did since you were here' : 'What others did'}
      aside={<AppLink to="/notifications">All that concerns you</AppLink>}
    >
      {changes.length === 0 && <p className="tl-muted">Nothing new at your tables.</p>}
      {since !== null && fresh.length === 0 && changes.length > 0 && (
        <p className="tl-muted">Nothing since you were here; this was before.</p>
      )}
      <ChangeList changes={fresh.length > 0 ? fresh : before} />
      {fresh.length > 0 && before.length > 0 && (
        <Disclosure label="Show what was before">
          <ChangeList changes={before} />
        </Disclosure>
      )}
    </Section>
  );
}

function ChangeList({ changes }: { readonly changes: Today['changes'] }) {
  const now = useNow();
  return (
    <ol className="tl-today-list">
      {changes.map((change) => (
        <li key={change.seq} className="tl-today-item">
          <div>
            <p className="tl-today-change">
              <PersonFace name={change.actorName} size={20} /> <b>{change.actorName}</b> {change.sentence}
            </p>
            <p className="tl-muted tl-small">
              <AppLink to={change.path}>{change.name}</AppLink>
              {change.stepName !== null && `, ${change.stepName}`}
            </p>
          </div>
          <time className="tl-muted tl-small" dateTime={change.at} title={formatMoment(change.at)}>
            {formatAgo(change.at, now)}
          </time>
        </li>
      ))}
    </ol>
  );
}
