import { columnLineageFacet, facetOf } from './facets.ts';
import type { SourceName } from './lineage-event.ts';
import { LINEAGE_LIMITS } from './lineage-limits.ts';
import type { SourceTable } from './source.ts';

/** A column of a table on the way of a value. */
export interface ColumnStop {
  /** `null` for a table of which nothing else is known. */
  readonly tableId: string | null;
  readonly tableName: string;
  readonly column: string;
}

/** Where a column of a data set comes from: from the table nearest to it to the one where the value began. */
export interface ColumnOrigin {
  readonly column: string;
  readonly stops: readonly ColumnStop[];
}

const keyOf = ({ namespace, name }: SourceName): string => JSON.stringify([namespace, name]);

/**
 * Where the columns of a data set come from, as far as the facets `columnLineage` of the tables say; a column that is
 * made from several is told once for each. Columns whose way is not told are left out.
 */
export function columnOrigins(
  columns: readonly string[],
  linked: readonly SourceTable[],
  known: readonly SourceTable[],
  limit: number,
): readonly ColumnOrigin[] {
  const tables = new Map(known.map((table) => [keyOf(table), { table, ways: waysOf(table) }]));
  const origins: ColumnOrigin[] = [];
  const walk = (
    column: string,
    stops: readonly ColumnStop[],
    at: SourceName,
    of: string,
    seen: ReadonlySet<string>,
  ) => {
    const here = tables.get(keyOf(at));
    const stop: ColumnStop = { tableId: here?.table.id ?? null, tableName: at.name, column: of };
    const way = [...stops, stop];
    const step = `${keyOf(at)} ${of}`;
    const inputs = seen.has(step) || way.length > LINEAGE_LIMITS.steps ? [] : (here?.ways.get(of) ?? []);
    if (inputs.length === 0 && way.length > 1 && origins.length < limit) origins.push({ column, stops: way });
    for (const input of inputs) {
      if (origins.length >= limit) return;
      walk(column, way, input, input.field, new Set([...seen, step]));
    }
  };
  for (const column of columns) for (const table of linked) walk(column, [], table, column, new Set());
  return origins;
}

type Ways = ReadonlyMap<string, readonly (SourceName & { readonly field: string })[]>;

function waysOf({ facets }: SourceTable): Ways {
  const told = facetOf(facets, 'columnLineage', columnLineageFacet);
  return new Map(Object.entries(told?.fields ?? {}).map(([column, { inputFields }]) => [column, inputFields]));
}
