"""`champion` moves only through the review: the client is refused at once and reads who can approve, and where."""

import os

import mlflow
from contract import MAJOR, client, refused, training_table, unique
from sklearn.linear_model import LogisticRegression

address = os.environ["CONTRACT_INITIATIVE"]
experiment_id = client().create_experiment(unique("protected"), tags={"throughline.initiative": address})
table = training_table()
model = LogisticRegression().fit(table[["tenure", "tickets"]], table.left)
where = {"name": "model"} if MAJOR >= 3 else {"artifact_path": "model"}
name = unique("churn model")
with mlflow.start_run(experiment_id=experiment_id):
    mlflow.sklearn.log_model(model, registered_model_name=name, **where)

with refused("PERMISSION_DENIED", "champion", "approval", os.environ["CONTRACT_APPROVER"], "/models/"):
    client().set_registered_model_alias(name, "champion", "1")
with refused("PERMISSION_DENIED"):
    client().set_registered_model_alias(name, "Champion", "1")
with refused("INVALID_PARAMETER_VALUE"):
    client().get_model_version_by_alias(name, "champion")
client().set_registered_model_alias(name, "candidate", "1")
assert str(client().get_model_version_by_alias(name, "candidate").version) == "1"
