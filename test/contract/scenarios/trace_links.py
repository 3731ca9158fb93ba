"""Traces are linked to runs that they were not made in, and prompts to traces; searches find them by both."""

import json

import mlflow
from contract import client, new_experiment, refused, unique
from mlflow.tracing.client import TracingClient

experiment_id = new_experiment("links")
stock = client()


def ask(name):
    @mlflow.trace(name=name)
    def answer(question):
        return question

    answer("who")
    mlflow.flush_trace_async_logging()
    return mlflow.get_last_active_trace_id()


def found(filter_string=None, **more):
    traces = stock.search_traces(
        locations=[experiment_id], filter_string=filter_string, include_spans=False, **more
    )
    return sorted(trace.info.tags["mlflow.traceName"] for trace in traces)


first, second, other = ask("first"), ask("second"), ask("other")
with mlflow.start_run() as run:
    ask("made")
made_in = run.info.run_id
evaluation = stock.create_run(experiment_id).info.run_id

stock.link_traces_to_run([first, second], evaluation)
stock.link_traces_to_run([first], evaluation)
stock.link_traces_to_run([first], made_in)
stock.link_traces_to_run([], evaluation)
assert found(run_id=evaluation) == ["first", "second"]
assert found(f"attributes.run_id = '{evaluation}'") == ["first", "second"]
assert found(f"trace.run_id = '{made_in}' AND status = 'OK'") == ["first", "made"]
assert found(f"metadata.`mlflow.sourceRun` = '{evaluation}'") == ["first", "second"]
assert found("run_id IS NULL") == ["first", "other", "second"]
frame = mlflow.search_traces(locations=[experiment_id], run_id=evaluation)
assert sorted(frame["trace_id"]) == sorted([first, second])
with refused("INVALID_PARAMETER_VALUE", "100"):
    stock.link_traces_to_run([f"tr-{at:032x}" for at in range(101)], evaluation)

prompt = mlflow.genai.register_prompt(name=unique("greeting"), template="Hello {{name}}")
named = f"{prompt.name}/{prompt.version}"
assert found(f"prompt = '{named}'") == []
stock.link_prompt_versions_to_trace(prompt_versions=[prompt], trace_id=second)
stock.link_prompt_versions_to_trace(prompt_versions=[prompt], trace_id=second)
assert found(f"prompt = '{named}'") == ["second"]
listed = json.loads(stock.get_trace(second).info.tags["mlflow.linkedPrompts"])
assert listed == [{"name": prompt.name, "version": str(prompt.version)}], listed
TracingClient().store.link_prompts_to_trace(other, [prompt])
assert found(f"prompt = '{named}' AND name = 'other'") == ["other"]
for wrong in ("prompt LIKE 'g%'", "prompt = 'greeting'", "prompt IS NULL"):
    with refused("INVALID_PARAMETER_VALUE"):
        found(wrong)



# An evaluation of traces that are there links them to its run instead of copying them.
@mlflow.genai.scorers.scorer
def is_short(outputs):
    return len(str(outputs)) < 10


asked = mlflow.search_traces(locations=[experiment_id], filter_string="name = 'other'")
judged = mlflow.genai.evaluate(data=asked, scorers=[is_short]).run_id
assert found(run_id=judged) == ["other"]
assert found() == ["first", "made", "other", "second"]

infos = TracingClient().store.batch_get_trace_infos([first, other, "tr-" + "0" * 32])
assert sorted(info.trace_id for info in infos) == sorted([first, other])
assert [len(trace.data.spans) for trace in TracingClient().batch_get_traces([first])] == [1]

stock.delete_traces(experiment_id, trace_ids=[second])
assert found(run_id=evaluation) == ["first"]
stock.delete_run(evaluation)
assert found(f"run_id = '{evaluation}'") == ["first"]
