import type { SchemaTree } from 'hyparquet';
import type { ParquetParsers } from 'hyparquet/src/types.js';
import type { Cell } from './table.ts';

/** A top-level column of a Parquet file: how its values are decoded and what becomes of each. */
export interface ParquetColumn {
  name: string;
  parsers: Partial<ParquetParsers>;
  toCell: (value: unknown) => Cell;
}

const MS_PER_DAY = 86_400_000;

const hex = (bytes: Uint8Array | undefined): string | undefined => bytes && Buffer.from(bytes).toString('hex');

const utf8 = (bytes: Uint8Array | undefined): string | undefined =>
  bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');

/** JSON stays the text that it is, and geometry stays bytes: neither is ours to interpret. */
const TEXT_PARSERS: Partial<ParquetParsers> = {
  jsonFromBytes: utf8,
  geometryFromBytes: hex,
  geographyFromBytes: hex,
};

/** Instants stay plain milliseconds until the row is delivered: a million `Date` objects would take 100 MB. */
const MILLISECOND_PARSERS: Partial<ParquetParsers> = {
  ...TEXT_PARSERS,
  timestampFromMilliseconds: (millis) => Number(millis),
  timestampFromMicroseconds: (micros) => Number(micros / 1_000n),
  timestampFromNanoseconds: (nanos) => Number(nanos / 1_000_000n),
  dateFromDays: (days) => days * MS_PER_DAY,
};

/** The columns of a Parquet schema. Lists, maps and structs become JSON text, binary values hexadecimal text. */
export function parquetColumns(schema: SchemaTree): ParquetColumn[] {
  return schema.children.map((node) => {
    const { element } = node;
    const isFlat = node.children.length === 0 && element.repetition_type !== 'REPEATED';
    if (!isFlat) return { name: element.name, parsers: TEXT_PARSERS, toCell };
    if (isInstant(node)) {
      return {
        name: element.name,
        parsers: MILLISECOND_PARSERS,
        toCell: (value) => (typeof value === 'number' ? new Date(value) : null),
      };
    }
    if (element.converted_type === 'DECIMAL') {
      const scale = Math.min(Math.max(element.scale ?? 0, 0), 100);
      // The decoder multiplies by a power of ten, which leaves 0.57 as 0.5700000000000001.
      return {
        name: element.name,
        parsers: TEXT_PARSERS,
        toCell: (value) => (typeof value === 'number' ? Number(value.toFixed(scale)) : toCell(value)),
      };
    }
    return { name: element.name, parsers: TEXT_PARSERS, toCell };
  });
}

function isInstant({ element: { type, converted_type, logical_type } }: SchemaTree): boolean {
  if (converted_type === 'DATE' || logical_type?.type === 'DATE' || logical_type?.type === 'TIMESTAMP') return true;
  if (converted_type === 'TIMESTAMP_MILLIS' || converted_type === 'TIMESTAMP_MICROS') return true;
  return type === 'INT96' && converted_type === undefined;
}

function toCell(value: unknown): Cell {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isNaN(value) ? null : value;
    case 'bigint':
      return bigintToCell(value);
    case 'object':
      if (value === null || value instanceof Date) return value;
      return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : JSON.stringify(value, jsonValue);
    default:
      return null;
  }
}

function bigintToCell(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}

function jsonValue(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return bigintToCell(value);
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;
}
