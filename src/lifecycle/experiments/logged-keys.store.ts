import type { Queryable } from '../../platform/database/queryable.ts';

/** Remembered keys at most; beyond that the memory begins anew. */
const REMEMBERED_KEYS = 50_000;

/** The numbers of the keys of metrics, params and tags. A number never changes, so that it can be remembered for ever. */
export interface LoggedKeys {
  /** The numbers of keys, which are given to keys that have none. */
  numbersOf(keys: Iterable<string>): Promise<ReadonlyMap<string, number>>;
  /** The numbers of those keys that have one. */
  find(keys: Iterable<string>): Promise<ReadonlyMap<string, number>>;
  /** The keys that have these numbers. */
  namesOf(nos: Iterable<number>): Promise<ReadonlyMap<number, string>>;
}

interface KeyRow {
  readonly key: string;
  readonly no: number;
}

/** Opens the dictionary of keys with a memory of its own. It writes outside of transactions: a key alone says nothing. */
export function openLoggedKeys(queryable: Queryable): LoggedKeys {
  const remembered = new Map<string, number>();
  const names = new Map<number, string>();
  const remember = (rows: readonly KeyRow[]): void => {
    if (remembered.size + rows.length > REMEMBERED_KEYS) {
      remembered.clear();
      names.clear();
    }
    for (const { key, no } of rows) {
      remembered.set(key, no);
      names.set(no, key);
    }
  };
  const find = async (keys: Iterable<string>): Promise<Map<string, number>> => {
    const found = new Map<string, number>();
    const unknown: string[] = [];
    for (const key of new Set(keys)) {
      const no = remembered.get(key);
      if (no === undefined) unknown.push(key);
      else found.set(key, no);
    }
    if (unknown.length === 0) return found;
    const rows = await queryable.query<KeyRow>('select key, no from logged_keys where key = any($1)', [unknown]);
    remember(rows);
    for (const { key, no } of rows) found.set(key, no);
    return found;
  };
  const namesOf = async (nos: Iterable<number>): Promise<ReadonlyMap<number, string>> => {
    const found = new Map<number, string>();
    const unknown: number[] = [];
    for (const no of new Set(nos)) {
      const key = names.get(no);
      if (key === undefined) unknown.push(no);
      else found.set(no, key);
    }
    if (unknown.length === 0) return found;
    const rows = await queryable.query<KeyRow>('select key, no from logged_keys where no = any($1::int[])', [unknown]);
    remember(rows);
    for (const { key, no } of rows) found.set(no, key);
    return found;
  };
  return {
    find,
    namesOf,
    numbersOf: async (keys) => {
      const wanted = new Set(keys);
      const found = await find(wanted);
      const missing = [...wanted].filter((key) => !found.has(key)).sort();
      if (missing.length === 0) return found;
      await queryable.query(
        'insert into logged_keys (key) select key from unnest($1::text[]) given (key) order by key on conflict do nothing',
        [missing],
      );
      for (const [key, no] of await find(missing)) found.set(key, no);
      return found;
    },
  };
}
