"""Evaluation sets have the rights of their experiments, and scorers of code are kept and never run."""

import json
import os

from contract import as_outsider, client, new_experiment, refused, unique
from mlflow.genai import datasets
from mlflow.genai.scorers import scorer
from mlflow.tracking._tracking_service.utils import _get_store

private = client().create_experiment(unique("private"), tags={"throughline.initiative": os.environ["CONTRACT_INITIATIVE"]})
open_to_all = client().create_experiment(unique("open"))
name = unique("secrets")
made = datasets.create_dataset(name=name, experiment_id=private)
made.merge_records([{"inputs": {"question": "Who left?"}, "expectations": {"answer": "nobody"}}])

with as_outsider():
    with refused("RESOURCE_DOES_NOT_EXIST"):
        datasets.get_dataset(dataset_id=made.dataset_id)
    with refused("RESOURCE_DOES_NOT_EXIST"):
        datasets.get_dataset(name=name)
    with refused("INVALID_PARAMETER_VALUE", "Dataset not found"):
        made.merge_records([{"inputs": {"question": "Who knows?"}}])
    assert datasets.search_datasets(experiment_ids=[private]) == []
    with refused("RESOURCE_DOES_NOT_EXIST"):
        datasets.create_dataset(name=unique("sneaked in"), experiment_id=private)
    # What does not exist for somebody is not deleted by them either.
    datasets.delete_dataset(dataset_id=made.dataset_id)
assert len(datasets.get_dataset(dataset_id=made.dataset_id).to_df()) == 1

datasets.add_dataset_to_experiments(dataset_id=made.dataset_id, experiment_ids=[open_to_all])
with as_outsider():
    shared = datasets.get_dataset(name=name)
    assert shared.experiment_ids == [open_to_all]
    with refused("PERMISSION_DENIED", "Take it out"):
        datasets.delete_dataset(dataset_id=made.dataset_id)
    datasets.remove_dataset_from_experiments(dataset_id=made.dataset_id, experiment_ids=[open_to_all])
    with refused("RESOURCE_DOES_NOT_EXIST"):
        datasets.get_dataset(dataset_id=made.dataset_id)
assert datasets.get_dataset(dataset_id=made.dataset_id).experiment_ids == [private]

experiment_id = new_experiment("code")


@scorer
def is_short(outputs):
    return len(outputs) < 10


kept = _get_store().register_scorer(experiment_id, "is_short", json.dumps(is_short.model_dump()))
assert kept.scorer_version == 1
assert "len(outputs) < 10" in _get_store().get_scorer(experiment_id, "is_short").serialized_scorer.call_source
with refused("ENDPOINT_NOT_FOUND", "never run"):
    _get_store().upsert_online_scoring_config(experiment_id, "is_short", 1.0)
