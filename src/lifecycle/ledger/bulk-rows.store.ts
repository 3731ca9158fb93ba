import type { Transaction } from '../../platform/database/database.ts';
import type { PreparedRow, TableShape } from './tables.store.ts';

/** What all rows of a statement share. */
export interface RowStamp {
  readonly initiativeNo: number;
  readonly batchNo: number;
  readonly recordedAt: Date;
}

/**
 * Inserts rows with one statement and leaves out those whose key is taken.
 * @param supersededAt what the rows of a table with revisions get; left out for other tables.
 * @returns the keys, as `keyOf` writes them, of the rows that were stored.
 */
export async function insertRows<Row>(
  tx: Transaction,
  shape: TableShape<Row>,
  stamp: RowStamp,
  rows: readonly PreparedRow<Row>[],
  supersededAt?: Date | null,
): Promise<ReadonlySet<string>> {
  if (rows.length === 0) return new Set();
  const names = shape.columns.map(({ name }) => name).join(', ');
  const shared = supersededAt === undefined ? '' : ', superseded_at';
  const first = supersededAt === undefined ? 4 : 5;
  const arrays = shape.columns.map(({ type }, index) => `$${first + index}::${type}[]`).join(', ');
  const returned = await tx.query<Readonly<Record<string, unknown>>>(
    `insert into ${shape.table} (initiative_no, batch_no, recorded_at${shared}, ${names})
     select $1, $2, $3${supersededAt === undefined ? '' : ', $4::timestamptz'}, given.*
     from unnest(${arrays}) as given (${names})
     on conflict do nothing returning ${keyNames(shape)}`,
    [
      stamp.initiativeNo,
      stamp.batchNo,
      stamp.recordedAt,
      ...(supersededAt === undefined ? [] : [supersededAt]),
      ...shape.columns.map(({ of }) => rows.map((prepared) => of(prepared) ?? null)),
    ],
  );
  return new Set(returned.map((row) => keyText(shape.key.map(({ name }) => row[name]))));
}

/**
 * Reads columns of stored rows by their keys; with `lock`, holds the rows until the transaction ends. `condition` is a
 * fixed text about the table's alias `held`.
 */
export async function readByKey<Row, Found extends object>(
  tx: Transaction,
  shape: TableShape<Row>,
  initiativeNo: number,
  rows: readonly PreparedRow<Row>[],
  select: { readonly columns: string; readonly condition?: string; readonly lock?: true },
): Promise<readonly { readonly key: string; readonly found: Found }[]> {
  if (rows.length === 0) return [];
  const found = await tx.query<Found & Readonly<Record<string, unknown>>>(
    `select given.*, found.* from ${lookUp(shape, { ...select, firstParameter: 2 })}`,
    [initiativeNo, ...keyArrays(shape, rows)],
  );
  return found.map((row) => ({ key: keyText(shape.key.map(({ name }) => row[name])), found: row }));
}

/** Ends the time in force of the rows that hold these keys. */
export async function supersedeRows<Row>(
  tx: Transaction,
  shape: TableShape<Row>,
  stamp: RowStamp,
  rows: readonly PreparedRow<Row>[],
): Promise<void> {
  if (rows.length === 0) return;
  const inForce = { columns: 'held.ctid as place', condition: 'and held.superseded_at is null', firstParameter: 3 };
  await tx.query(
    `update ${shape.table} held set superseded_at = $2 from ${lookUp(shape, inForce)} where held.ctid = found.place`,
    [stamp.initiativeNo, stamp.recordedAt, ...keyArrays(shape, rows)],
  );
}

/**
 * The FROM clause that looks up each given key by itself, in the order given. `offset 0` keeps the planner from turning
 * it into a join of two lists, which it does from the guesses it has about a growing table, and which then compares
 * every given key with every row of the initiative.
 */
function lookUp<Row>(
  shape: TableShape<Row>,
  select: {
    readonly columns: string;
    readonly condition?: string;
    readonly lock?: true;
    readonly firstParameter: number;
  },
): string {
  const arrays = shape.key.map(({ type }, index) => `$${select.firstParameter + index}::${type}[]`).join(', ');
  const match = shape.key.map(({ name }) => `held.${name} = given.${name}`).join(' and ');
  return `unnest(${arrays}) as given (${keyNames(shape)})
    cross join lateral (
      select ${select.columns} from ${shape.table} held
      where held.initiative_no = $1 and ${match} ${select.condition ?? ''}
      offset 0 ${select.lock ? 'for no key update' : ''}
    ) as found`;
}

function keyArrays<Row>(shape: TableShape<Row>, rows: readonly PreparedRow<Row>[]): readonly unknown[] {
  return shape.key.map(({ of }) => rows.map((prepared) => of(prepared) ?? null));
}

/** The business key of a row as one text. */
export function keyOf<Row>(shape: TableShape<Row>, prepared: PreparedRow<Row>): string {
  return keyText(shape.key.map(({ of }) => of(prepared)));
}

/** Rows by business key, each group in the order of delivery. */
export function groupByKey<Row>(
  shape: TableShape<Row>,
  rows: readonly PreparedRow<Row>[],
): ReadonlyMap<string, readonly PreparedRow<Row>[]> {
  const groups = new Map<string, PreparedRow<Row>[]>();
  for (const prepared of rows) {
    const key = keyOf(shape, prepared);
    const group = groups.get(key);
    if (group) group.push(prepared);
    else groups.set(key, [prepared]);
  }
  return new Map([...groups].sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** Moments come back from the database as dates and go in as texts; both have one spelling here. */
function keyText(parts: readonly unknown[]): string {
  return JSON.stringify(parts);
}

function keyNames<Row>(shape: TableShape<Row>): string {
  return shape.key.map(({ name }) => name).join(', ');
}
