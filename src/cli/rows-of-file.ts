import { z } from 'zod';
import type { RecordKind } from '../lifecycle/ledger/index.ts';
import { ROW_SCHEMA } from '../lifecycle/ledger/index.ts';
import { StartRefusal } from '../platform/database/start-refusal.ts';
import type { Cell, TableItem } from '../platform/files/table.ts';
import { openTable } from '../platform/files/table-reader.ts';
import { isMissing, parseBoolean, parseNumber } from '../platform/files/value-parsing.ts';

/** A row of a file on its way to the ledger, with the line it stands on. */
export interface FileRow {
  readonly line: number;
  readonly row: Readonly<Record<string, unknown>>;
}

/** A line of a file that is no row. */
export interface FileProblem {
  readonly line: number;
  readonly problem: string;
}

/**
 * Reads a file whose columns are called like the fields of a record kind (`unitId`, `occurredAt`, ...), as CSV, TSV, NDJSON
 * or Parquet. `actor.team` names a field inside a field. Text is turned into the type that the field has; whatever does
 * not fit is left as it is, and the server says what is wrong with it.
 * @throws StartRefusal when the file cannot be read at all.
 */
export async function* rowsOfFile(path: string, kind: RecordKind): AsyncGenerator<FileRow | FileProblem> {
  const table = await openTable(path, { nameHint: path });
  if (table.kind === 'unreadable') throw new StartRefusal(`${path}: ${table.sentence}`);
  const types = fieldTypes(kind);
  for await (const item of table.rows) yield fromItem(path, table.columns, types, item);
}

type FieldType = 'number' | 'boolean' | 'text';

function fromItem(
  path: string,
  columns: readonly string[],
  types: ReadonlyMap<string, FieldType>,
  item: TableItem,
): FileRow | FileProblem {
  if (item.kind === 'unreadable') throw new StartRefusal(`${path}: ${item.sentence}`);
  if (item.kind === 'malformed') return { line: item.line, problem: item.problem };
  const row: Record<string, unknown> = {};
  for (const [index, column] of columns.entries()) {
    const cell = item.values[index] ?? null;
    if (isMissing(cell)) continue;
    place(row, column.split('.'), typed(cell, types.get(column) ?? 'text'));
  }
  return { line: item.line, row };
}

function place(row: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [name, ...rest] = path;
  if (name === undefined) return;
  if (rest.length === 0) {
    row[name] = value;
    return;
  }
  const inner = row[name];
  const nested: Record<string, unknown> = typeof inner === 'object' && inner !== null ? { ...inner } : {};
  place(nested, rest, value);
  row[name] = nested;
}

function typed(cell: Cell, type: FieldType): unknown {
  if (cell instanceof Date) return cell.toISOString();
  if (type === 'number') return typeof cell === 'string' ? (parseNumber(cell, { decimalComma: false }) ?? cell) : cell;
  if (type === 'boolean') return typeof cell === 'string' ? (parseBoolean(cell) ?? cell) : cell;
  return typeof cell === 'string' ? cell : String(cell);
}

/** The type of each field of a kind, read from its schema so that it is stated once. */
function fieldTypes(kind: RecordKind): ReadonlyMap<string, FieldType> {
  const document = z.toJSONSchema(ROW_SCHEMA[kind], { io: 'input', unrepresentable: 'any' });
  // A schema with a name of its own is written as a reference to its definition.
  const schema = Object.values(document.$defs ?? {})[0] ?? document;
  return new Map(
    Object.entries(schema.properties ?? {}).map(([name, property]) => [
      name,
      typeof property === 'object' ? jsonType(property.type) : 'text',
    ]),
  );
}

function jsonType(type: unknown): FieldType {
  if (type === 'number' || type === 'integer') return 'number';
  return type === 'boolean' ? 'boolean' : 'text';
}
