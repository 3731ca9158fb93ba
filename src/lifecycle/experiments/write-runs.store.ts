import type { Queryable } from '../../platform/database/queryable.ts';
import { numbersLiteral } from './array-literal.ts';
import type { LoggedKeys } from './logged-keys.store.ts';
import type { WrittenRun } from './run.ts';
import { NUMBERED_RUNS, RUN_ROOT } from './runs.store.ts';

/**
 * Stands on both sides of the number of a key until its name takes its place. A text of JSON never contains this
 * character, nor the next one, because JSON escapes them.
 */
const MARK = '\u0001';
/** Stands between the parts of a run. */
const PART = '\u0002';

const NUMBERED_KEY = `'{"key":' || chr(1) || l.key_no || (chr(1) || ',"value":')`;
/** What JSON has no number for travels as text. */
const NUMBER = `case when l.value > '-Infinity' and l.value < 'Infinity' then l.value::text else '"' || l.value || '"' end`;

/** Ids are hexadecimal, and statuses are words of ours. */
const INFO = `
  '{"run_uuid":"' || r.id || '","run_id":"' || r.id || '","run_name":' || to_json(r.name)
  || ',"experiment_id":"' || r.experiment_no || case r.user_name when '' then '"' else '","user_id":' || to_json(r.user_name) end
  || ',"status":"' || r.status || '","start_time":' || r.start_ms || coalesce(',"end_time":' || r.end_ms, '')
  || ',"artifact_uri":' || to_json(${RUN_ROOT} || '/' || r.id || '/artifacts')
  || case when r.deleted_ms is null then ',"lifecycle_stage":"active"}' else ',"lifecycle_stage":"deleted"}' end`;

/**
 * The text of a run `r` of an experiment `x`.
 *
 * The database writes NaN and the infinities as texts, and numbers with as many digits as they need, as the protocol does.
 * It writes the numbers of keys instead of their names: to join and sort the names costs it half as much again. The values
 * of a run come from their index in the order of those numbers; an aggregate with an order would sort them once more. The
 * parts of a run are one column, because this process takes as long for a column as for a thousand characters.
 */
export const RUN_TEXT = `
  concat_ws(chr(2), r.id, ${INFO},
    coalesce((select string_agg(${NUMBERED_KEY} || ${NUMBER} || ',"timestamp":' || l.timestamp_ms || ',"step":' || l.step || '}', ',')
      from (select * from run_latest_metrics v where v.run_no = r.no order by v.key_no) l), ''),
    coalesce((select string_agg(${NUMBERED_KEY} || to_json(l.value) || '}', ',')
      from (select * from run_params v where v.run_no = r.no order by v.key_no) l), ''),
    coalesce((select string_agg(${NUMBERED_KEY} || to_json(l.value) || '}', ',')
      from (select * from run_tags v where v.run_no = r.no order by v.key_no) l), ''),
    coalesce((select string_agg(json_strip_nulls(json_build_object(
        'tags', case when json_array_length(i.tags) > 0 then i.tags end,
        'dataset', json_build_object('name', d.name, 'digest', d.digest, 'source_type', d.source_type, 'source', d.source,
          'schema', nullif(d.schema, ''), 'profile', nullif(d.profile, ''))))::text, ',')
      from run_datasets i join logged_datasets d on d.no = i.dataset_no where i.run_no = r.no), ''),
    coalesce((select string_agg(json_build_object('model_id', u.model_id)::text, ',')
      from run_models u where u.run_no = r.no and u.direction = 'input'), ''),
    coalesce((select string_agg(json_build_object('model_id', u.model_id, 'step', u.step)::text, ',')
      from run_models u where u.run_no = r.no and u.direction = 'output'), ''))`;

const WRITE_RUNS = `select ${RUN_TEXT} as run ${NUMBERED_RUNS.from} ${NUMBERED_RUNS.order}`;

/** A list of one would be planned anew each time, which takes five times as long as to write a run. */
const WRITE_RUN = `select ${RUN_TEXT} as run from runs r join experiments x on x.no = r.experiment_no where r.no = $1`;

/**
 * As many runs as are written in one piece. A client may ask for 50,000: their rows and the pieces of their lists at once
 * would take several times the memory of the answer, and would let nobody else have a word for seconds.
 */
const AT_ONCE = 1_000;

/**
 * Runs by their numbers, in the order of those, with what was logged to them as it goes over the wire. To make objects of
 * a hundred runs and texts of those again would cost this process several times what the database needs for both.
 * @param texts what `RUN_TEXT` is of some of them already
 */
export async function writeRuns(
  queryable: Queryable,
  keys: Pick<LoggedKeys, 'namesOf'>,
  nos: readonly number[],
  texts: ReadonlyMap<number, string> = new Map(),
): Promise<readonly WrittenRun[]> {
  const written: WrittenRun[] = [];
  for (let at = 0; at < nos.length; at += AT_ONCE) {
    const some = nos.slice(at, at + AT_ONCE);
    const known = some.flatMap((no) => texts.get(no) ?? []);
    const read = known.length === some.length ? known : await readTexts(queryable, WRITE_RUNS, numbersLiteral(some));
    for (const run of await toWrittenRuns(keys, read)) written.push(run);
  }
  return written;
}

async function readTexts(queryable: Queryable, statement: string, which: string | number): Promise<readonly string[]> {
  const rows = await queryable.query<{ readonly run: string }>(statement, [which]);
  return rows.map(({ run }) => run);
}

async function toWrittenRuns(
  keys: Pick<LoggedKeys, 'namesOf'>,
  texts: readonly string[],
): Promise<readonly WrittenRun[]> {
  const pieces = texts.map((text) => text.split(MARK));
  const names = await keys.namesOf(numbersIn(pieces));
  const written = new Map([...names].map(([no, name]) => [String(no), JSON.stringify(name)]));
  return pieces.map((run) => toWrittenRun(withNames(run, written)));
}

/** One run. @throws RangeError when there is none with that number */
export async function writeRun(
  queryable: Queryable,
  keys: Pick<LoggedKeys, 'namesOf'>,
  no: number,
): Promise<WrittenRun> {
  const [run] = await toWrittenRuns(keys, await readTexts(queryable, WRITE_RUN, no));
  if (!run) throw new RangeError(`There is no run number ${no}.`);
  return run;
}

/** The numbers of keys: every second piece is one. */
function numbersIn(runs: readonly (readonly string[])[]): ReadonlySet<number> {
  const nos = new Set<number>();
  for (const pieces of runs) for (let at = 1; at < pieces.length; at += 2) nos.add(Number(pieces[at]));
  return nos;
}

/** The text in which the names of keys have taken the places of their numbers. */
function withNames(pieces: string[], names: ReadonlyMap<string, string>): string {
  for (let at = 1; at < pieces.length; at += 2) {
    const name = names.get(pieces[at] ?? '');
    if (name === undefined) throw new RangeError(`There is no key number ${pieces[at]}.`);
    pieces[at] = name;
  }
  // Joined and not added one to the other, because a sum of texts keeps all of them until somebody reads it.
  return pieces.join('');
}

function toWrittenRun(text: string): WrittenRun {
  const [id = '', info = '', ...parts] = text.split(PART);
  const [metrics, params, tags, datasetInputs, modelInputs, modelOutputs] = parts.map((part) =>
    part === '' ? undefined : `[${part}]`,
  );
  return { id, info, metrics, params, tags, datasetInputs, modelInputs, modelOutputs };
}
