"""Checks models that we wrote and scores them with onnxruntime.

    python our_models.py FOLDER

reads columns.json and every NAME.onnx of the folder, has onnx.checker check it in full, and writes scores.json.
"""
import json
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime

folder = Path(sys.argv[1])
feed = {}
for column in json.loads((folder / "columns.json").read_text()):
    if column["kind"] == "number":
        feed[column["name"]] = np.array([[np.nan if value is None else value] for value in column["values"]], np.float32)
    else:
        feed[column["name"]] = np.array([[value] for value in column["values"]], object)

scores = {}
for file in sorted(folder.glob("*.onnx")):
    onnx.checker.check_model(str(file), full_check=True)
    session = onnxruntime.InferenceSession(str(file))
    outputs = dict(zip([output.name for output in session.get_outputs()], session.run(None, feed)))
    numbers = outputs["variable"] if "variable" in outputs else outputs["probabilities"]
    labels = outputs["label"].tolist() if "label" in outputs else None
    scores[file.stem] = {"scores": np.asarray(numbers, float).ravel().tolist(), "labels": labels}
(folder / "scores.json").write_text(json.dumps(scores))
