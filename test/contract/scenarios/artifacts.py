"""Files of no bytes, of a gigabyte and in folders, and paths that lead elsewhere."""

import hashlib
import os
import tempfile

import mlflow
import requests
from contract import client, new_experiment, refused

GIGABYTE = int(os.environ.get("CONTRACT_LARGE_BYTES", 1_073_741_824))
BLOCK = 4_194_304

new_experiment("artifacts")


def digest(path):
    hasher = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(BLOCK):
            hasher.update(block)
    return hasher.hexdigest()


with tempfile.TemporaryDirectory() as folder:
    empty = os.path.join(folder, "empty.bin")
    open(empty, "wb").close()
    large = os.path.join(folder, "large.bin")
    with open(large, "wb") as file:
        # Different bytes in every block, so that a block in the wrong place is noticed.
        for number in range(GIGABYTE // BLOCK):
            file.write(hashlib.sha256(str(number).encode()).digest() * (BLOCK // 32))
    tree = os.path.join(folder, "tree", "below")
    os.makedirs(tree)
    with open(os.path.join(tree, "ünïcode name.csv"), "w", encoding="utf8") as file:
        file.write("a,b\n1,2\n")
    with mlflow.start_run() as run:
        mlflow.log_artifact(empty)
        mlflow.log_artifact(large, "big")
        mlflow.log_artifacts(os.path.join(folder, "tree"), "copied")
        mlflow.log_dict({"is": "json"}, "a.json")
        mlflow.log_table({"question": ["q1", "q2"], "answer": [1, 2]}, "table.json")
        mlflow.log_table({"question": ["q3"], "answer": [3]}, "table.json")
    run_id = run.info.run_id
    listed = {file.path: (file.is_dir, file.file_size) for file in client().list_artifacts(run_id)}
    # On the wire a size of nothing is left out, and the client reads that as unknown.
    assert listed["empty.bin"] in ((False, 0), (False, None)), listed
    assert listed["big"][0] and listed["copied"][0] and not listed["a.json"][0]
    assert [file.path for file in client().list_artifacts(run_id, "copied/below")] == ["copied/below/ünïcode name.csv"]
    assert client().list_artifacts(run_id, "a.json") == []
    assert client().list_artifacts(run_id, "nowhere") == []
    target = os.path.join(folder, "back")
    os.makedirs(target)
    back = mlflow.artifacts.download_artifacts(run_id=run_id, artifact_path="big/large.bin", dst_path=target)
    assert os.path.getsize(back) == os.path.getsize(large) and digest(back) == digest(large)
    everything = mlflow.artifacts.download_artifacts(run_id=run_id, artifact_path="copied", dst_path=target)
    with open(os.path.join(everything, "below", "ünïcode name.csv"), encoding="utf8") as file:
        assert file.read() == "a,b\n1,2\n"
    assert mlflow.artifacts.load_dict(f"runs:/{run_id}/a.json") == {"is": "json"}
    assert len(mlflow.load_table("table.json", run_ids=[run_id])) == 3

root = mlflow.get_run(run_id).info.artifact_uri
assert root.startswith("mlflow-artifacts:/"), root
service = f"{os.environ['MLFLOW_TRACKING_URI'].rstrip('/')}/api/2.0/mlflow-artifacts/artifacts"
inside = root.removeprefix("mlflow-artifacts:/").lstrip("/")
token = os.environ.get("MLFLOW_TRACKING_TOKEN")
headers = {"Authorization": f"Bearer {token}"} if token else {}
for path in ["%2e%2e/secret", "..%2f..%2fsecret", "%252e%252e%252fsecret", "a/..%5c..%5csecret", "C:%5csecret"]:
    answer = requests.get(f"{service}/{inside}/{path}", headers=headers, timeout=30)
    assert answer.status_code in (400, 404), (path, answer.status_code)
    answer = requests.put(f"{service}/{inside}/{path}", headers=headers, data=b"x", timeout=30)
    assert answer.status_code in (400, 404), (path, answer.status_code)
page = requests.get(f"{service}/{inside}/a.json", headers=headers, timeout=30)
assert page.headers["X-Content-Type-Options"] == "nosniff" and "attachment" in page.headers["Content-Disposition"]
