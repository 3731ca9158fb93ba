"""What a search of traces does not answer is refused with what to do; equal attributes of spans find their traces."""

import contextlib

import mlflow
from contract import client, new_experiment, refused

experiment_id = new_experiment("search")


@mlflow.trace(name="asked", attributes={"model": "small", "tries": 3})
def ask():
    return "nobody"


ask()
mlflow.flush_trace_async_logging()


def found(filter_string):
    return client().search_traces(locations=[experiment_id], filter_string=filter_string, include_spans=False)


assert len(found("span.attributes.model = 'small' AND span.attributes.tries = '3'")) == 1
assert len(found("span.attributes.model IN ('small', 'large')")) == 1
assert found("span.attributes.model = 'smal'") == []
for text in ("trace.text LIKE '%nobody%'", "span.content ILIKE '%NOBODY%'"):
    with refused("INVALID_PARAMETER_VALUE", "ask for an attribute, as in span.attributes.model = 'x'"):
        found(text)
assert len(found("metadata.`mlflow.traceOutputs` LIKE '%nobody%'")) == 1
with refused("INVALID_PARAMETER_VALUE", "no regular expression of PostgreSQL (parentheses () not balanced)"):
    found("tags.team RLIKE '('")
with refused("RESOURCE_DOES_NOT_EXIST"):
    client().link_traces_to_run(["tr-" + "0" * 32], client().create_run(experiment_id).info.run_id)
run_id = client().create_run(experiment_id).info.run_id
client().delete_run(run_id)
with refused("INVALID_PARAMETER_VALUE", "must be in the 'active' state"):
    client().link_traces_to_run([mlflow.get_last_active_trace_id()], run_id)
with contextlib.suppress(NotImplementedError):
    client().unlink_traces_from_run(["tr-x"], run_id)
    raise AssertionError("The client has learned to take links back: serve it.")
