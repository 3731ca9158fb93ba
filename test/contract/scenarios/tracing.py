"""`@mlflow.trace` keeps its spans, and they are found again."""

import time

import mlflow
from contract import MAJOR, new_experiment

experiment_id = new_experiment("tracing")


@mlflow.trace(name="look up", attributes={"kind": "tool"})
def look_up(word):
    return {"word": word, "length": len(word)}


@mlflow.trace
def answer(question):
    return [look_up(word) for word in question.split()]


answer("who will leave")
if hasattr(mlflow, "flush_trace_async_logging"):
    mlflow.flush_trace_async_logging()
where = {"locations": [experiment_id]} if MAJOR >= 3 else {"experiment_ids": [experiment_id]}
try:
    traces = mlflow.search_traces(return_type="list", **where)
except TypeError:
    traces = mlflow.search_traces(experiment_ids=[experiment_id], return_type="list")
deadline = time.monotonic() + 30
while not traces and time.monotonic() < deadline:
    time.sleep(0.5)
    traces = mlflow.search_traces(return_type="list", **where)
assert len(traces) == 1, traces
spans = traces[0].data.spans
assert sorted(span.name for span in spans) == ["answer", "look up", "look up", "look up"], [s.name for s in spans]
trace_id = traces[0].info.trace_id if MAJOR >= 3 else traces[0].info.request_id
again = mlflow.get_trace(trace_id)
assert len(again.data.spans) == 4
