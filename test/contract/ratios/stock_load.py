"""Several processes with the stock client log for some seconds: operation, processes, seconds. Prints what they did as JSON."""

import json
import multiprocessing
import sys
import time
import uuid

import mlflow
from mlflow.entities import Metric
from mlflow.tracking import MlflowClient

operation, processes, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])


def work(experiment_id, barrier, results):
    client = MlflowClient()
    run_id = client.create_run(experiment_id).info.run_id
    took = []
    barrier.wait()
    end = time.monotonic() + seconds
    count = 0
    while time.monotonic() < end:
        began = time.monotonic()
        if operation == "log_metric":
            client.log_metric(run_id, "loss", count, step=count)
        else:
            client.log_batch(run_id, metrics=[Metric(f"m{at % 10}", at, at, count * 100 + at) for at in range(100)])
        took.append((time.monotonic() - began) * 1000)
        count += 1
    results.put(took)


if __name__ == "__main__":
    context = multiprocessing.get_context("fork")
    experiment = mlflow.create_experiment(f"load {uuid.uuid4().hex[:10]}")
    gate, queue = context.Barrier(processes), context.Queue()
    workers = [context.Process(target=work, args=(experiment, gate, queue)) for _ in range(processes)]
    for worker in workers:
        worker.start()
    gathered = sorted(value for _ in workers for value in queue.get(timeout=seconds + 120))
    for worker in workers:
        worker.join()
    print(json.dumps({"seconds": seconds, "took": gathered}))
