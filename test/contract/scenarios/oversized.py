"""The client divides what is too large for a request; a request that is too large all the same is refused whole, at once."""

import os
import time

import mlflow
import requests
from contract import client, new_experiment
from mlflow.entities import Metric, Param, RunTag

new_experiment("oversized")
with mlflow.start_run() as run:
    run_id = run.info.run_id
    client().log_batch(
        run_id,
        metrics=[Metric("m", index, index, index) for index in range(2_500)],
        params=[Param(f"p{index}", str(index)) for index in range(250)],
        tags=[RunTag(f"t{index}", str(index)) for index in range(250)],
    )
    mlflow.log_param("long", "x" * 6_000)
read = mlflow.get_run(run_id)
assert read.data.metrics == {"m": 2_499} and len(read.data.params) == 251
assert len(client().get_metric_history(run_id, "m")) == 2_500

token = os.environ.get("MLFLOW_TRACKING_TOKEN")
headers = {"Authorization": f"Bearer {token}"} if token else {}
address = f"{os.environ['MLFLOW_TRACKING_URI'].rstrip('/')}/api/2.0/mlflow/runs/log-batch"


def metrics(count, key="late"):
    return [{"key": key, "value": index, "timestamp": index, "step": index} for index in range(count)]


def texts(count):
    return [{"key": f"late {index}", "value": "x"} for index in range(count)]


for wrong in [
    {"metrics": metrics(1_001)},
    {"params": texts(101)},
    {"tags": texts(101)},
    {"metrics": metrics(901), "params": texts(50), "tags": texts(50)},
    {"metrics": metrics(1) + metrics(1, "k" * 251)},
    {"metrics": metrics(1) + [{"key": "late", "value": "much", "timestamp": 1}]},
]:
    began = time.monotonic()
    answer = requests.post(address, headers=headers, json={"run_id": run_id, **wrong}, timeout=60)
    assert answer.status_code == 400 and answer.json()["error_code"] == "INVALID_PARAMETER_VALUE", answer.text[:500]
    assert time.monotonic() - began < 10
after = mlflow.get_run(run_id).data
assert after.metrics == read.data.metrics and after.params == read.data.params and after.tags == read.data.tags
