"""A client that goes away in the middle of a file leaves nothing behind, and everybody else goes on."""

import os
import socket
import time
from urllib.parse import urlsplit

import mlflow
from contract import client, new_experiment

new_experiment("broken")
with mlflow.start_run() as run:
    mlflow.log_text("kept", "kept.txt")
root = mlflow.get_run(run.info.run_id).info.artifact_uri.removeprefix("mlflow-artifacts:/").lstrip("/")
server = urlsplit(os.environ["MLFLOW_TRACKING_URI"])


def break_off(name, head, body):
    with socket.create_connection((server.hostname, server.port or 80), timeout=30) as connection:
        lines = [
            f"PUT /api/2.0/mlflow-artifacts/artifacts/{root}/{name} HTTP/1.1",
            f"Host: {server.netloc}",
            f"Authorization: Bearer {os.environ['MLFLOW_TRACKING_TOKEN']}",
            *head,
        ]
        connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        time.sleep(0.5)


block = b"x" * 1_048_576
break_off("announced.bin", [f"Content-Length: {100 * len(block)}"], block * 4)
break_off("chunked.bin", ["Transfer-Encoding: chunked"], f"{len(block):x}\r\n".encode() + block + b"\r\n")
break_off("within.bin", ["Transfer-Encoding: chunked"], f"{len(block):x}\r\n".encode() + block[:1000])
# A file that stands there already stays as it was when its replacement breaks off.
break_off("kept.txt", ["Content-Length: 1000"], b"half of")
time.sleep(1)
assert [file.path for file in client().list_artifacts(run.info.run_id)] == ["kept.txt"]
assert mlflow.artifacts.load_text(f"runs:/{run.info.run_id}/kept.txt") == "kept"
client().log_text(run.info.run_id, "whole", "announced.bin")
assert mlflow.artifacts.load_text(f"runs:/{run.info.run_id}/announced.bin") == "whole"
