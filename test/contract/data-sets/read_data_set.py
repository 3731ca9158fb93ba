"""Reads a folder with a description in Croissant, its table and a data contract, as the libraries of others do; tells it as JSON."""

import importlib.resources
import json
import logging
import sys
from pathlib import Path

import jsonschema
import mlcroissant as mlc
import yaml
from open_data_contract_standard.model import OpenDataContractStandard


class Warnings(logging.Handler):
    def __init__(self):
        super().__init__(logging.WARNING)
        self.lines = []

    def emit(self, record):
        self.lines.append(record.getMessage())


folder = Path(sys.argv[1])
warnings = Warnings()
logging.getLogger("absl").addHandler(warnings)
dataset = mlc.Dataset(str(folder / "croissant.json"))
rows = [
    {name: value.decode() if isinstance(value, bytes) else value for name, value in row.items()}
    for row in dataset.records("rows")
]
text = (folder / "contract.yaml").read_text()
contract = OpenDataContractStandard.from_string(text)
schema = json.loads(importlib.resources.files("open_data_contract_standard").joinpath("schema.json").read_text())
broken = [error.message for error in jsonschema.Draft201909Validator(schema).iter_errors(yaml.safe_load(text))]
print(
    json.dumps(
        {
            "errors": sorted(dataset.metadata.ctx.issues.errors),
            "warnings": sorted(dataset.metadata.ctx.issues.warnings) + warnings.lines,
            "version": str(dataset.metadata.ctx.conforms_to),
            "rows": rows,
            "columns": [column.name for column in contract.schema_[0].properties],
            "contract": broken,
        },
        default=str,
    )
)
