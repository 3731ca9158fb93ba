import { deriveId } from './derive-id.ts';
import type { CellReader, ImportColumn } from './import-column.ts';
import type { FieldSource, ImportPhase, NarrowMapping } from './import-mapping.ts';
import { ColumnReaders, type MadeRow, type Read, type RowMaker, RowProblem, shown } from './import-row.ts';
import type { RecordKind } from './ledger.ts';
import { NARROW_FIELDS, type NarrowField } from './narrow-fields.ts';

/** What beside the mapping decides how a narrow row is read. */
export interface NarrowContext {
  readonly columns: readonly ImportColumn[];
  readonly cells: CellReader;
  readonly phase: ImportPhase | null;
  /** Revision of records that have one and whose file states none. */
  readonly revision: number;
}

type FieldValue = string | number | boolean;

/** How the id of a record is derived when its file has none: from everything that tells one record from another. */
const DERIVED: Partial<Readonly<Record<RecordKind, readonly [id: string, ...parts: string[]]>>> = {
  predictions: ['predictionId', 'modelVersion', 'occurredAt', 'unitId'],
  actions: ['actionId', 'actionType', 'occurredAt', 'unitId'],
  outcomes: ['outcomeId', 'metric', 'occurredAt', 'unitId'],
  costs: ['costId', 'amountCents', 'currency', 'occurredAt', 'team', 'note'],
};
const WITH_REVISION: ReadonlySet<RecordKind> = new Set(['outcomes', 'kpi-points']);
const DAY_CHARS = 10;

/** Makes a narrow mapping ready: every row becomes one record of the mapping's kind. */
export function compileNarrowMapping(mapping: NarrowMapping, context: NarrowContext): RowMaker {
  const { kind } = mapping;
  const readers = new ColumnReaders(context.columns, context.cells);
  const fields = NARROW_FIELDS[kind].flatMap((field) => {
    const source = mapping.fields[field.name];
    return source ? [{ field, column: columnOf(source), read: fieldReader(field, source, readers) }] : [];
  });
  const problem = new RowProblem();

  const readRow = (row: Parameters<RowMaker['make']>[0]): Record<string, unknown> | null => {
    const record: Record<string, unknown> = {};
    const actor: Record<string, unknown> = {};
    for (const { field, column, read } of fields) {
      const value = read(row, problem);
      if (problem.reason !== null) return null;
      if (value === null || value === '') {
        if (field.isRequired) return problem.refuse(column, 'the cell is blank');
        continue;
      }
      if (field.name.startsWith('actor.')) actor[field.name.slice('actor.'.length)] = value;
      else record[field.name] = value;
    }
    if (Object.keys(actor).length > 0) record.actor = actor;
    complete(kind, record, context);
    return record;
  };

  return {
    make: (row): MadeRow => {
      problem.clear();
      const record = readRow(row);
      if (record === null) return problem.refusal();
      const unitId = typeof record.unitId === 'string' ? record.unitId : null;
      return { kind: 'records', records: [{ kind, row: record }], unitId, anchor: null };
    },
    columnOf: (_kind, name) => {
      const source = mapping.fields[name];
      return source ? columnOf(source) : null;
    },
  };
}

/** Adds what a file may leave to us: the id, the revision, the currency of an amount. */
function complete(kind: RecordKind, record: Record<string, unknown>, context: NarrowContext): void {
  const [id, ...parts] = DERIVED[kind] ?? [];
  if (id !== undefined && record[id] === undefined) {
    record[id] = deriveId(kind, ...parts.map((part) => textOf(record[part])));
  }
  if (WITH_REVISION.has(kind) && record.revision === undefined) record.revision = context.revision;
  if (kind === 'actions' && record.costCents !== undefined && record.currency === undefined && context.phase) {
    record.currency = context.phase.currency;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function columnOf(source: FieldSource): string | null {
  return source.from === 'column' ? source.column : null;
}

function fieldReader(field: NarrowField, source: FieldSource, readers: ColumnReaders): Read<FieldValue> {
  if (source.from === 'constant') {
    const value = constantOf(field, source.value);
    return () => value;
  }
  const { column } = source;
  if (source.values && source.values.length > 0) {
    const read = readers.choice(
      column,
      source.values.map(({ value, means }) => [value, means] as const),
    );
    return (row, problem) => {
      const means = read(row, problem);
      return means === null ? null : constantOf(field, means);
    };
  }
  switch (field.type) {
    case 'id':
      return readers.id(column);
    case 'text':
      return readers.text(column);
    case 'choice':
      return readers.choice(
        column,
        (field.choices ?? []).map((choice) => [choice, choice] as const),
      );
    case 'yes-no':
      return readers.yesNo(column);
    case 'moment':
      return readers.moment(column, source.format);
    case 'day': {
      const read = readers.moment(column, source.format);
      return (row, problem) => read(row, problem)?.slice(0, DAY_CHARS) ?? null;
    }
    case 'money':
      return readers.centsFrom({ from: 'column', column, amountsAre: source.amountsAre ?? 'units' });
    case 'number':
      return readers.number(column);
    case 'whole':
      return wholeReader(column, readers);
  }
}

function wholeReader(column: string, readers: ColumnReaders): Read<number> {
  const read = readers.number(column);
  return (row, problem) => {
    const value = read(row, problem);
    if (value === null || Number.isInteger(value)) return value;
    return problem.refuse(column, `${shown(String(value))} is not a whole number`);
  };
}

/** A constant in the type of its field: numbers and yes or no may be written as text in a form. */
function constantOf(field: NarrowField, value: FieldValue): FieldValue {
  if (typeof value !== 'string') return value;
  if (field.type === 'yes-no') return value === 'true' || value === 'yes' || value === '1';
  const isNumber = field.type === 'number' || field.type === 'whole' || field.type === 'money';
  return isNumber && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
}
