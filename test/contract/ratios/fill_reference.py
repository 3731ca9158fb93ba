"""Fills the database of the reference by SQL with the same values as `fill-ours.ts`: address, experiment, runs, points."""

import sys

from sqlalchemy import create_engine

address, experiment_id, runs, points = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
LONG_RUN = "f" * 32
engine = create_engine(address)
# SQLite has no series and PostgreSQL no printf; all else is the same SQL.
IS_SQLITE = engine.dialect.name == "sqlite"
connection = engine.raw_connection()
cursor = connection.cursor()


def numbered(last):
    return f"with recursive numbers (n) as (select cast(1 as bigint) union all select n + 1 from numbers where n < {last})"


def run_columns(run_id, number):
    return f"""
        insert into runs (run_uuid, name, source_type, source_name, entry_point_name, user_id, status, start_time,
            end_time, source_version, lifecycle_stage, artifact_uri, experiment_id)
        select {run_id}, 'run ' || {number}, 'LOCAL', '', '', 'ana', 'FINISHED', 1760000000000 + {number},
            1760000000001 + {number}, '', 'active', 'mlflow-artifacts:/{experiment_id}/' || {run_id} || '/artifacts',
            {experiment_id}"""


RUN_ID = "printf('%032x', n)" if IS_SQLITE else "lpad(to_hex(n), 32, '0')"
cursor.execute(f"{numbered(runs)} {run_columns(RUN_ID, 'n')} from numbers")
cursor.execute(run_columns(f"'{LONG_RUN}'", "0"))
# Run after run, as clients log them.
METRICS = " union all ".join(f"select {number} as m" for number in range(10))
for table in ("metrics", "latest_metrics"):
    cursor.execute(
        f"""{numbered(runs)} insert into {table} (key, value, timestamp, step, is_nan, run_uuid)
        select 'm' || m, ((n * 7919 + m * 104729) % 1000003) / 1000003.0, 1760000000000, 0, false, {RUN_ID}
        from numbers cross join ({METRICS}) metrics order by n, m"""
    )
cursor.execute(
    f"""{numbered(runs)} insert into params (key, value, run_uuid)
    select key, case key when 'depth' then cast(n % 20 as text) else cast(n as text) end, {RUN_ID}
    from numbers cross join (select 'depth' as key union all select 'seed') params order by n, key"""
)
cursor.execute(
    f"{numbered(runs)} insert into tags (key, value, run_uuid) select 'team', 'team ' || (n % 7), {RUN_ID} from numbers"
)
cursor.execute(
    f"""{numbered(points)} insert into metrics (key, value, timestamp, step, is_nan, run_uuid)
    select 'long', (n * 7919 % 1000003) / 1000003.0, 1760000000000 + n, n, false, '{LONG_RUN}' from numbers"""
)
connection.commit()
# MLflow never asks SQLite for this, and PostgreSQL does it by itself within a minute. Without it a search that filters and orders takes minutes instead of a second, and the
# comparison would say more about the way of filling than about the server.
cursor.execute("analyze")
connection.commit()
