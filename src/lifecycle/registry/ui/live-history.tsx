import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type Lane, TimeLanes } from '../../../web/charts/index.ts';
import { ProblemNotice, useNow, useToday } from '../../../web/data/index.ts';
import {
  type Column,
  DataTable,
  DateField,
  formatDay,
  formatMoment,
  Section,
  StateWord,
} from '../../../web/kit/index.ts';
import { type Deployment, liveQuery } from './model-queries.ts';
import { approversOf } from './model-words.ts';

export interface LiveHistoryProps {
  readonly name: string;
  readonly deployments: readonly Deployment[];
  readonly hasMore: boolean;
  readonly onMore: () => void;
  readonly asked: AskedDay;
}

/** The day that is asked about, as `YYYY-MM-DD` or empty; it stands in the page's address, so that the answer can be sent on. */
export interface AskedDay {
  readonly day: string;
  readonly onDay: (day: string) => void;
}

/** What was live when: drawn, as a table, and asked for one day. */
export function LiveHistory({ name, deployments, hasMore, onMore, asked }: LiveHistoryProps) {
  const now = useNow();
  if (deployments.length === 0) return null;
  return (
    <Section
      title="What was live when"
      lead="Kept for good and never rewritten."
      aside={<OnDay name={name} aliases={[...new Set(deployments.map(({ alias }) => alias))]} {...asked} />}
    >
      <TimeLanes
        finding={findingOf(deployments)}
        description="One row for each name that a version can be used under, with a bar from when until when each version had it."
        lanes={lanesOf(deployments)}
        nowMs={now.getTime()}
        formatDay={(ms) => formatDay(new Date(ms).toISOString())}
      />
      <DataTable
        label="Versions with their dates"
        columns={COLUMNS}
        rows={deployments}
        rowKey={({ id }) => id}
        empty={null}
      />
      {hasMore && (
        <Button variant="default" onClick={onMore}>
          Show more
        </Button>
      )}
    </Section>
  );
}

function findingOf(deployments: readonly Deployment[]): string {
  const present = deployments.filter(({ until }) => until === null);
  if (present.length === 0) return 'Nothing is in use at the moment';
  return `In use now: ${present.map(({ alias, version }) => `version ${version} as ${alias}`).join(', ')}`;
}

function lanesOf(deployments: readonly Deployment[]): readonly Lane[] {
  const aliases = [...new Set(deployments.map(({ alias }) => alias))].sort();
  return aliases.map((alias) => ({
    name: alias,
    spans: deployments
      .filter((deployment) => deployment.alias === alias)
      .map(({ id, version, from, until }) => ({
        key: id,
        label: `version ${version}`,
        fromMs: Date.parse(from),
        untilMs: until === null ? null : Date.parse(until),
      })),
  }));
}

const COLUMNS: readonly Column<Deployment>[] = [
  { key: 'version', head: 'Version', width: '6.5rem', isRowHead: true, cell: ({ version }) => `Version ${version}` },
  { key: 'alias', head: 'As', cell: ({ alias }) => alias },
  { key: 'from', head: 'From', width: '11rem', cell: ({ from }) => formatMoment(from) },
  {
    key: 'until',
    head: 'Until',
    width: '11rem',
    cell: ({ until }) => (until === null ? <StateWord tone="reached">still in use</StateWord> : formatMoment(until)),
  },
  { key: 'by', head: 'By whom', isWideOnly: true, cell: approversOf },
  { key: 'why', head: 'Why', isWideOnly: true, cell: ({ reason }) => reason ?? 'No reason is asked for this name' },
];

/** One day, and the version that was live at its end. */
function OnDay({
  name,
  aliases,
  day,
  onDay,
}: AskedDay & { readonly name: string; readonly aliases: readonly string[] }) {
  const alias = aliases.includes('champion') ? 'champion' : (aliases[0] ?? 'champion');
  const isAhead = day > useToday();
  const live = useQuery({ ...liveQuery(name, alias, day), enabled: day !== '' && !isAhead });
  return (
    <div className="tl-model-day">
      <DateField
        label={`Which version was in use as ${alias} on`}
        value={day}
        onChange={(event) => onDay(event.currentTarget.value)}
      />
      <ProblemNotice error={live.error} />
      <p role="status" className="tl-small">
        {isAhead && `${formatDay(day)} has not come yet.`}
        {!isAhead &&
          live.data &&
          (live.data.live
            ? `On ${formatDay(day)}: version ${live.data.live.version}, ${approversOf(live.data.live)}.`
            : `On ${formatDay(day)} no version was in use as ${alias}.`)}
      </p>
    </div>
  );
}
