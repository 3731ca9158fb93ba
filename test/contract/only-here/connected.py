"""An experiment is connected by tag and by name, and a private initiative is as good as absent for outsiders."""

import os

import mlflow
import requests
from contract import as_outsider, client, refused, unique

address = os.environ["CONTRACT_INITIATIVE"]
by_tag = client().create_experiment(unique("tagged"), tags={"throughline.initiative": address})
by_name = client().create_experiment(f"{address}/{unique('named')}")
with mlflow.start_run(experiment_id=by_tag) as run:
    mlflow.log_metric("auc", 0.8)
    mlflow.log_text("hello", "hello.txt")
for experiment_id in (by_tag, by_name):
    assert client().get_experiment(experiment_id).tags["throughline.initiative"] == address
with refused("RESOURCE_DOES_NOT_EXIST", "no-such-initiative"):
    client().create_experiment(unique("lost"), tags={"throughline.initiative": "no-such-initiative"})

own = unique("mine")
with as_outsider():
    absent = "9007199254740991"
    with refused("RESOURCE_DOES_NOT_EXIST") as of_nothing:
        client().get_experiment(absent)
    for experiment_id in (by_tag, by_name):
        with refused("RESOURCE_DOES_NOT_EXIST") as hidden:
            client().get_experiment(experiment_id)
        assert hidden[0].replace(experiment_id, absent) == of_nothing[0], "what is hidden reads like what is absent"
        with refused("RESOURCE_DOES_NOT_EXIST"):
            client().create_run(experiment_id)
        with refused("RESOURCE_DOES_NOT_EXIST"):
            client().set_experiment_tag(experiment_id, "seen", "yes")
        assert experiment_id not in {found.experiment_id for found in mlflow.search_experiments()}
    with refused("RESOURCE_DOES_NOT_EXIST"):
        client().get_run(run.info.run_id)
    with refused("RESOURCE_DOES_NOT_EXIST"):
        client().log_metric(run.info.run_id, "auc", 1.0)
    # The history of a run that does not exist is empty, and so is that of a run that is hidden.
    assert client().get_metric_history(run.info.run_id, "auc") == client().get_metric_history("0" * 32, "auc") == []
    # Some clients remember where the files of a run are and ask there, which raises another kind of error.
    try:
        client().list_artifacts(run.info.run_id)
        raise AssertionError("the files of a hidden run were listed")
    except (mlflow.exceptions.MlflowException, requests.exceptions.HTTPError) as error:
        assert "404" in str(error) or "RESOURCE_DOES_NOT_EXIST" in str(error), error
    # By tag a wish that cannot come true is refused whole; a name may look like an address by chance, and then waits.
    with refused("RESOURCE_DOES_NOT_EXIST", address):
        client().create_experiment(unique("sneaked in"), tags={"throughline.initiative": address})
    waiting = client().create_experiment(f"{address}/{own}")
    assert "throughline.initiative" not in client().get_experiment(waiting).tags
    with refused("RESOURCE_DOES_NOT_EXIST", address):
        client().set_experiment_tag(waiting, "throughline.initiative", address)

assert mlflow.get_run(run.info.run_id).data.metrics == {"auc": 0.8}
