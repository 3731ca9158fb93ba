"""Traces are found by what their spans are, and by regular expressions."""

import contextlib
import time

import mlflow
from contract import client, new_experiment, refused

experiment_id = new_experiment("filters")
stock = client()


def ask(name, kind, fails=False):
    @mlflow.trace(name=name, span_type=kind, attributes={"model": f"model-{name}", "tries": 3})
    def answer():
        with mlflow.start_span(name="look up", span_type="TOOL"):
            mlflow.update_current_trace(tags={"team": f"{name} team"}, metadata={"asked": name})
            if fails:
                raise ValueError("nobody is there")

    with contextlib.suppress(ValueError):
        answer()


def found(filter_string):
    traces = stock.search_traces(locations=[experiment_id], filter_string=filter_string, include_spans=False)
    return sorted(trace.info.tags["mlflow.traceName"] for trace in traces)


ask("alpha", "LLM")
ask("beta", "AGENT")
ask("broken", "LLM", fails=True)
mlflow.flush_trace_async_logging()
everything = ["alpha", "beta", "broken"]
deadline = time.monotonic() + 30
while found("span.name = 'look up'") != everything and time.monotonic() < deadline:
    time.sleep(0.2)

for filter_string, names in [
    ("span.name = 'look up'", everything),
    ("span.name = 'alpha'", ["alpha"]),
    ("span.name LIKE '%eta'", ["beta"]),
    ("span.name ILIKE 'ALPHA'", ["alpha"]),
    ("span.name RLIKE '^(al|be)'", ["alpha", "beta"]),
    ("span.name IN ('alpha', 'beta')", ["alpha", "beta"]),
    ("span.name NOT IN ('alpha', 'look up')", ["beta", "broken"]),
    ("span.name != 'look up'", everything),
    ("span.type = 'AGENT'", ["beta"]),
    ("span.type = 'LLM' AND span.name = 'look up'", []),
    ("span.type = 'TOOL' AND span.name = 'look up'", everything),
    ("span.type = 'TOOL' AND span.status = 'ERROR'", ["broken"]),
    ("span.status != 'OK'", ["broken"]),
    ("span.attributes.model LIKE '%alpha%'", ["alpha"]),
    ("span.attributes.`model` ILIKE '%ALPHA%'", ["alpha"]),
    ("span.attributes.model RLIKE '^model-a.*$'", ["alpha"]),
    ("span.attributes.tries LIKE '%3%'", everything),
    ("span.attributes.nothing LIKE '%'", []),
    ("span.type = 'AGENT' AND tags.team = 'beta team'", ["beta"]),
    ("tags.team RLIKE '^al.*'", ["alpha"]),
    ("trace.name RLIKE 'e'", ["beta", "broken"]),
    ("metadata.asked RLIKE '[ab]l'", ["alpha"]),
    ("request_metadata.asked rlike '^(alpha|broken)$'", ["alpha", "broken"]),
    ("tags.team RLIKE '(?i)ALPHA'", ["alpha"]),
    ("status RLIKE '^O'", ["alpha", "beta"]),
    ("run_id RLIKE '.'", []),
]:
    assert found(filter_string) == names, (filter_string, found(filter_string))

for filter_string in ["span.parent LIKE 'a'", "span.duration > 3", "span.name IS NULL", "timestamp RLIKE '1'"]:
    with refused("INVALID_PARAMETER_VALUE"):
        found(filter_string)
ordered = stock.search_traces(locations=[experiment_id], order_by=["experiment_id DESC"], include_spans=False)
assert len(ordered) == 3
