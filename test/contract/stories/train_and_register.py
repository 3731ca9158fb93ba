"""What a data scientist does who has an address and a token: trains with automatic logging, and registers a model."""

import os

import mlflow
from contract import refused, training_table
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.tree import DecisionTreeClassifier

name = os.environ["STORY_MODEL"]
table = training_table()
learned, held_out = table[:300], table[300:]
columns = ["tenure", "tickets"]
mlflow.set_experiment(f"{os.environ['STORY_INITIATIVE']}/first models")
mlflow.sklearn.autolog()


def attempt(run_name, model):
    with mlflow.start_run(run_name=run_name) as run:
        model.fit(learned[columns], learned.left)
        scores = model.predict_proba(held_out[columns])[:, 1]
        mlflow.log_metric("test_roc_auc", roc_auc_score(held_out.left, scores))
    return run.info.run_id


attempt("one question", DecisionTreeClassifier(max_depth=1, random_state=1))
best = attempt("logistic regression", LogisticRegression())
version = mlflow.register_model(f"runs:/{best}/model", name)
assert str(version.version) == "1"
with refused("PERMISSION_DENIED", "champion", "approval", os.environ["STORY_APPROVER"]):
    mlflow.MlflowClient().set_registered_model_alias(name, "champion", "1")
