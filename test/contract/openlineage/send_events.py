"""Sends what a pipeline tells of itself, with the stock client and the two variables that its manual names."""

import sys
from datetime import datetime, timedelta, timezone

from openlineage.client import OpenLineageClient
from openlineage.client.event_v2 import (
    DatasetEvent,
    InputDataset,
    Job,
    JobEvent,
    OutputDataset,
    Run,
    RunEvent,
    RunState,
    StaticDataset,
)
from openlineage.client.facet_v2 import (
    column_lineage_dataset,
    data_quality_assertions_dataset,
    error_message_run,
    ownership_dataset,
    schema_dataset,
    sql_job,
)
from openlineage.client.uuid import generate_new_uuid

CRM = "postgres://crm:5432"
WAREHOUSE = "postgres://warehouse:5432"
PRODUCER = "https://example.com/pipelines"

client = OpenLineageClient()
clock = datetime.now(timezone.utc) - timedelta(hours=1)


def now() -> str:
    global clock
    clock += timedelta(seconds=1)
    return clock.isoformat()


def tickets(is_filled: bool) -> InputDataset:
    assertions = [
        data_quality_assertions_dataset.Assertion(
            assertion="not_null", success=is_filled, column="closed_reason"
        )
    ]
    return InputDataset(
        namespace=CRM,
        name="crm.public.tickets",
        facets={
            "schema": schema_dataset.SchemaDatasetFacet(
                fields=[schema_dataset.SchemaDatasetFacetFields(name="closed_reason", type="text")]
            )
        },
        inputFacets={
            "dataQualityAssertions": data_quality_assertions_dataset.DataQualityAssertionsDatasetFacet(
                assertions=assertions
            )
        },
    )


customers = OutputDataset(
    namespace=WAREHOUSE,
    name="mart.customers",
    facets={
        "columnLineage": column_lineage_dataset.ColumnLineageDatasetFacet(
            fields={
                "churned": column_lineage_dataset.Fields(
                    inputFields=[
                        column_lineage_dataset.InputField(
                            namespace=CRM, name="crm.public.tickets", field="closed_reason"
                        )
                    ]
                )
            }
        ),
        "ownership": ownership_dataset.OwnershipDatasetFacet(
            owners=[ownership_dataset.Owner(name="team:customer-data")]
        ),
    },
)
job = Job(
    namespace="airflow",
    name="mart.customers",
    facets={"sql": sql_job.SQLJobFacet(query="select 'a secret' from crm.public.tickets")},
)


def run(is_filled: bool, end: RunState, facets: dict) -> None:
    run_id = str(generate_new_uuid())
    told = {"job": job, "producer": PRODUCER, "inputs": [tickets(is_filled)], "outputs": [customers]}
    client.emit(RunEvent(eventType=RunState.START, eventTime=now(), run=Run(runId=run_id), **told))
    client.emit(RunEvent(eventType=end, eventTime=now(), run=Run(runId=run_id, facets=facets), **told))


if sys.argv[1] == "well":
    run(True, RunState.COMPLETE, {})
    client.emit(JobEvent(eventTime=now(), producer=PRODUCER, job=Job(namespace="airflow", name="static")))
    client.emit(
        DatasetEvent(eventTime=now(), producer=PRODUCER, dataset=StaticDataset(namespace=CRM, name="crm.public.owners"))
    )
else:
    message = error_message_run.ErrorMessageRunFacet(message="closed_reason is empty", programmingLanguage="SQL")
    run(False, RunState.FAIL, {"errorMessage": message})
client.close()
