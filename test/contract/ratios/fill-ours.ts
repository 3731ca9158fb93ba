import { join } from 'node:path';
import pg from 'pg';

/** How much is filled in: each run has ten metrics with one value each, two params and a tag. */
export interface Filling {
  readonly runs: number;
  /** The points of the one long metric, of a run beside the others. */
  readonly longPoints: number;
}

/** The run that has the long metric. */
export const LONG_RUN = 'f'.repeat(32);

/** How the PostgreSQL that the product brings is reached, through its socket. */
export function embeddedDatabase(dataDirectory: string): pg.ClientConfig {
  return { host: join(dataDirectory, 'pg18-socket'), user: 'throughline_owner', database: 'throughline' };
}

/** Fills the tables of the product by SQL, run after run, with the same values as `fill_reference.py` gives the reference. */
export async function fillOurs(database: pg.ClientConfig, experimentNo: string, filling: Filling): Promise<void> {
  const client = new pg.Client(database);
  await client.connect();
  try {
    await client.query('begin');
    await insertRuns(client, experimentNo, filling);
    await insertValues(client, filling);
    await client.query('commit');
    // The server does this by itself within a minute of such a change; the measurement does not wait for it.
    await client.query('vacuum analyze');
  } finally {
    await client.end();
  }
}

async function insertRuns(client: pg.Client, experimentNo: string, { runs }: Filling): Promise<void> {
  await client.query(
    `insert into runs (id, experiment_no, name, user_name, status, start_ms, end_ms, started_by, started_by_name)
     select case n when 0 then $2 else lpad(to_hex(n), 32, '0') end, $1, 'run ' || n, 'ana', 'FINISHED',
       1760000000000 + n, 1760000000001 + n, gen_random_uuid(), 'Ana'
     from generate_series(0, $3::int) n`,
    [experimentNo, LONG_RUN, runs],
  );
  await client.query(
    `insert into logged_keys (key)
     select 'm' || k from generate_series(0, 9) k union all values ('depth'), ('seed'), ('team'), ('long')
     on conflict do nothing`,
  );
}

async function insertValues(client: pg.Client, { longPoints }: Filling): Promise<void> {
  const n = "('x' || right(r.id, 8))::bit(32)::bigint";
  const metric = `select r.no as run_no, k.no as key_no, r.experiment_no, r.start_ms, 1760000000000 as at, 0 as step,
    ((${n} * 7919 + substr(k.key, 2)::int * 104729) % 1000003) / 1000003.0::float8 as value
    from runs r, logged_keys k where r.id like '0000%' and k.key ~ '^m[0-9]$' order by r.no, k.no`;
  await client.query(`insert into run_metrics select run_no, key_no, at, step, value from (${metric}) v`);
  await client.query(
    `insert into run_latest_metrics (run_no, key_no, experiment_no, start_ms, timestamp_ms, step, value, least, greatest, logged)
     select run_no, key_no, experiment_no, start_ms, at, step, value, value, value, 1 from (${metric}) v`,
  );
  await client.query(
    `insert into run_params (run_no, key_no, experiment_no, start_ms, value)
     select r.no, k.no, r.experiment_no, r.start_ms, case k.key when 'depth' then (${n} % 20)::text else ${n}::text end
     from runs r, logged_keys k where r.id like '0000%' and k.key in ('depth', 'seed') order by r.no, k.no`,
  );
  await client.query(
    `insert into run_tags (run_no, key_no, experiment_no, start_ms, value)
     select r.no, k.no, r.experiment_no, r.start_ms, 'team ' || ${n} % 7 from runs r, logged_keys k
     where r.id like '0000%' and k.key = 'team'`,
  );
  await client.query(
    `insert into run_metrics select r.no, k.no, 1760000000000 + p, p, (p::bigint * 7919 % 1000003) / 1000003.0::float8
     from runs r, logged_keys k, generate_series(1, $2::int) p where r.id = $1 and k.key = 'long'`,
    [LONG_RUN, longPoints],
  );
  await client.query(
    `insert into run_latest_metrics (run_no, key_no, experiment_no, start_ms, timestamp_ms, step, value, least, greatest, logged)
     select m.run_no, m.key_no, r.experiment_no, r.start_ms, max(m.timestamp_ms), max(m.step), (array_agg(m.value order by m.step desc))[1],
       min(m.value), max(m.value), count(*)
     from run_metrics m join runs r on r.no = m.run_no join logged_keys k on k.no = m.key_no
     where r.id = $1 and k.key = 'long' group by 1, 2, 3, 4`,
    [LONG_RUN],
  );
}
