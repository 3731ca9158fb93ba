"""Asynchronous logging, and two clients at once on the same experiment and the same run."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import mlflow
from contract import client, new_experiment, refused, token_environment, unique

new_experiment("at-once")
with mlflow.start_run() as run:
    for step in range(200):
        mlflow.log_metric("slow", step, step=step, synchronous=False)
    mlflow.log_params({"a": 1, "b": 2}, synchronous=False)
    mlflow.flush_async_logging()
assert len(client().get_metric_history(run.info.run_id, "slow")) == 200
assert mlflow.get_run(run.info.run_id).data.params == {"a": "1", "b": "2"}

# Everybody asks for the same experiment at the same moment: one makes it, and all have it.
name = unique("the-same")
script = f"import mlflow; print(mlflow.set_experiment({name!r}).experiment_id)"
asked = [
    subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, env=token_environment())
    for _ in range(2)
]
answers = {process.communicate(timeout=120)[0].strip() for process in asked}
assert len(answers) == 1 and answers != {""}, answers

# Eight threads write into one run; nothing is lost.
with mlflow.start_run() as shared:

    def write(writer):
        for step in range(50):
            client().log_metric(shared.info.run_id, f"writer {writer}", step, step=step)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
for writer in range(8):
    assert len(client().get_metric_history(shared.info.run_id, f"writer {writer}")) == 50

# Of two different values for one parameter, one is kept and the other is refused.
with mlflow.start_run() as disputed:

    def claim(value):
        try:
            client().log_param(disputed.info.run_id, "mine", value)
            return True
        except mlflow.exceptions.MlflowException as error:
            assert error.error_code == "INVALID_PARAMETER_VALUE", error
            return False

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(claim, range(8)))
assert sum(won) == 1, won
