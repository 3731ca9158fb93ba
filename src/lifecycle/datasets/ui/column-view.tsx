import { useQuery } from '@tanstack/react-query';
import { DistributionBars } from '../../../web/charts/index.ts';
import {
  AppLink,
  type Fact,
  Facts,
  formatCount,
  formatPercent,
  formatPlural,
  Notice,
  Section,
} from '../../../web/kit/index.ts';
import { rightTo } from '../../initiatives/ui/index.ts';
import { figure, moment, type ProfiledColumn, remarksOn, shapeInWords, TYPE_NAME, valueWords } from './column-words.ts';
import { strengthInWords } from './columns-part.tsx';
import {
  type DatasetEntry,
  datasetAddress,
  dictionaryQuery,
  relationsQuery,
  type Version,
  type VersionPartProps,
} from './dataset-queries.ts';
import { EntryForm } from './entry-form.tsx';
import { ReadingForm } from './reading-form.tsx';

export interface ColumnViewProps extends VersionPartProps {
  readonly name: string;
}

/** One column: how it is spread, how it goes with the target, what it means, and how it was read. */
export function ColumnView({ slug, dataset, version, name, rights }: ColumnViewProps) {
  const dictionary = useQuery(dictionaryQuery(slug, dataset.id));
  const at = version.profile?.columns.findIndex((column) => column.name === name) ?? -1;
  const column = version.profile?.columns[at];
  const read = version.readings[at];
  const back = datasetAddress(slug, dataset.id, { version: version.number });
  if (!column || !version.profile) {
    return (
      <Notice tone="look" title={`Version ${version.number} has no column "${name}".`}>
        <AppLink to={back}>All columns of it</AppLink>
      </Notice>
    );
  }
  const { rows } = version.profile;
  const remarks = remarksOn(column, read, { rows, withheld: version.withheld });
  const entry = dictionary.data?.entries.find((one) => one.name === name);
  return (
    <>
      <p className="tl-no-print">
        <AppLink to={back}>{`${dataset.name}, version ${version.number}`}</AppLink>
      </p>
      <Section title={name} lead={entry?.meaning ?? 'What it means has not been written down yet.'}>
        {remarks.length > 0 && (
          <Notice tone="look" title={remarks[0] ?? ''}>
            {remarks.slice(1).map((remark) => (
              <p key={remark}>{remark}</p>
            ))}
          </Notice>
        )}
        <Facts facts={factsOf(column, rows)} look="tiles" />
        <Spread column={column} rows={rows} withheld={version.withheld} />
        {version.withheld.includes(name) && <p className="tl-muted">{shapeInWords(column, version.withheld)}.</p>}
      </Section>
      {dataset.target !== null && dataset.target !== name && (
        <Relation slug={slug} dataset={dataset} version={version} name={name} target={dataset.target} />
      )}
      {dictionary.data && (
        <EntryForm
          key={name}
          slug={slug}
          datasetId={dataset.id}
          column={column}
          entry={entry}
          right={rightTo(rights, 'dataset.describe')}
        />
      )}
      {read && (
        <ReadingForm
          key={`${version.number} ${name}`}
          slug={slug}
          datasetId={dataset.id}
          version={version.number}
          read={read}
          right={rightTo(rights, 'dataset.bring')}
        />
      )}
    </>
  );
}

function factsOf(column: ProfiledColumn, rows: number): readonly Fact[] {
  const { shape } = column;
  const common: readonly Fact[] = [
    { term: 'Type', detail: TYPE_NAME[column.type] },
    {
      term: 'Empty',
      detail:
        column.missing === 0 ? 'None' : `${formatCount(column.missing)} (${formatPercent(column.missing / rows)})`,
    },
    { term: 'Different values', detail: `${column.isDistinctExact ? '' : 'about '}${formatCount(column.distinct)}` },
  ];
  if (shape?.kind === 'number') {
    const at = (k: number): string => figure(shape.quantiles[k] ?? 0);
    return [
      ...common,
      { term: 'Middle half', detail: `${at(25)} to ${at(75)}` },
      { term: 'Least and most', detail: `${at(0)} to ${at(100)}` },
      { term: 'Mean', detail: figure(shape.mean) },
      { term: 'Zeros', detail: formatCount(shape.zeros) },
    ];
  }
  if (shape?.kind === 'time') {
    const range = shape.to - shape.from;
    return [
      ...common,
      { term: 'From', detail: moment(shape.from, range) },
      { term: 'To', detail: moment(shape.to, range) },
      {
        term: 'Order of the rows',
        detail: shape.inOrder > 0.999 ? 'In time order' : `${formatPercent(shape.inOrder, 0)} follow the row above`,
      },
    ];
  }
  return common;
}

function Spread({
  column,
  rows,
  withheld,
}: {
  readonly column: ProfiledColumn;
  readonly rows: number;
  readonly withheld: readonly string[];
}) {
  const { shape, name, type } = column;
  if (!shape) return null;
  const bins = binsOf(column, rows - column.missing);
  if (bins.length === 0 || type === 'id') return null;
  return (
    <DistributionBars
      finding={`${name}: ${lowerFirst(shapeInWords(column, withheld))}`}
      description={`Bars show the share of filled rows for ${formatPlural(bins.length, 'group', 'groups')} of ${name}.`}
      bins={bins}
      valueLabel="Share of filled rows"
      binHead={name}
      {...(shape.kind === 'number' ? { note: 'What lies beyond the outermost bars is counted in them.' } : {})}
    />
  );
}

function binsOf({ shape, type }: ProfiledColumn, filled: number) {
  if (!shape || filled === 0) return [];
  if (shape.kind === 'words') {
    const named = shape.top
      .slice(0, 15)
      .map(({ value, rows }) => ({ label: valueWords(type, value), value: rows / filled }));
    const rest = filled - shape.top.slice(0, 15).reduce((sum, { rows }) => sum + rows, 0);
    return rest > 0 ? [...named, { label: 'All others', value: rest / filled }] : named;
  }
  if (shape.kind === 'time') {
    const range = shape.to - shape.from;
    return distinctLabels(shape.bins.map(({ from, rows }) => ({ label: moment(from, range), value: rows / filled })));
  }
  const isSingle = shape.isWhole && shape.bins.every(({ from, to }) => to - from === 1);
  return distinctLabels(
    shape.bins.map(({ from, to, rows }) => ({
      label: isSingle ? figure(from) : `${figure(from)} to ${figure(shape.isWhole ? to - 1 : to)}`,
      value: rows / filled,
    })),
  );
}

/** A bar is known by its label; of two alike the second says that it is another. */
function distinctLabels(bins: readonly { readonly label: string; readonly value: number }[]) {
  const seen = new Map<string, number>();
  return bins.map(({ label, value }) => {
    const times = (seen.get(label) ?? 0) + 1;
    seen.set(label, times);
    return { label: times === 1 ? label : `${label} (${times})`, value };
  });
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

function Relation({
  slug,
  dataset,
  version,
  name,
  target,
}: {
  readonly slug: string;
  readonly dataset: DatasetEntry;
  readonly version: Version;
  readonly name: string;
  readonly target: string;
}) {
  const relations = useQuery(relationsQuery(slug, dataset.id, version.number, target));
  const relation = relations.data?.relations.find(({ column }) => column === name);
  if (!relation) return null;
  const isShare = version.profile?.columns.find((column) => column.name === target)?.type === 'yes-no';
  const means = relation.groups.flatMap(({ label, mean, rows }) => (mean === null ? [] : [{ label, mean, rows }]));
  return (
    <Section
      title={`How it goes with ${target}`}
      lead={`${name} goes ${strengthInWords(relation.strength)} with ${target}, on its own. That they go together does not say that one causes the other.`}
    >
      {means.length > 1 && (
        <DistributionBars
          finding={isShare ? `How often ${target} is yes, by ${name}` : `Mean of ${target}, by ${name}`}
          description={`Each bar is a group of rows by ${name}.`}
          bins={means.slice(0, 20).map(({ label, mean }) => ({ label, value: mean }))}
          valueLabel={isShare ? `${target} is yes` : `Mean of ${target}`}
          binHead={name}
          {...(isShare ? {} : { format: figure })}
          note={`The smallest group has ${formatCount(Math.min(...means.map(({ rows }) => rows)))} rows.`}
        />
      )}
    </Section>
  );
}
