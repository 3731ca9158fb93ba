import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { IntervalBars } from '../../../web/charts/index.ts';
import { ProblemNotice, useLiveTopic } from '../../../web/data/index.ts';
import {
  AppLink,
  type Column,
  DataTable,
  EmptyState,
  formatDay,
  formatMoney,
  formatPercent,
  formatPlural,
  Page,
  Range,
  rangeWords,
  Section,
  StateWord,
} from '../../../web/kit/index.ts';
import { MONEY_LABEL } from '../../outcomes/index.ts';
import { LINK_WORDS, STATE_WORDS } from '../../outcomes/ui/index.ts';
import type { portfolioApi } from '../portfolio.schema.ts';
import { kpiFigure, withUnit } from './kpi-words.ts';
import { PORTFOLIO_KEY, type Result, resultsQuery } from './portfolio-queries.ts';
import './portfolio.css';

type Totals = z.infer<(typeof portfolioApi)['outcomes']['response']>['totals'][number];

/** Promised against measured, initiative by initiative, and which link broke. */
export function OutcomesPage() {
  useLiveTopic('initiatives', PORTFOLIO_KEY);
  const results = useInfiniteQuery(resultsQuery);
  const [first] = results.data?.pages ?? [];
  const rows = results.data?.pages.flatMap((page) => page.results) ?? [];
  return (
    <Page
      title={results.isSuccess ? findingOf(rows) : 'Outcomes'}
      documentTitle="Outcomes"
      lead="What was promised before any data were looked at, beside what was measured against people left alone."
    >
      <ProblemNotice error={results.error} onRetry={() => void results.refetch()} />
      {results.isPending && <p className="tl-muted">Reading what was promised and measured</p>}
      {first && first.totals.length > 0 && <Money totals={first.totals} isComplete={first.isComplete} />}
      <Shares rows={rows} />
      {results.data && (
        <Section title="Initiative by initiative">
          <DataTable
            label="Promised and measured"
            columns={COLUMNS}
            rows={rows}
            rowKey={(row) => row.slug}
            rowTo={(row) => `/i/${row.slug}/overview`}
            empty={
              <EmptyState
                sentence="No framing is signed yet, so nothing was promised. A signed framing says what counts as success."
                action={<AppLink to="/initiatives">Choose an initiative to frame</AppLink>}
              />
            }
          />
        </Section>
      )}
      {results.hasNextPage && (
        <Button variant="default" loading={results.isFetchingNextPage} onClick={() => void results.fetchNextPage()}>
          Show more
        </Button>
      )}
    </Page>
  );
}

function findingOf(rows: readonly Result[]): string {
  const measured = rows.filter(({ measured: found }) => found !== null).length;
  const works = rows.filter(
    ({ lastVerdict }) => lastVerdict && STATE_WORDS[lastVerdict.state].tone === 'reached',
  ).length;
  if (rows.length === 0) return 'Nothing was promised yet';
  if (measured === 0) return `${formatPlural(rows.length, 'promise', 'promises')}, none measured yet`;
  return `${works} of ${formatPlural(rows.length, 'promise', 'promises')} shown to work, ${measured} measured`;
}

function Money({ totals, isComplete }: { readonly totals: readonly Totals[]; readonly isComplete: boolean }) {
  return (
    <Section
      title="Money, in three figures that are never added together"
      lead={isComplete ? undefined : 'There are more initiatives than are read at once; the figures cover the newest.'}
    >
      {totals.map((total) => (
        <dl key={total.currency} className="tl-totals">
          <div className="tl-total">
            <dt>Claimed</dt>
            <dd>
              {total.claimed.initiatives === 0 ? 'Nothing claimed' : formatMoney(total.claimed.cents, total.currency)}
            </dd>
            <dd className="tl-muted tl-small">
              What the framings promise of {formatPlural(total.claimed.initiatives, 'initiative', 'initiatives')}. A
              claim, not a result.
            </dd>
          </div>
          <SummedMoney
            term="Measured"
            none="Not measured yet"
            sum={total.measured}
            currency={total.currency}
            words="Against people left alone, after costs; losses count as well."
          />
          <SummedMoney
            term="Validated"
            none="Nothing confirmed yet"
            sum={total.validated}
            currency={total.currency}
            words="Confirmed by finance."
          />
        </dl>
      ))}
    </Section>
  );
}

interface SummedMoneyProps {
  readonly term: string;
  readonly none: string;
  readonly sum: Totals['measured'];
  readonly currency: string;
  readonly words: string;
}

function SummedMoney({ term, none, sum, currency, words }: SummedMoneyProps) {
  const money = (minor: number) => formatMoney(minor, currency);
  return (
    <div className="tl-total">
      <dt>{term}</dt>
      <dd>
        {sum.initiatives === 0 ? (
          none
        ) : (
          <Range low={sum.intervalMinor.lower} high={sum.intervalMinor.upper} point={sum.pointMinor} format={money} />
        )}
      </dd>
      <dd className="tl-muted tl-small">
        {words} {sum.initiatives > 0 && `From ${formatPlural(sum.initiatives, 'initiative', 'initiatives')}.`}
      </dd>
    </div>
  );
}

/** How much of each promise was kept, on one scale although every KPI has its own unit. */
function Shares({ rows }: { readonly rows: readonly Result[] }) {
  const shares = rows.flatMap(({ name, promised, measured, lastVerdict }) =>
    measured === null || promised.change === 0
      ? []
      : [
          {
            label: name,
            tone: lastVerdict ? STATE_WORDS[lastVerdict.state].tone : ('unknown' as const),
            interval: {
              low: measured.interval.lower / promised.change,
              high: measured.interval.upper / promised.change,
              point: measured.point / promised.change,
            },
          },
        ],
  );
  if (shares.length === 0) return null;
  const kept = shares.filter(({ interval }) => Math.min(interval.low, interval.high) >= 1).length;
  return (
    <IntervalBars
      finding={`${kept} of ${formatPlural(shares.length, 'measured promise', 'measured promises')} certainly kept in full`}
      description="For each initiative, which share of the promised change of its KPI its action brought, as a likely range."
      rows={shares}
      rowHead="Initiative"
      zeroLabel="no difference"
      threshold={{ label: 'the promise', value: 1 }}
      format={(share) => formatPercent(share, 0)}
    />
  );
}

const COLUMNS: readonly Column<Result>[] = [
  { key: 'name', head: 'Initiative', cell: (row) => row.name, sortBy: (row) => row.name },
  {
    key: 'promised',
    head: 'Promised',
    cell: ({ kpi }) => (
      <>
        {kpi.name} from {kpiFigure(kpi.baseline)} to {withUnit(kpiFigure(kpi.target), kpi.unit)}
        <span className="tl-muted"> by {formatDay(kpi.due)}</span>
      </>
    ),
    isWideOnly: true,
  },
  {
    key: 'measured',
    head: 'Measured',
    cell: ({ measured, kpi }) =>
      measured === null ? (
        <span className="tl-muted">Not measured yet</span>
      ) : (
        <>
          {withUnit(rangeWords(measured.interval.lower, measured.interval.upper, kpiFigure), kpi.unit)}
          <span className="tl-muted"> better (most likely {kpiFigure(measured.point)})</span>
        </>
      ),
  },
  {
    key: 'money',
    head: 'Money after costs',
    cell: ({ money }) =>
      money === null ? (
        <span className="tl-muted">Not measured yet</span>
      ) : (
        <>
          {rangeWords(money.intervalMinor.lower, money.intervalMinor.upper, (minor) =>
            formatMoney(minor, money.currency),
          )}
          <span className="tl-muted"> ({MONEY_LABEL[money.label]})</span>
        </>
      ),
    isWideOnly: true,
  },
  {
    key: 'verdict',
    head: 'Verdict',
    cell: ({ lastVerdict }) =>
      lastVerdict === null ? (
        <StateWord tone="unknown">No verdict yet</StateWord>
      ) : (
        <StateWord tone={STATE_WORDS[lastVerdict.state].tone}>{STATE_WORDS[lastVerdict.state].words}</StateWord>
      ),
  },
  {
    key: 'link',
    head: 'Broken link',
    cell: ({ lastVerdict }) => {
      if (lastVerdict === null) return <span className="tl-muted">Not known yet</span>;
      return lastVerdict.brokenLink === null ? 'None found' : LINK_WORDS[lastVerdict.brokenLink].name;
    },
    isWideOnly: true,
  },
];
