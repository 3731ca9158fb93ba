"""What a repetition cannot change is refused with a status that the client takes as final: it does not try for minutes."""

import time

import mlflow
from contract import client, new_experiment, refused, unique
from mlflow.entities import Metric, Param, RunTag

SECONDS = 60
began = time.monotonic()
experiment_id = new_experiment("final")
name = unique("final")
client().create_registered_model(name)
client().create_model_version(name, "s3://bucket/model")

# A place that no page of this list ended at, and what a list cannot be ordered by.
for search in [
    lambda **more: client().search_runs([experiment_id], **more),
    lambda **more: client().search_experiments(**more),
    lambda **more: client().search_registered_models(**more),
    lambda **more: client().search_model_versions(f"name = '{name}'", **more),
]:
    for token in ["junk", "eyJvZmZzZXQiOiA1fQ==", "WyJ4IiwieCIsIngiXQ"]:
        with refused("INVALID_PARAMETER_VALUE"):
            search(page_token=token)
    with refused("INVALID_PARAMETER_VALUE"):
        search(order_by=["nothing DESC"])
for search in [client().search_experiments, client().search_registered_models]:
    with refused("INVALID_PARAMETER_VALUE"):
        search(order_by=["tags.team"])

# A stage that archives nothing, a name that is no name, and what is there or gone already.
with refused("INVALID_PARAMETER_VALUE"):
    client().transition_model_version_stage(name, "1", "None", archive_existing_versions=True)
with refused("RESOURCE_ALREADY_EXISTS"):
    client().create_registered_model(name)
with refused("INVALID_PARAMETER_VALUE"):
    client().update_registered_model(name, description="d" * 10_001)
client().delete_model_version(name, "1")
with refused("RESOURCE_DOES_NOT_EXIST"):
    client().delete_model_version(name, "1")

# A batch of which one part is refused leaves nothing of the others.
run_id = client().create_run(experiment_id).info.run_id
client().log_param(run_id, "depth", "4")
with refused("INVALID_PARAMETER_VALUE", "depth"):
    client().log_batch(run_id, [Metric("auc", 0.7, 1, 0)], [Param("depth", "5")], [RunTag("team", "one")])
data = client().get_run(run_id).data
assert data.metrics == {} and "team" not in data.tags and data.params == {"depth": "4"}, data

client().delete_run(run_id)
with refused("INVALID_PARAMETER_VALUE", "must be in"):
    client().log_metric(run_id, "auc", 0.7)
client().delete_experiment(experiment_id)
with refused("RESOURCE_DOES_NOT_EXIST"):
    client().delete_experiment(experiment_id)
with refused("INVALID_PARAMETER_VALUE"):
    client().rename_experiment(experiment_id, unique("other"))
with refused("RESOURCE_ALREADY_EXISTS"):
    mlflow.create_experiment(client().get_experiment(experiment_id).name)
took = time.monotonic() - began
assert took < SECONDS, f"the refusals took {took} seconds"
