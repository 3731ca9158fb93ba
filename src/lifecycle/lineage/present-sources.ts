import type { z } from 'zod';
import {
  columnLineageFacet,
  dataSourceFacet,
  documentationFacet,
  facetOf,
  type KeptFacets,
  KNOWN_FACETS,
  ownershipFacet,
  schemaFacet,
} from './facets.ts';
import type { dependentSchema, jobEntrySchema, jobSchema, listedSourceSchema, sourceSchema } from './lineage.schema.ts';
import { isWarning, ruleInWords, type SourceJob, type SourceTable } from './source.ts';
import { jobState, tableState } from './source-nodes.ts';
import type {
  DependentDataset,
  JobDetail,
  LinkedSource,
  ListedSource,
  SourceDetail,
  SuggestedSource,
} from './source-views.ts';

/** A table by its names alone. */
export function presentPlain({ id, namespace, name, seenAt }: SourceTable) {
  return { id, namespace, name, seenAt: seenAt.toISOString() };
}

/** A job of a list, as it is sent. */
export function presentJobEntry(job: SourceJob): z.output<typeof jobEntrySchema> {
  const { id, namespace, name } = job;
  return { id, namespace, name, ...jobState(job) };
}

/** A data set that depends on a table, as it is sent. */
export function presentDependent(one: DependentDataset): z.output<typeof dependentSchema> {
  const { datasetId, datasetName, slug, initiativeName } = one;
  return { datasetId, datasetName, slug, initiativeName };
}

/** A table of the list of all, as it is sent. */
export function presentListed(listed: ListedSource): z.output<typeof listedSourceSchema> {
  const { table, broken, rules, writers, dependents } = listed;
  return {
    ...presentPlain(table),
    ...tableState(broken, rules),
    writers: writers.map(presentJobEntry),
    dependents: dependents.map(presentDependent),
  };
}

/** A table with everything that is known of it, as it is sent. */
export function presentSource(detail: SourceDetail): z.output<typeof sourceSchema> {
  const { facets } = detail.table;
  return {
    ...presentListed(detail),
    description: descriptionIn(facets),
    uri: facetOf(facets, 'dataSource', dataSourceFacet)?.uri ?? null,
    owners: ownersIn(facets),
    rules: detail.allRules.map(({ rule, isKept, at, sentByName }) => ({
      sentence: ruleInWords(rule),
      isKept,
      isWarning: isWarning(rule),
      at: at.toISOString(),
      sentBy: sentByName,
    })),
    fields: fieldsIn(facets),
    readers: detail.readers.map(presentJobEntry),
    madeFrom: detail.madeFrom.map(presentPlain),
    madeInto: detail.madeInto.map(presentPlain),
    otherFacets: Object.entries(facets)
      .filter(([key, { value }]) => value !== null && !Object.hasOwn(KNOWN_FACETS, key))
      .map(([key]) => key),
  };
}

/** A job with everything that is known of it, as it is sent. */
export function presentJob({ job, runs, reads, writes, dependents }: JobDetail): z.output<typeof jobSchema> {
  return {
    ...presentJobEntry(job),
    description: descriptionIn(job.facets),
    owners: ownersIn(job.facets),
    error: job.lastEnd?.state === 'failed' ? job.lastEnd.error : null,
    runs: runs.map(({ id, state, startedAt, endedAt, error }) => ({
      id,
      state,
      startedAt: startedAt.toISOString(),
      endedAt: endedAt?.toISOString() ?? null,
      error,
    })),
    reads: reads.map(presentPlain),
    writes: writes.map(presentPlain),
    dependents: dependents.map(presentDependent),
  };
}

/** A table that a data set is made from, as it is sent. */
export function presentLinked({ table, broken, rules, linkedByName, linkedAt }: LinkedSource) {
  return {
    ...presentPlain(table),
    ...tableState(broken, rules),
    broken: broken.map(({ rule }) => ruleInWords(rule)),
    linkedBy: linkedByName,
    linkedAt: linkedAt.toISOString(),
  };
}

/** A table that a data set may be made from, with the reason, as it is sent. */
export function presentSuggested({ table, sharedColumns, columns }: SuggestedSource) {
  const shared =
    sharedColumns === null
      ? 'its columns were not told of'
      : `${sharedColumns} of the ${columns} columns are there too`;
  return { ...presentPlain(table), why: `It has the same name, and ${shared}.` };
}

function descriptionIn(facets: KeptFacets): string | null {
  return facetOf(facets, 'documentation', documentationFacet)?.description ?? null;
}

function ownersIn(facets: KeptFacets) {
  const owners = facetOf(facets, 'ownership', ownershipFacet)?.owners ?? [];
  return owners.map(({ name, type }) => ({ name, type: type ?? null }));
}

function fieldsIn(facets: KeptFacets) {
  const ways = facetOf(facets, 'columnLineage', columnLineageFacet)?.fields ?? {};
  const fields = facetOf(facets, 'schema', schemaFacet)?.fields ?? [];
  // A table whose columns were never listed still has those whose origin was told.
  const listed = new Set(fields.map(({ name }) => name));
  const others = Object.keys(ways).filter((name) => !listed.has(name));
  return [...fields, ...others.map((name) => ({ name, type: null, description: null }))].map(
    ({ name, type, description }) => ({
      name,
      type: type ?? null,
      description: description ?? null,
      from: (Object.hasOwn(ways, name) ? (ways[name]?.inputFields ?? []) : []).map((input) => ({
        table: input.name,
        column: input.field,
      })),
    }),
  );
}
