"""Parameters, metrics with history, tags, batches, inputs; what is read is what was logged."""

import math
import time

import mlflow
from contract import client, new_experiment, refused, unique
from mlflow.entities import Metric, Param, RunTag

experiment_id = new_experiment("log")
with mlflow.start_run(run_name="first", description="a description") as run:
    mlflow.log_param("depth", 4)
    mlflow.log_params({f"p{index}": index for index in range(150)})
    mlflow.log_metric("auc", 0.5, step=0)
    mlflow.log_metric("auc", 0.81, step=1)
    mlflow.log_metrics({"loss": 0.3, "never": float("nan"), "far": float("inf")}, step=2)
    mlflow.set_tags({"team": "retention", "ü mlaut/tag": "yes"})
    mlflow.log_dict({"a": 1}, "notes/a.json")
    mlflow.log_text("hello", "notes/hello.txt")
run_id = run.info.run_id

read = mlflow.get_run(run_id)
assert read.info.status == "FINISHED" and read.info.run_name == "first" and read.info.end_time >= read.info.start_time
assert read.data.params["depth"] == "4" and len(read.data.params) == 151
assert read.data.metrics["auc"] == 0.81 and math.isnan(read.data.metrics["never"])
assert read.data.metrics["far"] > 1e308
assert read.data.tags["team"] == "retention" and read.data.tags["mlflow.note.content"] == "a description"
history = client().get_metric_history(run_id, "auc")
assert [(point.step, point.value) for point in history] == [(0, 0.5), (1, 0.81)]
assert client().get_metric_history(run_id, "absent") == []

# The latest value is the one of the highest step, then of the latest moment, then the highest.
with mlflow.start_run() as other:
    points = [(2, 50, 1), (3, 200, 0), (5, 50, 1), (4, 50, 1)]
    client().log_batch(other.info.run_id, metrics=[Metric("m", value, at, step) for value, at, step in points])
assert mlflow.get_run(other.info.run_id).data.metrics["m"] == 5

# A parameter never changes, and a batch that would change one stores nothing.
with mlflow.start_run() as fixed:
    mlflow.log_param("seed", 1)
    mlflow.log_param("seed", 1)
    with refused("INVALID_PARAMETER_VALUE", "seed"):
        client().log_param(fixed.info.run_id, "seed", 2)
    with refused("INVALID_PARAMETER_VALUE"):
        client().log_batch(
            fixed.info.run_id, metrics=[Metric("kept", 1, 0, 0)], params=[Param("seed", "3")], tags=[RunTag("t", "x")]
        )
    assert "kept" not in mlflow.get_run(fixed.info.run_id).data.metrics

# Ten thousand points in batches come back in pages, in order.
with mlflow.start_run() as long_run:
    now = int(time.time() * 1000)
    for start in range(0, 10_000, 1_000):
        batch = [Metric("curve", math.sin(step), now + step, step) for step in range(start, start + 1_000)]
        client().log_batch(long_run.info.run_id, metrics=batch)
curve = client().get_metric_history(long_run.info.run_id, "curve")
assert len(curve) == 10_000 and [point.step for point in curve] == list(range(10_000))

# Deleting is soft.
client().delete_run(run_id)
assert client().get_run(run_id).info.lifecycle_stage == "deleted"
with refused("INVALID_PARAMETER_VALUE"):
    client().log_metric(run_id, "late", 1)
client().restore_run(run_id)
assert mlflow.get_run(run_id).data.metrics["auc"] == 0.81

# Experiments.
name = unique("renamed")
client().rename_experiment(experiment_id, name)
client().set_experiment_tag(experiment_id, "owner", "ana")
assert client().get_experiment_by_name(name).tags["owner"] == "ana"
with refused("RESOURCE_ALREADY_EXISTS"):
    client().create_experiment(name)
with refused("RESOURCE_DOES_NOT_EXIST"):
    client().get_run("0" * 32)
client().delete_experiment(experiment_id)
assert client().get_experiment(experiment_id).lifecycle_stage == "deleted"
client().restore_experiment(experiment_id)
assert client().get_run(other.info.run_id).info.lifecycle_stage == "active"
assert client().get_experiment("0").name == "Default"
