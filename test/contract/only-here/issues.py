"""Issues are refused with what to do instead."""

import mlflow
from contract import refused

with refused("NOT_IMPLEMENTED", "mlflow.log_feedback"):
    mlflow.log_issue(trace_id="tr-" + "0" * 32, issue_id="iss-1")
