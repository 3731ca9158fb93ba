"""Evaluation sets are made, filled, found, shared by experiments, judged on, and deleted."""

import json

import mlflow
from contract import client, new_experiment, refused, unique
from mlflow.genai import datasets

experiment_id = new_experiment("evaluation")
name = unique("questions")
made = datasets.create_dataset(name=name, experiment_id=experiment_id, tags={"team": "churn", "round": "1"})
assert made.dataset_id.startswith("d-") and len(made.dataset_id) == 34
assert made.experiment_ids == [experiment_id]
assert made.schema is None and made.profile is None and made.tags["team"] == "churn"
assert len(made.to_df()) == 0



def records_of(dataset):
    return client().get_dataset(dataset.dataset_id).records


# Records are told apart by their inputs, in whatever order these are written.
made.merge_records(
    [
        {"inputs": {"question": "What is a churner?", "k": 1}, "expectations": {"answer": "who leaves", "length": 2}},
        {"inputs": {"k": 1.0, "question": "What is a churner?"}, "tags": {"kind": "float"}},
        {"inputs": {"question": "Who leaves?", "k": 12345678901234567890}, "outputs": {"text": "nobody"}},
    ]
)
made.merge_records(
    [
        {"inputs": {"k": 1, "question": "What is a churner?"}, "expectations": {"length": 3, "tone": "plain"}},
        {"inputs": {"question": "Who leaves?", "k": 12345678901234567890}, "outputs": {"text": "one"}},
    ]
)
found = datasets.get_dataset(dataset_id=made.dataset_id)
assert json.loads(found.profile) == {"num_records": 3}, found.profile
schema = json.loads(found.schema)
assert schema["inputs"] == {"question": "string", "k": "integer"}, schema
assert schema["expectations"] == {"answer": "string", "length": "integer", "tone": "string"}, schema
assert found.digest != made.digest and len(found.digest) == 8
records = {str(record.inputs["k"]): record for record in records_of(found)}
assert sorted(records) == ["1", "1.0", "12345678901234567890"], records
judged = records["1"]
assert judged.expectations == {"answer": "who leaves", "length": 3, "tone": "plain"}
assert judged.outputs == {} and judged.source_type == "HUMAN" and judged.source.source_data == {}
assert judged.dataset_record_id.startswith("dr-") and judged.created_by == judged.tags["mlflow.user"]
assert records["1.0"].source_type == "CODE" and records["1.0"].tags["kind"] == "float"
assert records["12345678901234567890"].outputs == {"text": "one"}
frame = found.to_df()
assert len(frame) == 3 and set(frame["inputs"].map(lambda inputs: inputs["question"])) == {
    "What is a churner?",
    "Who leaves?",
}

# Traces become records that say where they come from.
with mlflow.start_span(name="ask") as span:
    span.set_inputs({"question": "How many?"})
    span.set_outputs("four")
mlflow.flush_trace_async_logging()
mlflow.log_expectation(trace_id=span.trace_id, name="answer", value="five")
found.merge_records(mlflow.search_traces(locations=[experiment_id]))
traced = [record for record in records_of(found) if record.source_type == "TRACE"]
assert [(one.source_id, one.outputs, one.expectations) for one in traced] == [
    (span.trace_id, "four", {"answer": "five"})
]
assert found.delete_records([traced[0].dataset_record_id, "dr-none"]) == 1
assert found.delete_records([traced[0].dataset_record_id]) == 0
assert len(records_of(found)) == 3
# What was deleted comes back as a new record.
found.merge_records([{"inputs": {"question": "How many?"}}])
assert [one.outputs for one in records_of(found) if one.inputs == {"question": "How many?"}] == [{}]

# They are found by name, tags and experiment, and in an order.
second = datasets.create_dataset(name=unique("it's another"), experiment_id=[experiment_id])
assert datasets.get_dataset(name=name).dataset_id == made.dataset_id
assert datasets.get_dataset(name=second.name).dataset_id == second.dataset_id


def names(filter_string=None, order_by=None, **more):
    return [
        one.name
        for one in datasets.search_datasets(
            experiment_ids=[experiment_id], filter_string=filter_string, order_by=order_by, **more
        )
    ]


assert names() == [second.name, name]
assert names(order_by=["created_time ASC"]) == [name, second.name]
assert names(order_by=["name DESC"]) == sorted([name, second.name], reverse=True)
assert names("tags.team = 'churn'") == names("name LIKE 'questions%'") == [name]
assert names("tags.team != 'churn'") == []
assert names(f"name IN ('{name}', 'none')") == [name]
assert names("created_time > 0 AND last_update_time < 1") == []
assert names(max_results=1) == [second.name]
pages = client().search_datasets(experiment_ids=[experiment_id], max_results=1)
assert [one.name for one in pages] == [second.name] and pages.token
pages = client().search_datasets(experiment_ids=[experiment_id], max_results=1, page_token=pages.token)
assert [one.name for one in pages] == [name] and not pages.token
for wrong in ("owner = 'me'", "created_time LIKE '1%'", "params.depth = '1'"):
    with refused("INVALID_PARAMETER_VALUE"):
        names(wrong)

# Tags are set, replaced and taken away.
datasets.set_dataset_tags(dataset_id=made.dataset_id, tags={"round": "2", "stage": "draft"})
datasets.delete_dataset_tag(dataset_id=made.dataset_id, key="team")
datasets.delete_dataset_tag(dataset_id=made.dataset_id, key="team")
tags = datasets.get_dataset(dataset_id=made.dataset_id).tags
assert (tags["round"], tags["stage"], "team" in tags) == ("2", "draft", False), tags

# A set belongs to several experiments.
other = client().create_experiment(unique("other"))
datasets.add_dataset_to_experiments(dataset_id=made.dataset_id, experiment_ids=[other])
datasets.add_dataset_to_experiments(dataset_id=made.dataset_id, experiment_ids=[other])
assert sorted(datasets.get_dataset(dataset_id=made.dataset_id).experiment_ids) == sorted([experiment_id, other])
assert [one.name for one in datasets.search_datasets(experiment_ids=other)] == [name]
datasets.remove_dataset_from_experiments(dataset_id=made.dataset_id, experiment_ids=[other])
datasets.remove_dataset_from_experiments(dataset_id=made.dataset_id, experiment_ids=[other])
assert datasets.get_dataset(dataset_id=made.dataset_id).experiment_ids == [experiment_id]
with refused("RESOURCE_DOES_NOT_EXIST"):
    datasets.add_dataset_to_experiments(dataset_id=made.dataset_id, experiment_ids=["987654321"])


# Answers are judged on it.
@mlflow.genai.scorers.scorer
def is_expected(outputs, expectations):
    return outputs == expectations.get("answer")


asked = datasets.create_dataset(name=unique("asked"), experiment_id=experiment_id)
asked.merge_records(
    [
        {"inputs": {"question": "What is a churner?"}, "expectations": {"answer": "who leaves"}},
        {"inputs": {"question": "Who stays?"}, "expectations": {"answer": "who pays"}},
    ]
)
result = mlflow.genai.evaluate(data=asked, predict_fn=lambda question: "who leaves", scorers=[is_expected])
assert result.metrics["is_expected/mean"] == 0.5, result.metrics
[used] = mlflow.get_run(result.run_id).inputs.dataset_inputs
assert used.dataset.name == asked.name and asked.dataset_id in used.dataset.source
assert len(client().search_traces(locations=[experiment_id], run_id=result.run_id)) == 2

# Many records come in pages.
many = datasets.create_dataset(name=unique("many"), experiment_id=experiment_id)
many.merge_records([{"inputs": {"at": at}} for at in range(1_200)])
assert sorted(record.inputs["at"] for record in records_of(many)) == list(range(1_200))

# Deleting a set twice is no fault.
for _ in range(2):
    datasets.delete_dataset(dataset_id=many.dataset_id)
with refused("RESOURCE_DOES_NOT_EXIST", many.dataset_id):
    datasets.get_dataset(dataset_id=many.dataset_id)
with refused("RESOURCE_DOES_NOT_EXIST"):
    datasets.get_dataset(name=many.name)
