import type { Queryable } from '../../platform/database/queryable.ts';
import { numbersLiteral } from './array-literal.ts';
import type { LoggedKeys } from './logged-keys.store.ts';
import type { WrittenRun } from './run.ts';
import { NUMBERED_RUNS, RUN_COLUMNS, type RunRow, toRunInfo } from './runs.store.ts';

type WrittenRow = RunRow & {
  readonly metrics: string | null;
  readonly params: string | null;
  readonly tags: string | null;
  readonly dataset_inputs: string | null;
  readonly model_inputs: string | null;
  readonly model_outputs: string | null;
};

/**
 * Stands on both sides of the number of a key until its name takes its place. A text of JSON never contains this
 * character, because JSON escapes it.
 */
const MARK = '\u0001';
const NUMBERED_KEY = `'{"key":' || chr(1) || l.key_no || chr(1)`;

/**
 * The database writes NaN and the infinities as texts, and numbers with as many digits as they need, as the protocol does.
 * It writes the numbers of keys instead of their names: to join and sort the names costs it half as much again. The values
 * of a run come from their index in the order of those numbers; an aggregate with an order would sort them once more.
 */
const WRITE = `
  select ${RUN_COLUMNS},
    (select string_agg(${NUMBERED_KEY} || ',"value":' || to_json(l.value) || ',"timestamp":' || l.timestamp_ms
        || ',"step":' || l.step || '}', ',')
      from (select * from run_latest_metrics v where v.run_no = r.no order by v.key_no) l) as metrics,
    (select string_agg(${NUMBERED_KEY} || ',"value":' || to_json(l.value) || '}', ',')
      from (select * from run_params v where v.run_no = r.no order by v.key_no) l) as params,
    (select string_agg(${NUMBERED_KEY} || ',"value":' || to_json(l.value) || '}', ',')
      from (select * from run_tags v where v.run_no = r.no order by v.key_no) l) as tags,
    (select json_agg(json_strip_nulls(json_build_object(
        'tags', case when json_array_length(i.tags) > 0 then i.tags end,
        'dataset', json_build_object('name', d.name, 'digest', d.digest, 'source_type', d.source_type, 'source', d.source,
          'schema', nullif(d.schema, ''), 'profile', nullif(d.profile, '')))))
      from run_datasets i join logged_datasets d on d.no = i.dataset_no where i.run_no = r.no)::text as dataset_inputs,
    (select json_agg(json_build_object('model_id', u.model_id))
      from run_models u where u.run_no = r.no and u.direction = 'input')::text as model_inputs,
    (select json_agg(json_build_object('model_id', u.model_id, 'step', u.step))
      from run_models u where u.run_no = r.no and u.direction = 'output')::text as model_outputs
  ${NUMBERED_RUNS.from} ${NUMBERED_RUNS.order}`;

/**
 * As many runs as are written in one piece. A client may ask for 50,000: their rows and the pieces of their lists at once
 * would take several times the memory of the answer, and would let nobody else have a word for seconds.
 */
const AT_ONCE = 1_000;

/**
 * Runs by their numbers, in the order of those, with what was logged to them as it goes over the wire. To make objects of
 * a hundred runs and texts of those again would cost this process several times what the database needs for both.
 */
export async function writeRuns(
  queryable: Queryable,
  keys: Pick<LoggedKeys, 'namesOf'>,
  nos: readonly number[],
): Promise<readonly WrittenRun[]> {
  const written: WrittenRun[] = [];
  for (let at = 0; at < nos.length; at += AT_ONCE)
    for (const run of await writeSome(queryable, keys, nos.slice(at, at + AT_ONCE))) written.push(run);
  return written;
}

async function writeSome(
  queryable: Queryable,
  keys: Pick<LoggedKeys, 'namesOf'>,
  nos: readonly number[],
): Promise<readonly WrittenRun[]> {
  const rows = await queryable.query<WrittenRow>(WRITE, [numbersLiteral(nos)]);
  const pieces = rows.map(({ metrics, params, tags }) => [metrics, params, tags].map(splitAtKeys));
  const names = await keys.namesOf(numbersIn(pieces.flat()));
  const written = new Map([...names].map(([no, name]) => [String(no), JSON.stringify(name)]));
  return rows.map((row, index) => {
    const [metrics = null, params = null, tags = null] =
      pieces[index]?.map((list) => joinWithNames(list, written)) ?? [];
    const { dataset_inputs: datasetInputs, model_inputs: modelInputs, model_outputs: modelOutputs } = row;
    return { info: toRunInfo(row), metrics, params, tags, datasetInputs, modelInputs, modelOutputs };
  });
}

/** One run. @throws RangeError when there is none with that number */
export async function writeRun(
  queryable: Queryable,
  keys: Pick<LoggedKeys, 'namesOf'>,
  no: number,
): Promise<WrittenRun> {
  const [run] = await writeRuns(queryable, keys, [no]);
  if (!run) throw new RangeError(`There is no run number ${no}.`);
  return run;
}

/** A list in pieces, every second of which is the number of a key. */
function splitAtKeys(list: string | null): string[] {
  return list === null ? [] : list.split(MARK);
}

function numbersIn(lists: readonly (readonly string[])[]): ReadonlySet<number> {
  const nos = new Set<number>();
  for (const pieces of lists) for (let at = 1; at < pieces.length; at += 2) nos.add(Number(pieces[at]));
  return nos;
}

/** The list with the names of its keys, which take the places of their numbers, as a text of JSON; `null` when it is empty. */
function joinWithNames(pieces: string[], names: ReadonlyMap<string, string>): string | null {
  if (pieces.length === 0) return null;
  for (let at = 1; at < pieces.length; at += 2) {
    const name = names.get(pieces[at] ?? '');
    if (name === undefined) throw new RangeError(`There is no key number ${pieces[at]}.`);
    pieces[at] = name;
  }
  // Joined and not added one to the other, because a sum of texts keeps all of them until somebody reads it.
  return `[${pieces.join('')}]`;
}
