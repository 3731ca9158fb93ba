import type { KeptFacets } from './facets.ts';
import type { Assertion, SourceName } from './lineage-event.ts';
import type { RunState } from './source-run.ts';

/** A table of the organisation, as events told of it. On screen: a source. */
export interface SourceTable extends SourceName {
  readonly no: number;
  readonly id: string;
  readonly facets: KeptFacets;
  readonly seenAt: Date;
}

/** A job that reads and writes tables. */
export interface SourceJob extends SourceName {
  readonly no: number;
  readonly id: string;
  readonly facets: KeptFacets;
  /** How its last run ended; `null` when none did. */
  readonly lastEnd: {
    readonly state: Exclude<RunState, 'running'>;
    readonly at: Date;
    readonly error: string | null;
  } | null;
  /** Since when its newest run goes on; `null` when it ended. */
  readonly runningSince: Date | null;
}

/** A job reads or writes a table. */
export interface SourceUse {
  readonly jobNo: number;
  readonly tableNo: number;
  readonly side: 'reads' | 'writes';
}

/** A rule of a table with what its last test found. */
export interface SourceRule {
  readonly tableNo: number;
  readonly rule: Assertion;
  readonly isKept: boolean;
  readonly at: Date;
  readonly sentByName: string;
}

/** The last part of a name, by which people call a table: "public.customers" is "customers". */
export function shortName(name: string): string {
  const parts = name.split(/[./\\]/).filter((part) => part !== '');
  // A file keeps its ending, and what is before it.
  const last = parts.at(-1) ?? name;
  return /^(?:csv|tsv|parquet|json|ndjson|orc|avro|xlsx)$/i.test(last) && parts.length > 1
    ? `${parts.at(-2)}.${last}`
    : last;
}

/** What two names have in common that mean the same: letters and digits alone, without the ending of a file. */
export function comparableName(name: string): string {
  return shortName(name)
    .toLowerCase()
    .replace(/\.(?:csv|tsv|parquet|json|ndjson|orc|avro|xlsx)$/, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '');
}

/** Whether a broken rule only warns. */
export function isWarning({ severity }: Pick<Assertion, 'severity'>): boolean {
  return severity?.toLowerCase() === 'warn';
}

/** A rule in words: "closed_reason: not null", with what was expected and found where that was said. */
export function ruleInWords({ assertion, column, name, description, expected, actual }: Assertion): string {
  const said = description ?? name ?? assertion.replaceAll('_', ' ');
  const subject = column && !said.includes(column) ? `${column}: ${said}` : said;
  const figures = [...(expected ? [`expected ${expected}`] : []), ...(actual ? [`found ${actual}`] : [])].join(', ');
  return figures === '' ? subject : `${subject} (${figures})`;
}

/**
 * The names under which OpenLineage may know what a URI of somebody else's names: everything up to the host or bucket is
 * the namespace, the rest the name (https://openlineage.io/docs/spec/naming).
 */
export function namesOfUri(uri: string): readonly SourceName[] {
  const parts = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)\/?([^?#]*)/i.exec(uri);
  if (!parts) return uri.startsWith('/') ? [{ namespace: 'file', name: uri }] : [];
  const [, scheme = '', host = '', path = ''] = parts;
  if (path === '') return [];
  if (scheme.toLowerCase() === 'file') return [{ namespace: 'file', name: `/${path}` }];
  const namespace = `${scheme.toLowerCase()}://${host}`;
  return [
    { namespace, name: path },
    { namespace, name: `/${path}` },
    { namespace, name: path.replaceAll('/', '.') },
  ];
}
