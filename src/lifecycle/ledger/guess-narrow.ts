import { FreeColumns, isDated, isNumeric, metricIdOf, statusMeanings, takeUnitColumn } from './guess-columns.ts';
import type { ImportColumn } from './import-column.ts';
import type { FieldSource, ImportPhase, NarrowMapping } from './import-mapping.ts';
import { NARROW_FIELDS, type NarrowField, plainName } from './narrow-fields.ts';

/** Kinds that are told apart by the names of their columns. Assignments and predictions are read as wide files. */
const NAMED_KINDS = ['actions', 'outcomes', 'kpi-points', 'watermarks', 'costs'] as const;
/** So much of a file must be understood before it is taken for a narrow one. */
const SHARE_UNDERSTOOD = 0.8;

/** Recognises a file with one record per row by the names of its columns; `null` when it is none. */
export function guessNarrowMapping(columns: readonly ImportColumn[]): NarrowMapping | null {
  for (const kind of NAMED_KINDS) {
    const fields = matchFields(NARROW_FIELDS[kind], columns);
    const matched = Object.keys(fields).length;
    const isWhole = NARROW_FIELDS[kind].every(({ name, isRequired }) => !isRequired || fields[name] !== undefined);
    if (isWhole && matched >= SHARE_UNDERSTOOD * columns.length) {
      return { shape: 'narrow', kind, fields, corrects: false, source: 'file' };
    }
  }
  return null;
}

function matchFields(fields: readonly NarrowField[], columns: readonly ImportColumn[]): Record<string, FieldSource> {
  const matched: Record<string, FieldSource> = {};
  const taken = new Set<string>();
  // The own names of fields go before what they are also called, so that "date" is not taken from "period start".
  for (const isOwn of [true, false]) {
    for (const field of fields) {
      if (matched[field.name]) continue;
      const names = isOwn ? field.synonyms.slice(0, 1) : field.synonyms;
      const column = columns.find(({ name }) => !taken.has(name) && names.includes(plainName(name)));
      if (!column) continue;
      taken.add(column.name);
      matched[field.name] = sourceOf(field, column);
    }
  }
  return matched;
}

function sourceOf(field: NarrowField, column: ImportColumn): FieldSource {
  const source = { from: 'column', column: column.name } as const;
  if (field.type === 'money') {
    return { ...source, amountsAre: /cents?$/i.test(column.name) ? 'cents' : 'units' };
  }
  if (field.type !== 'choice' || column.values.length === 0) return source;
  const means = statusMeanings(column).map(({ value, status }) => ({
    value,
    means: status === 'none' ? 'failed' : status,
  }));
  return { ...source, values: means };
}

/**
 * Reads a file in which units come again and again, each time with a date, as events: one outcome per row, of the
 * primary metric, with the value 1 unless a column has amounts. `null` when the file does not look so.
 */
export function guessEventMapping(columns: readonly ImportColumn[], phase: ImportPhase | null): NarrowMapping | null {
  const free = new FreeColumns(columns);
  const unit = takeUnitColumn(free);
  const when = free.take([/./], isDated);
  if (!unit || !when || unit.isUnique) return null;
  const value = free.take([/^(?:value|amount|revenue|spend|price|sales|quantity)$/], isNumeric);
  const other = free.list().find(({ format }) => format.type === 'text');
  const metric = phase?.metrics[0]?.id ?? metricIdOf(other?.name ?? value?.name ?? 'event');
  return {
    shape: 'narrow',
    kind: 'outcomes',
    fields: {
      unitId: { from: 'column', column: unit.name },
      occurredAt: { from: 'column', column: when.name },
      metric: { from: 'constant', value: metric },
      value: value ? { from: 'column', column: value.name } : { from: 'constant', value: 1 },
    },
    corrects: false,
    source: 'file',
  };
}
