import { z } from 'zod';
import type { FieldProblem } from '../../platform/contract/index.ts';
import { assertionsFacet, DROPPED_FACETS, KNOWN_FACETS } from './facets.ts';
import { LINEAGE_LIMITS } from './lineage-limits.ts';

/** What an event says happened to a run. */
export const RUN_TRANSITIONS = ['START', 'RUNNING', 'COMPLETE', 'ABORT', 'FAIL', 'OTHER'] as const;

/** What an event says happened to a run. */
export type RunTransition = (typeof RUN_TRANSITIONS)[number];

/** A table or a job by its two names; together they are unique. */
export interface SourceName {
  readonly namespace: string;
  readonly name: string;
}

/** One result of a test of a table. */
export type Assertion = z.output<typeof assertionsFacet>['assertions'][number];

/** A table as one event tells of it. */
export interface ToldTable extends SourceName {
  /** Parsed where known, else as they came; `null` takes a facet away. */
  readonly facets: Readonly<Record<string, unknown>>;
  readonly assertions: readonly Assertion[];
}

/** A job as one event tells of it. */
export interface ToldJob extends SourceName {
  readonly facets: Readonly<Record<string, unknown>>;
}

/** An OpenLineage event, read. */
export interface LineageEvent {
  readonly kind: 'run' | 'job' | 'dataset';
  readonly at: Date;
  readonly producer: string;
  readonly run: {
    readonly id: string;
    readonly transition: RunTransition;
    readonly facets: Readonly<Record<string, unknown>>;
  } | null;
  readonly job: ToldJob | null;
  readonly inputs: readonly ToldTable[];
  /** Of an event about one table alone that table, without a job. */
  readonly outputs: readonly ToldTable[];
  /** Parts that were left out, and why. */
  readonly ignored: readonly FieldProblem[];
}

/** What reading an event gives. */
export type ReadEvent =
  | { readonly kind: 'read'; readonly event: LineageEvent }
  | { readonly kind: 'refused'; readonly fields: readonly FieldProblem[] };

const namespace = z.string().min(1).max(LINEAGE_LIMITS.namespaceChars);
const name = z.string().min(1).max(LINEAGE_LIMITS.nameChars);
// A facet of the wrong shape is left out later; here only its place is looked at.
const facets = z.record(z.string(), z.unknown()).nullish();
const table = z.object({ namespace, name, facets, inputFacets: facets, outputFacets: facets });
const tables = z.array(table).max(LINEAGE_LIMITS.datasets).nullish();
const job = z.object({ namespace, name, facets });
const base = {
  eventTime: z.iso.datetime({ offset: true, local: true }),
  producer: z.string().min(1).max(LINEAGE_LIMITS.textChars),
};
const runEvent = z.object({
  ...base,
  eventType: z.enum(RUN_TRANSITIONS).nullish(),
  run: z.object({ runId: z.guid(), facets }),
  job,
  inputs: tables,
  outputs: tables,
});
const jobEvent = z.object({ ...base, job, inputs: tables, outputs: tables });
const datasetEvent = z.object({ ...base, dataset: table });

/**
 * Reads an event as OpenLineage 2-0-2 describes it (https://openlineage.io/spec/2-0-2/OpenLineage.json): of a run, of a
 * job or of a data set, told apart by their parts. What an event must have is refused when it is missing; a facet that
 * cannot be used is left out and named, because the rest of the event is still true.
 */
export function readEvent(body: unknown, now: Date): ReadEvent {
  if (!isObject(body)) return refused('', 'An event is a JSON object.');
  if (isDeeper(body, LINEAGE_LIMITS.depth))
    return refused('', `It is nested more than ${LINEAGE_LIMITS.depth} levels deep.`);
  const schema = 'run' in body ? runEvent : 'job' in body ? jobEvent : datasetEvent;
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    return {
      kind: 'refused',
      fields: parsed.error.issues.slice(0, 20).map(({ path, message }) => ({ path: path.join('.'), message })),
    };
  }
  // A time without an offset is taken as UTC.
  const at = new Date(
    /(?:Z|[+-]\d\d:?\d\d)$/i.test(parsed.data.eventTime) ? parsed.data.eventTime : `${parsed.data.eventTime}Z`,
  );
  if (Number.isNaN(at.getTime()) || at.getTime() > now.getTime() + LINEAGE_LIMITS.aheadMs)
    return refused('eventTime', 'It lies more than a day ahead of the clock of this server.');
  return { kind: 'read', event: eventOf(parsed.data, at) };
}

type Parsed = z.output<typeof runEvent> | z.output<typeof jobEvent> | z.output<typeof datasetEvent>;

function eventOf(parsed: Parsed, at: Date): LineageEvent {
  const ignored: FieldProblem[] = [];
  const of = { at, producer: parsed.producer };
  if ('dataset' in parsed)
    return {
      ...of,
      kind: 'dataset',
      run: null,
      job: null,
      inputs: [],
      outputs: [toldTable(parsed.dataset, 'dataset', ignored)],
      ignored,
    };
  const sides = {
    job: {
      namespace: parsed.job.namespace,
      name: parsed.job.name,
      facets: keptFacets([parsed.job.facets], 'job', ignored),
    },
    inputs: (parsed.inputs ?? []).map((one, i) => toldTable(one, `inputs.${i}`, ignored)),
    outputs: (parsed.outputs ?? []).map((one, i) => toldTable(one, `outputs.${i}`, ignored)),
  };
  if (!('run' in parsed)) return { ...of, ...sides, kind: 'job', run: null, ignored };
  const run = {
    id: parsed.run.runId.toLowerCase(),
    transition: parsed.eventType ?? 'OTHER',
    facets: keptFacets([parsed.run.facets], 'run', ignored),
  } as const;
  return { ...of, ...sides, kind: 'run', run, ignored };
}

function toldTable(given: z.output<typeof table>, path: string, ignored: FieldProblem[]): ToldTable {
  const { dataQualityAssertions, ...rest } = keptFacets(
    [given.facets, given.inputFacets, given.outputFacets],
    path,
    ignored,
  );
  const found = assertionsFacet.safeParse(dataQualityAssertions);
  return {
    namespace: given.namespace,
    name: given.name,
    facets: rest,
    assertions: found.success ? found.data.assertions : [],
  };
}

function keptFacets(
  groups: readonly (Readonly<Record<string, unknown>> | null | undefined)[],
  path: string,
  ignored: FieldProblem[],
): Readonly<Record<string, unknown>> {
  const kept = new Map<string, unknown>();
  for (const [key, value] of groups.flatMap((group) => Object.entries(group ?? {}))) {
    const read = keptFacet(key, value);
    if (read.kind === 'kept' && kept.size < LINEAGE_LIMITS.facets) kept.set(key, read.value);
    else if (ignored.length < 100)
      ignored.push({
        path: `${path}.${key}`.slice(0, 300),
        message: read.kind === 'kept' ? 'There are too many facets.' : read.why,
      });
  }
  return Object.fromEntries(kept);
}

type FacetRead = { readonly kind: 'kept'; readonly value: unknown } | { readonly kind: 'left'; readonly why: string };

function keptFacet(key: string, value: unknown): FacetRead {
  if (key.length > 100 || key === '__proto__') return { kind: 'left', why: 'Its name is not accepted.' };
  if (DROPPED_FACETS.has(key)) return { kind: 'left', why: 'It is never kept: it may hold secrets.' };
  if (!isObject(value)) return { kind: 'left', why: 'A facet is a JSON object.' };
  if (value._deleted === true) return { kind: 'kept', value: null };
  const known = Object.hasOwn(KNOWN_FACETS, key) ? KNOWN_FACETS[key] : undefined;
  if (known) {
    const parsed = known.safeParse(value);
    if (parsed.success) return { kind: 'kept', value: parsed.data };
    const issue = parsed.error.issues[0];
    return { kind: 'left', why: issue ? `${issue.path.join('.')}: ${issue.message}` : 'It has another shape.' };
  }
  return JSON.stringify(value).length > LINEAGE_LIMITS.opaqueChars
    ? { kind: 'left', why: `It is longer than ${LINEAGE_LIMITS.opaqueChars} characters.` }
    : { kind: 'kept', value };
}

/** Looks level by level, so that no nesting is too deep for looking at it. */
function isDeeper(value: object, limit: number): boolean {
  let level: readonly object[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) return true;
    level = level.flatMap((one) => Object.values(one).filter(isObjectOrList));
  }
  return false;
}

function refused(path: string, message: string): ReadEvent {
  return { kind: 'refused', fields: [{ path, message }] };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isObjectOrList(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
