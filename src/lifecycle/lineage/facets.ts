import { z } from 'zod';
import { LINEAGE_LIMITS } from './lineage-limits.ts';

/** A text of somebody else's: cut to what is kept of it. */
const text = z.string().transform((value) => value.slice(0, LINEAGE_LIMITS.textChars));
const name = z.string().min(1).max(LINEAGE_LIMITS.nameChars);
const namespace = z.string().min(1).max(LINEAGE_LIMITS.namespaceChars);

/** The columns of a table, as its facet `schema` lists them. */
export const schemaFacet = z.object({
  fields: z
    .array(z.object({ name, type: text.nullish(), description: text.nullish() }))
    .max(LINEAGE_LIMITS.fields)
    .default([]),
});

/** From which columns of other tables each column is made. */
export const columnLineageFacet = z.object({
  fields: z
    .record(
      name,
      z.object({
        inputFields: z.array(z.object({ namespace, name, field: name })).max(LINEAGE_LIMITS.inputFields),
      }),
    )
    .refine((fields) => Object.keys(fields).length <= LINEAGE_LIMITS.fields, 'It names too many columns.'),
});

/** Results of tests of a table. What a test was written in is not kept: it may hold values of rows. */
export const assertionsFacet = z.object({
  assertions: z
    .array(
      z.object({
        assertion: name,
        success: z.boolean(),
        column: name.nullish(),
        severity: text.nullish(),
        name: name.nullish(),
        description: text.nullish(),
        expected: text.nullish(),
        actual: text.nullish(),
      }),
    )
    .max(LINEAGE_LIMITS.assertions),
});

/** Where a table is. */
export const dataSourceFacet = z.object({ name: text.nullish(), uri: text.nullish() });

/** Who answers for a table or a job. */
export const ownershipFacet = z.object({
  owners: z
    .array(z.object({ name, type: text.nullish() }))
    .max(50)
    .default([]),
});

/** What a table or a job is, in the words of whoever sends. */
export const documentationFacet = z.object({ description: text });

/** Why a run failed. Its stack trace is not kept. */
export const errorMessageFacet = z.object({ message: text });

/** The run that a run is part of. */
export const parentFacet = z.object({ run: z.object({ runId: z.guid() }), job: z.object({ namespace, name }) });

/** How many rows a run wrote. */
export const outputStatisticsFacet = z.object({ rowCount: z.number().int().min(0).nullish() });

/** Facets that are read when they arrive, by name; the rest is kept as it came. */
export const KNOWN_FACETS: Readonly<Record<string, z.ZodType>> = {
  schema: schemaFacet,
  columnLineage: columnLineageFacet,
  dataQualityAssertions: assertionsFacet,
  dataSource: dataSourceFacet,
  ownership: ownershipFacet,
  documentation: documentationFacet,
  errorMessage: errorMessageFacet,
  parent: parentFacet,
  outputStatistics: outputStatisticsFacet,
};

/** Facets that are never kept: they hold statements, programs and settings, in which secrets are found. */
export const DROPPED_FACETS: ReadonlySet<string> = new Set(['sql', 'sourceCode', 'environmentVariables']);

/** A facet as it is kept: what it says, and the moment of the event that said it, in ms since 1970. */
export interface KeptFacet {
  readonly at: number;
  /** `null` when an event took the facet away. */
  readonly value: unknown;
}

/** The facets of a table or a job, by name. */
export type KeptFacets = Readonly<Record<string, KeptFacet>>;

/** Puts the facets of an event among those that are known; of each the one that was said last holds, whenever it came. */
export function mergeFacets(known: KeptFacets, said: Readonly<Record<string, unknown>>, at: number): KeptFacets {
  const merged: Record<string, KeptFacet> = { ...known };
  for (const [key, value] of Object.entries(said)) {
    const before = Object.hasOwn(merged, key) ? merged[key] : undefined;
    if (before !== undefined && before.at > at) continue;
    if (before === undefined && Object.keys(merged).length >= LINEAGE_LIMITS.facets) continue;
    merged[key] = { at, value };
  }
  return merged;
}

/** One known facet of what is kept, or `null` where it was never sent. */
export function facetOf<S extends z.ZodType>(facets: KeptFacets, key: string, schema: S): z.output<S> | null {
  const kept = Object.hasOwn(facets, key) ? facets[key] : undefined;
  const parsed = schema.safeParse(kept?.value);
  return parsed.success ? parsed.data : null;
}
