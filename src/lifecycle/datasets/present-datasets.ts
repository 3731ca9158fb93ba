import type { z } from 'zod';
import type { Dataset, DatasetVersion, VersionProgress, VersionState } from './dataset.ts';
import type { DatasetCheck } from './dataset-check.ts';
import type {
  checksSchema,
  datasetEntrySchema,
  dictionarySchema,
  versionEntrySchema,
  versionSchema,
} from './datasets.schema.ts';
import type { AskedColumn, ColumnEntry } from './dictionary.ts';
import type { TableDifference } from './table-difference.ts';
import { checkShown, hasWithheldWords, profileShown, type WithheldColumns } from './withheld-words.ts';

interface Entry {
  readonly number: number;
  readonly state: VersionState;
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly broughtBy: string;
  readonly broughtAt: Date;
  readonly rows: number | null;
  readonly columns: number | null;
  readonly failure: string | null;
  readonly brokenChecks: number;
}

/** A version of a list, as it is sent. */
export function presentEntry(entry: Entry): z.output<typeof versionEntrySchema> {
  const { number, state, fileName, sizeBytes, sha256, broughtBy, rows, columns, failure, brokenChecks } = entry;
  const broughtAt = entry.broughtAt.toISOString();
  return { number, state, fileName, sizeBytes, sha256, broughtBy, broughtAt, rows, columns, failure, brokenChecks };
}

/** A data set with its newest version, as it is sent. */
export function presentDataset(dataset: Dataset, newest: Entry | undefined): z.output<typeof datasetEntrySchema> {
  if (!newest) throw new RangeError('A data set begins with a version.');
  const { id, name, target, moment, label } = dataset;
  return {
    id,
    name,
    target,
    moment,
    label: label && { ...label, at: label.at.toISOString() },
    createdBy: dataset.createdBy.name,
    createdAt: dataset.createdAt.toISOString(),
    newest: presentEntry(newest),
  };
}

/** A version with all that is known of it, as it is sent: without words of columns that are withheld. */
export function presentVersion(
  {
    version,
    entry,
    progress,
  }: {
    readonly version: DatasetVersion;
    readonly entry: Entry;
    readonly progress: VersionProgress | null;
  },
  withheld: WithheldColumns,
): z.output<typeof versionSchema> {
  const { table } = version;
  const columns = table?.columns ?? [];
  return {
    ...presentEntry(entry),
    format: table?.format ?? null,
    tableSha256: table?.sha256 ?? null,
    finishedAt: version.finishedAt?.toISOString() ?? null,
    progress,
    readings: columns.map((column) => (withheld.has(column.name) ? { ...column, unfitExamples: [] } : column)),
    malformed: table?.malformed ?? { count: 0, examples: [] },
    profile: table && {
      ...table.profile,
      columns: table.profile.columns.map((column) => profileShown(column, withheld)),
    },
    withheld: columns.filter((column) => hasWithheldWords(column, withheld)).map(({ name }) => name),
    difference: table?.difference ? presentDifference(table.difference) : null,
  };
}

function presentDifference(difference: TableDifference) {
  const { added, removed, retyped, shifts } = difference;
  return { ...difference, added: [...added], removed: [...removed], retyped: [...retyped], shifts: [...shifts] };
}

/** A dictionary, as it is sent. */
export function presentDictionary({
  entries,
  asked,
}: {
  readonly entries: readonly (ColumnEntry & { readonly changedBy: string; readonly changedAt: Date })[];
  readonly asked: readonly AskedColumn[];
}): z.output<typeof dictionarySchema> {
  return {
    entries: entries.map((entry) => ({ ...entry, changedAt: entry.changedAt.toISOString() })),
    asked: asked.map((one) => ({ ...one, lacks: [...one.lacks] })),
  };
}

/** How columns go together with the target, as it is sent. */
export function presentRelations(
  { target, relations }: NonNullable<DatasetVersion['relations']>,
  withheld: WithheldColumns,
): { readonly target: string; readonly relations: NonNullable<DatasetVersion['relations']>['relations'][number][] } {
  return {
    target,
    relations: relations.map((relation) => (withheld.has(relation.column) ? { ...relation, groups: [] } : relation)),
  };
}

/** Checks with what they found, as they are sent. */
export function presentChecks(
  {
    version,
    checks,
  }: {
    readonly version: number;
    readonly checks: readonly DatasetCheck[];
  },
  withheld: WithheldColumns,
): z.output<typeof checksSchema> {
  return {
    version,
    checks: checks
      .map((check) => checkShown(check, withheld))
      .map((check) => ({ ...check, createdAt: check.createdAt.toISOString() })),
  };
}
