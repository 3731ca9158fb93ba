"""What the expert expects is judged on a model that the stock client kept as ONNX: logged by client 3, registered by client 2."""

import base64
import json
import os
import time
from pathlib import Path
from urllib.parse import quote

import mlflow
import requests
from contract import MAJOR, client, unique

address = os.environ["CONTRACT_INITIATIVE"]
server = os.environ["MLFLOW_TRACKING_URI"]
headers = {"Authorization": f"Bearer {os.environ['MLFLOW_TRACKING_TOKEN']}"}
initiative = f"{server}/api/initiatives/{address}"


def ask(method, path, **asked):
    answer = requests.request(method, f"{initiative}/{path}", headers={**headers, **asked.pop("headers", {})}, timeout=60, **asked)
    assert answer.ok, answer.text
    return answer.json()


def wait_for(what):
    for _ in range(300):
        found = what()
        if found:
            return found
        time.sleep(0.2)
    raise AssertionError("it never came")


# A table with the columns that the model asks for, and a column that says who left.
plans, regions = ("pro", "plus", "basic"), ("abroad", "west", "south", "east", "north")
lines = ["age,fee,plan,region,left"] + [
    f"{20 + row * 13 % 60},{row * 29 % 800 / 10},{plans[row % 3]},{regions[row * 7 % 5]},{'Yes' if row * 17 % 11 < 4 else 'No'}"
    for row in range(600)
]
table = ask(
    "POST",
    f"datasets?fileName={unique('people')}.csv",
    data="\n".join(lines).encode(),
    headers={"content-type": "application/octet-stream"},
)
wait_for(lambda: ask("GET", f"datasets/{table['id']}")["dataset"]["newest"]["state"] == "ready")

for claim in (
    {"kind": "level", "segment": [{"kind": "is", "column": "plan", "words": ["pro"]}], "from": 0, "to": 1},
    {"kind": "invariance", "column": "region", "tolerance": 0, "segment": []},
):
    content = {"datasetId": table["id"], "target": "left", "outcome": "yes", "claim": claim}
    ask("POST", "expectations", json={"content": content})

# A model that scikit-learn made and its converter wrote.
vectors = Path(__file__).parents[2] / "vectors" / "onnx" / "foreign-models.json"
case = next(one for one in json.loads(vectors.read_text())["cases"] if one["name"] == "sklearn-logistic-one-hot")
Path("judged").mkdir(exist_ok=True)
Path("judged/model.onnx").write_bytes(base64.b64decode(case["onnx"]))

experiment = client().create_experiment(f"{address}/{unique('judged')}")
name = unique("judged")
with mlflow.start_run(experiment_id=experiment) as run:
    if MAJOR >= 3:
        model = mlflow.initialize_logged_model(name=name, source_run_id=run.info.run_id)
        client().log_model_artifacts(model.model_id, "judged")
        mlflow.finalize_logged_model(model.model_id, "READY")
        shown = f"{server}/api/runs/{run.info.run_id}/expectations"
    else:
        mlflow.log_artifacts("judged", "model")
        client().create_registered_model(name)
        made = client().create_model_version(name, f"{run.info.artifact_uri}/model", run.info.run_id)
        shown = f"{server}/api/models/{quote(name)}/versions/{made.version}/expectations"


def judged():
    answer = requests.get(shown, headers=headers, timeout=60)
    assert answer.ok, answer.text
    models = [model for one in answer.json()["reports"] for model in one["report"]["models"]]
    return next((model for model in models if model["state"] == "judged" and model["datasetId"] == table["id"]), None)


level, invariance = (line["result"]["judgement"] for line in wait_for(judged)["lines"])
assert (level["verdict"], level["measured"]["rows"], level["seen"]) == ("holds", 200, "unknown"), level
assert invariance["verdict"] == "fails" and invariance["measured"]["worst"] is not None, invariance
