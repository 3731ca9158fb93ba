"""A wrong token and none: the client is told within seconds, and does not repeat what cannot succeed."""

import os
import time

import mlflow
import requests
from contract import changed_environment, client, unique
from mlflow.exceptions import MlflowException

SECONDS = 10


def refused_in_time(environment):
    with changed_environment(environment):
        began = time.monotonic()
        try:
            client().create_experiment(unique("nobody"))
        except MlflowException as error:
            took = time.monotonic() - began
            assert "401" in str(error) or error.error_code == "UNAUTHENTICATED", error
            assert took < SECONDS, f"the refusal took {took} seconds"
            return
        raise AssertionError("was not refused")


token = os.environ["MLFLOW_TRACKING_TOKEN"]
refused_in_time({"MLFLOW_TRACKING_TOKEN": "tl_wrong"})
refused_in_time({"MLFLOW_TRACKING_TOKEN": token[:-1] + ("a" if token[-1] != "a" else "b")})
refused_in_time({"MLFLOW_TRACKING_TOKEN": None})
refused_in_time({"MLFLOW_TRACKING_TOKEN": None, "MLFLOW_TRACKING_USERNAME": "ada", "MLFLOW_TRACKING_PASSWORD": "guess"})

# The token also works as the password of any user name, for clients that know nothing else.
basic = {"MLFLOW_TRACKING_TOKEN": None, "MLFLOW_TRACKING_USERNAME": "token", "MLFLOW_TRACKING_PASSWORD": token}
with changed_environment(basic):
    assert client().get_experiment(client().create_experiment(unique("basic"))).lifecycle_stage == "active"

address = f"{os.environ['MLFLOW_TRACKING_URI'].rstrip('/')}/api/2.0/mlflow/experiments/search?max_results=1"
answer = requests.get(address, timeout=30)
assert answer.status_code == 401 and answer.json()["error_code"] == "UNAUTHENTICATED", answer.text
assert answer.headers["WWW-Authenticate"].startswith("Basic")
assert token not in requests.get(address, headers={"Authorization": f"Bearer {token}x"}, timeout=30).text
with mlflow.start_run(experiment_id=client().create_experiment(unique("still works"))):
    mlflow.log_metric("fine", 1)
