"""Automatic logging of scikit-learn, of a search over parameters with its nested runs, and of an evaluation."""

import mlflow
from contract import MAJOR, client, new_experiment, training_table
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV

experiment_id = new_experiment("autolog")
mlflow.sklearn.autolog()
table = training_table()
features = table[["tenure", "tickets"]]
with mlflow.start_run() as run:
    RandomForestClassifier(n_estimators=5, max_depth=3, random_state=1).fit(features, table.left)
read = mlflow.get_run(run.info.run_id)
assert read.data.params["n_estimators"] == "5" and "training_accuracy_score" in read.data.metrics
assert read.inputs.dataset_inputs[0].dataset.digest
paths = {file.path for file in client().list_artifacts(run.info.run_id)}
assert "estimator.html" in paths, paths

with mlflow.start_run() as parent:
    GridSearchCV(LogisticRegression(), {"C": [0.1, 1.0, 10.0]}, cv=3).fit(features, table.left)
children = mlflow.search_runs(
    [experiment_id], f"tags.mlflow.parentRunId = '{parent.info.run_id}'", output_format="list"
)
assert len(children) == 3, len(children)
mlflow.sklearn.autolog(disable=True)

with mlflow.start_run(run_name="outer") as outer, mlflow.start_run(run_name="inner", nested=True) as inner:
    mlflow.log_metric("depth", 2)
assert mlflow.get_run(inner.info.run_id).data.tags["mlflow.parentRunId"] == outer.info.run_id

with mlflow.start_run() as judged:
    scored = table.assign(prediction=LogisticRegression().fit(features, table.left).predict(features))
    dataset = mlflow.data.from_pandas(scored, targets="left", predictions="prediction", name="judged table")
    mlflow.log_input(dataset, context="evaluation")
    evaluate = mlflow.models.evaluate if MAJOR >= 3 else mlflow.evaluate
    result = evaluate(data=dataset, model_type="classifier", evaluators="default", evaluator_config={"log_explainer": False})
read = mlflow.get_run(judged.info.run_id)
assert read.data.metrics["accuracy_score"] == result.metrics["accuracy_score"]
assert {entry.dataset.name for entry in read.inputs.dataset_inputs} == {"judged table"}
