"""Feedback on traces and what should have come out: given, read with the trace, corrected, changed and taken away."""

import time

import mlflow
from contract import new_experiment, refused
from mlflow.entities import AssessmentError, AssessmentSource, AssessmentSourceType, Expectation, Feedback

experiment_id = new_experiment("assessments")


@mlflow.trace
def answer(question):
    mlflow.log_feedback(trace_id=mlflow.get_active_trace_id(), name="said at once", value=True)
    return f"an answer to {question}"


answer("who will leave")
trace_id = mlflow.get_last_active_trace_id()
mlflow.flush_trace_async_logging()
deadline = time.monotonic() + 30
while not mlflow.search_traces(locations=[experiment_id], return_type="list") and time.monotonic() < deadline:
    time.sleep(0.5)


def by_name():
    return {assessment.name: assessment for assessment in mlflow.get_trace(trace_id).info.assessments}


said = by_name()["said at once"]
assert said.value is True and said.source.source_type == AssessmentSourceType.CODE and said.valid, said

judge = AssessmentSource(source_type=AssessmentSourceType.LLM_JUDGE, source_id="judge-1")
scores = {"accuracy": 0.95, "clear": True, "note": "short"}
for name, value in {"score": 0.9, "word": "good", "none": None, "list": ["a", 1.5], "scores": scores}.items():
    given = mlflow.log_feedback(
        trace_id=trace_id, name=name, value=value, source=judge, rationale="because", metadata={"model": "m"}
    )
    read = mlflow.get_assessment(trace_id, given.assessment_id)
    assert (read.value, read.rationale, read.metadata, read.source) == (value, "because", {"model": "m"}, judge), read
    assert by_name()[name].value == value

failed = mlflow.log_feedback(
    trace_id=trace_id, name="failed", error=AssessmentError(error_code="RATE_LIMIT", error_message="busy")
)
assert mlflow.get_assessment(trace_id, failed.assessment_id).error.error_code == "RATE_LIMIT"

person = AssessmentSource(source_type=AssessmentSourceType.HUMAN, source_id="expert@example.com")
for name, value in {"text": "Paris", "number": 42, "call": {"name": "add", "arguments": [40, 2]}, "rows": [1, 2]}.items():
    given = mlflow.log_expectation(trace_id=trace_id, name=name, value=value, source=person)
    assert mlflow.get_assessment(trace_id, given.assessment_id).value == value

changed = mlflow.update_assessment(
    trace_id, by_name()["score"].assessment_id, Feedback(name="score", value=0.1, rationale="looked again")
)
assert (changed.value, changed.rationale, changed.source) == (0.1, "looked again", judge), changed
changed = mlflow.update_assessment(trace_id, by_name()["number"].assessment_id, Expectation(name="number", value=43))
assert mlflow.get_assessment(trace_id, changed.assessment_id).value == 43
with refused("INVALID_PARAMETER_VALUE"):
    mlflow.update_assessment(trace_id, by_name()["word"].assessment_id, Expectation(name="word", value="x"))

word = by_name()["word"]
corrected = mlflow.override_feedback(trace_id=trace_id, assessment_id=word.assessment_id, value="bad", source=person)
assert corrected.overrides == word.assessment_id
assert not mlflow.get_assessment(trace_id, word.assessment_id).valid
mlflow.delete_assessment(trace_id, corrected.assessment_id)
assert mlflow.get_assessment(trace_id, word.assessment_id).valid
with refused("RESOURCE_DOES_NOT_EXIST", corrected.assessment_id):
    mlflow.get_assessment(trace_id, corrected.assessment_id)
with refused("RESOURCE_DOES_NOT_EXIST"):
    mlflow.log_feedback(trace_id="tr-" + "0" * 32, name="lost", value=1)

found = mlflow.search_traces(locations=[experiment_id], return_type="list")
assert {one.name for one in found[0].info.assessments} == set(by_name()), found[0].info.assessments


def found_by(filter_string):
    found = mlflow.search_traces(locations=[experiment_id], filter_string=filter_string, return_type="list")
    return [one.info.trace_id for one in found]


for filter_string in (
    "feedback.word = 'good'",
    "feedback.clear IS NULL",
    "feedback.`said at once` = 'true'",
    "feedback.score < 0.5",
    "expectation.text = 'Paris'",
    "expectation.number >= 43",
    "feedback.word ILIKE '%GOO%' AND trace.status = 'OK'",
):
    assert found_by(filter_string) == [trace_id], filter_string
for filter_string in ("feedback.word = 'bad'", "feedback.score > 0.5", "expectation.word = 'good'"):
    assert found_by(filter_string) == [], filter_string
with refused("INVALID_PARAMETER_VALUE"):
    found_by("feedback.score > 'high'")
