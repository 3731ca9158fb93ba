import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { IntervalBars } from '../../../web/charts/index.ts';
import { ProblemNotice } from '../../../web/data/index.ts';
import {
  ChoiceField,
  DataTable,
  Disclosure,
  formatCount,
  formatNumber,
  Notice,
  NumberField,
  rangeWords,
} from '../../../web/kit/index.ts';
import type { GroupMeasure, GroupQuality, ModelGroups } from '../groups.schema.ts';
import {
  type GroupMeasureName,
  groupsTitle,
  groupWords,
  MEASURE_NAME,
  ratioWords,
  shareRange,
} from '../groups-words.ts';
import { SEEN_WORDS } from '../judgement-words.ts';
import { type GroupedModel, groupsQuery, offerQuery, PAUSE_MS } from './expectation-queries.ts';
import './expectations.css';

type Found = Extract<ModelGroups, { kind: 'found' }>;
type Measured = Extract<GroupQuality, { kind: 'measured' }>;

export interface GroupsPartProps {
  readonly slug: string;
  readonly model: GroupedModel;
}

/** How a model treats the groups of a column that somebody chooses; protected columns come first. */
export function GroupsPart({ slug, model }: GroupsPartProps) {
  const offer = useQuery(offerQuery(slug));
  const [chosen, setColumn] = useState<string | null>(null);
  const [percent, setPercent] = useState<number | null>(null);
  const offered = offer.data?.find(({ table }) => table.datasetId === model.datasetId);
  const guarded = offered?.protectedColumns ?? [];
  const others = (offered?.table.columns ?? []).filter(
    ({ name, kind }) => name !== model.target && kind !== 'time' && kind !== 'id' && !guarded.includes(name),
  );
  const column = chosen ?? guarded[0] ?? null;
  const [settled] = useDebouncedValue(percent, PAUSE_MS);
  const threshold = settled === null || settled < 0 || settled > 100 ? null : settled / 100;
  const groups = useQuery({
    ...groupsQuery(slug, model, { column: column ?? '', threshold }),
    enabled: column !== null,
  });
  if (!offer.data) return <ProblemNotice error={offer.error} onRetry={() => void offer.refetch()} />;
  return (
    <div className="tl-expectation-groups">
      <div className="tl-expectation-slots">
        <ChoiceField
          label="Compare by"
          help={
            guarded.length === 0 ? 'No column is called protected in the dictionary.' : 'Protected columns come first.'
          }
          value={column ?? ''}
          onChange={(event) => setColumn(event.currentTarget.value || null)}
          data={[
            { value: '', label: 'Choose a column' },
            ...guarded.map((name) => ({ value: name, label: `${name} (protected)` })),
            ...others.map(({ name }) => name),
          ]}
        />
        <NumberField
          label="How sure before we act"
          help="Empty: as many are acted upon as have the outcome."
          unit="of 100"
          value={percent}
          onChange={setPercent}
        />
      </div>
      <ProblemNotice error={groups.error} onRetry={() => void groups.refetch()} />
      {groups.isFetching && <p className="tl-muted">The groups are being compared.</p>}
      {groups.data?.kind === 'unfit' && (
        <Notice tone="look" title="They cannot be compared">
          {groups.data.sentence}
        </Notice>
      )}
      {groups.data?.kind === 'found' && <FoundGroups found={groups.data} />}
    </div>
  );
}

function FoundGroups({ found }: { readonly found: Found }) {
  const { outcome, column, rows, seen, assumed } = found;
  const ratio = ratioWords(found);
  const { groups, threshold } = found.found;
  return (
    <>
      <div className="tl-prose">
        <p>
          <strong>{groupsTitle(found)}</strong>
        </p>
        <ul>
          {groups.map((group) => (
            <li key={group.name}>{groupWords(group, found)}</li>
          ))}
        </ul>
        <p className="tl-muted">
          Whoever is at least {formatNumber(100 * threshold, 0)} of 100 likely to have "{outcome}" is acted upon
          {found.thresholdFrom === 'base-rate' && ', which makes as many as have it'}. {formatCount(rows)} rows.{' '}
          {SEEN_WORDS[seen]} {assumed}
        </p>
      </div>
      <MeasureBars found={found} measure="found" words={`Found among those with "${outcome}", by ${column}`} />
      <GroupsTable found={found} />
      {ratio !== null && <p>{ratio}</p>}
      <Disclosure label="How groups are compared" isPrinted={false}>
        <p>
          Shares carry Wilson's range, differences to all other rows Newcombe's. A difference is told only where the
          test of Miettinen and Nurminen, adjusted by Holm for every comparison of this table, comes below 1 in 20.
          Groups under 30 rows, and shares of under 10 cases, are not shown. A difference of what is foreseen is not by
          itself unfair, and no difference is no proof of fairness: it says what these rows can tell.
        </p>
      </Disclosure>
    </>
  );
}

function MeasureBars({
  found,
  measure,
  words,
}: {
  readonly found: Found;
  readonly measure: GroupMeasureName;
  readonly words: string;
}) {
  const measured = found.found.groups.filter(
    (group): group is Measured => group.kind === 'measured' && group[measure] !== null,
  );
  if (measured.length === 0) return null;
  return (
    <IntervalBars
      finding={words}
      description="For each group the share of its rows with the outcome that the model finds, with the likely range."
      rowHead={found.column}
      zeroLabel="none"
      format={(value) => formatNumber(value, 0)}
      note="Of 100; the bar is the likely range."
      rows={measured.map((group) => ({
        label: group.name,
        ...(group[measure] === null ? {} : { interval: intervalOf(group[measure]) }),
        ...(group[measure]?.againstRest?.isTold ? { tone: 'look' as const } : {}),
      }))}
    />
  );
}

function intervalOf({ rate, interval }: Pick<GroupMeasure, 'rate' | 'interval'>) {
  return { low: 100 * interval.lower, high: 100 * interval.upper, point: 100 * rate };
}

function GroupsTable({ found }: { readonly found: Found }) {
  return (
    <DataTable
      label={`Groups by ${found.column}`}
      rowKey={({ name }) => name}
      rows={found.found.groups}
      empty={null}
      columns={[
        { key: 'name', head: found.column, cell: ({ name }) => name },
        { key: 'rows', head: 'Rows', cell: ({ rows }) => formatCount(rows), align: 'end' },
        ...(['selected', 'found', 'falseAlarms'] as const).map((measure) => ({
          key: measure,
          head: MEASURE_NAME[measure],
          cell: (group: GroupQuality) => measureCell(group, measure),
        })),
        { key: 'expected', head: 'Foreseen, and came true', cell: calibrationCell },
        { key: 'order', head: 'Right order of two', cell: orderCell },
        { key: 'ratio', head: 'Acted upon, to the most', cell: ratioCell, align: 'end' },
      ]}
    />
  );
}

function measureCell(group: GroupQuality, measure: GroupMeasureName): string {
  const own = group.kind === 'measured' ? group[measure] : null;
  if (own === null) return 'too few rows';
  return `${shareRange(own)}${own.againstRest?.isTold ? ', differs from all others' : ''}`;
}

function calibrationCell(group: GroupQuality): string {
  if (group.kind !== 'measured') return 'too few rows';
  return `${formatNumber(100 * group.expected, 0)} foreseen, ${shareRange(group.came)} came`;
}

function orderCell(group: GroupQuality): string {
  if (group.kind !== 'measured' || group.order === null) return 'too few rows';
  const { lower, upper } = group.order.interval;
  return `${rangeWords(100 * lower, 100 * upper, (value) => formatNumber(value, 0))} of 100`;
}

function ratioCell(group: GroupQuality): string {
  return group.kind === 'measured' && group.selectionRatio !== null ? formatNumber(group.selectionRatio, 2) : '';
}
