"""Scorers are registered in versions, listed, read and deleted; nothing runs them but clients."""

from contract import client, new_experiment, refused
from mlflow.genai.scorers import Guidelines, delete_scorer, get_scorer, list_scorers
from mlflow.tracking._tracking_service.utils import _get_store

experiment_id = new_experiment("scorers")
store = _get_store()

tone = Guidelines(name="tone", guidelines=["The answer is polite."], model="openai:/gpt-4o-mini")
tone.register(experiment_id=experiment_id)
first = store.get_scorer(experiment_id, "tone")
assert (first.scorer_version, first.scorer_name, first.experiment_id) == (1, "tone", experiment_id)
Guidelines(name="tone", guidelines=["The answer is kind."], model="openai:/gpt-4o-mini").register(
    experiment_id=experiment_id
)
Guidelines(name="brevity", guidelines=["The answer is short."], model="openai:/gpt-4o-mini").register(
    experiment_id=experiment_id
)

assert [scorer.name for scorer in list_scorers(experiment_id=experiment_id)] == ["brevity", "tone"]
assert get_scorer(name="tone", experiment_id=experiment_id).guidelines == ["The answer is kind."]
assert get_scorer(name="tone", experiment_id=experiment_id, version=1).guidelines == ["The answer is polite."]
versions = store.list_scorer_versions(experiment_id, "tone")
assert [one.scorer_version for one in versions] == [1, 2]
assert len({one.scorer_id for one in versions}) == 1 and first.scorer_id == versions[0].scorer_id

delete_scorer(name="tone", experiment_id=experiment_id, version=1)
with refused("RESOURCE_DOES_NOT_EXIST"):
    store.get_scorer(experiment_id, "tone", 1)
with refused("RESOURCE_DOES_NOT_EXIST"):
    store.delete_scorer(experiment_id, "tone", 1)
assert [one.scorer_version for one in store.list_scorer_versions(experiment_id, "tone")] == [2]
delete_scorer(name="tone", experiment_id=experiment_id, version="all")
for read in (store.get_scorer, store.list_scorer_versions):
    with refused("RESOURCE_DOES_NOT_EXIST", "tone"):
        read(experiment_id, "tone")
assert [one.scorer_name for one in store.list_scorers(experiment_id)] == ["brevity"]
assert store.register_scorer(experiment_id, "tone", "{}").scorer_version == 1
with refused("INVALID_PARAMETER_VALUE"):
    store.register_scorer(experiment_id, "  ", "{}")
with refused("RESOURCE_DOES_NOT_EXIST"):
    store.list_scorers("987654321")
client().delete_experiment(experiment_id)
with refused("INVALID_PARAMETER_VALUE"):
    store.register_scorer(experiment_id, "tone", "{}")
