"""Log a model, load it, register it, name it by an alias, by a stage, as the latest; predict the same as before."""

import mlflow
from contract import MAJOR, client, new_experiment, refused, training_table, unique
from mlflow.models import infer_signature
from sklearn.linear_model import LogisticRegression

new_experiment("models")
table = training_table()
features = table[["tenure", "tickets"]]
model = LogisticRegression().fit(features, table.left)
expected = model.predict(features).tolist()
where = {"name": "model"} if MAJOR >= 3 else {"artifact_path": "model"}

with mlflow.start_run() as run:
    mlflow.log_metric("auc", 0.7)
    info = mlflow.sklearn.log_model(
        model, signature=infer_signature(features, expected), input_example=features.head(3), **where
    )
run_id = run.info.run_id
assert mlflow.sklearn.load_model(info.model_uri).predict(features).tolist() == expected
assert mlflow.pyfunc.load_model(f"runs:/{run_id}/model").predict(features).tolist() == expected

name = unique("churn")
version = mlflow.register_model(f"runs:/{run_id}/model", name, tags={"by": "contract"})
assert version.version in ("1", 1) and version.status == "READY"
with mlflow.start_run():
    second = mlflow.sklearn.log_model(model, registered_model_name=name, **where)
assert str(second.registered_model_version) == "2"
assert mlflow.pyfunc.load_model(f"models:/{name}/1").predict(features).tolist() == expected
assert mlflow.pyfunc.load_model(f"models:/{name}/latest").predict(features).tolist() == expected

client().set_registered_model_alias(name, "challenger", "2")
assert client().get_model_version_by_alias(name, "challenger").version in ("2", 2)
assert mlflow.pyfunc.load_model(f"models:/{name}@challenger").predict(features).tolist() == expected
client().delete_registered_model_alias(name, "challenger")
with refused("INVALID_PARAMETER_VALUE"):
    client().get_model_version_by_alias(name, "challenger")

# A version that names a folder of the run, and a copy of it, which outlives the name of what it was copied from.
source, copied = unique("source"), unique("copied")
mlflow.sklearn.save_model(model, source)
client().log_artifacts(run_id, source, "saved")
client().create_registered_model(source)
client().create_model_version(source, f"runs:/{run_id}/saved", run_id)
assert mlflow.pyfunc.load_model(f"models:/{source}/1").predict(features).tolist() == expected
copy = client().copy_model_version(f"models:/{source}/1", copied)
assert copy.source == f"models:/{source}/1", copy.source
client().rename_registered_model(source, f"{source}-renamed")
assert mlflow.pyfunc.load_model(f"models:/{copied}/1").predict(features).tolist() == expected
client().delete_registered_model(f"{source}-renamed")
assert mlflow.pyfunc.load_model(f"models:/{copied}/1").predict(features).tolist() == expected

client().update_registered_model(name, description="who will leave")
client().update_model_version(name, "1", description="the first")
client().set_registered_model_tag(name, "area", "retention")
client().set_model_version_tag(name, "1", "checked", "yes")
registered = client().get_registered_model(name)
assert registered.description == "who will leave" and registered.tags["area"] == "retention"
assert client().get_model_version(name, "1").tags["checked"] == "yes"
assert {str(found.version) for found in client().search_model_versions(f"name = '{name}'")} == {"1", "2"}
assert [found.name for found in client().search_registered_models(f"name = '{name}'")] == [name]
assert [found.name for found in client().search_registered_models(f"name ILIKE '{name.upper()}'")] == [name]
client().transition_model_version_stage(name, "1", "Staging")
assert client().get_model_version(name, "1").current_stage == "Staging"
assert mlflow.pyfunc.load_model(f"models:/{name}/Staging").predict(features).tolist() == expected

renamed = unique("churn-renamed")
client().rename_registered_model(name, renamed)
assert str(client().get_model_version(renamed, "2").version) == "2"
client().delete_model_version(renamed, "2")
with refused("RESOURCE_DOES_NOT_EXIST"):
    client().get_model_version(renamed, "2")
with mlflow.start_run():
    third = mlflow.sklearn.log_model(model, registered_model_name=renamed, **where)
assert str(third.registered_model_version) == "3", "a number is never given twice"
client().delete_registered_model(renamed)
with refused("RESOURCE_DOES_NOT_EXIST"):
    client().get_registered_model(renamed)

if MAJOR >= 3:
    found = mlflow.search_logged_models(
        [run.info.experiment_id], filter_string="name = 'model' and metrics.auc > 0.5", output_format="list"
    )
    assert [each.model_id for each in found] == [info.model_id]
    on = {"dataset_name": "quarter", "dataset_digest": "d1"}
    client().log_metric(run_id, "f1", 0.5, model_id=info.model_id, **on)
    for datasets, ids in ([on], [info.model_id]), ([{**on, "dataset_digest": "d2"}], []):
        found = client().search_logged_models([run.info.experiment_id], "name = 'model'", datasets=datasets)
        assert [each.model_id for each in found] == ids, datasets
    logged = mlflow.get_logged_model(info.model_id)
    assert str(logged.status).endswith("READY") and logged.source_run_id == run_id
