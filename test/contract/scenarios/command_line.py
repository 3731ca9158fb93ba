"""The command line of the stock client: experiments, files, a model's answers, and a project that logs its own run."""

import json
import pathlib
import subprocess
import sys

import mlflow
from contract import MAJOR, client, training_table, unique
from sklearn.linear_model import LogisticRegression


def command(*words):
    """What a command prints; it must succeed."""
    done = subprocess.run([sys.executable, "-m", "mlflow", *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
    return done.stdout


name = unique("command line")
command("experiments", "create", "--experiment-name", name)
experiment = mlflow.set_experiment(name)
table = training_table()
features = table[["tenure", "tickets"]]
model = LogisticRegression().fit(features, table.left)
with mlflow.start_run() as run:
    where = {"name": "model"} if MAJOR >= 3 else {"artifact_path": "model"}
    mlflow.sklearn.log_model(model, registered_model_name=(registered := unique("churn")), **where)
run_id = run.info.run_id

place = pathlib.Path(unique("files"))
(place / "given").mkdir(parents=True)
(place / "given" / "note.txt").write_text("hello")
command("artifacts", "log-artifacts", "--local-dir", str(place / "given"), "--run-id", run_id, "--artifact-path", "notes")
command("artifacts", "download", "--artifact-uri", f"runs:/{run_id}/notes", "--dst-path", str(place / "back"))
assert (place / "back" / "notes" / "note.txt").read_text() == "hello"

asked = place / "asked.json"
asked.write_text(json.dumps({"dataframe_split": features.head(3).to_dict(orient="split")}))
uri = f"models:/{registered}/1"
said = command("models", "predict", "--model-uri", uri, "--env-manager", "local", "--input-path", str(asked))
last = [line for line in said.splitlines() if line.startswith("{")][-1]
assert json.loads(last)["predictions"] == model.predict(features.head(3)).tolist(), said

project = place / "project"
project.mkdir()
(project / "MLproject").write_text(
    "name: demo\nentry_points:\n  main:\n    parameters:\n      share: {type: float, default: 0.5}\n"
    f'    command: "{sys.executable} train.py {{share}}"\n'
)
(project / "train.py").write_text(
    "import sys\nimport mlflow\nwith mlflow.start_run():\n    mlflow.log_metric('share', float(sys.argv[1]))\n"
)
started = mlflow.projects.run(
    str(project), env_manager="local", experiment_id=experiment.experiment_id, parameters={"share": 0.3}
)
made = client().get_run(started.run_id)
assert started.get_status() == "FINISHED" and made.data.metrics == {"share": 0.3}, made
assert made.data.params == {"share": "0.3"} and made.data.tags["mlflow.source.type"] == "PROJECT", made.data.tags
