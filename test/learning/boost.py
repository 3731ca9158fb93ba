"""Boosts with scikit-learn on a table that the comparison of trainers wrote; prints seconds of CPU and test scores as JSON."""

import json
import sys
import time

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

folder = sys.argv[1]
with open(f"{folder}/table.json") as file:
    table = json.load(file)
width = len(table["categorical"])


def read(part):
    values = np.fromfile(f"{folder}/{part}.f32", dtype=np.float32).reshape(width, -1).T
    return values, np.fromfile(f"{folder}/{part}.i32", dtype=np.int32)


values, classes = read("training")
model = HistGradientBoostingClassifier(
    max_iter=table["rounds"],
    max_leaf_nodes=table["maxLeaves"],
    min_samples_leaf=table["minRowsPerLeaf"],
    learning_rate=table["learningRate"],
    l2_regularization=table["l2"],
    early_stopping=False,
    categorical_features=table["categorical"] if any(table["categorical"]) else None,
)
started = time.process_time()
model.fit(values, classes)
seconds = time.process_time() - started
scores = model.decision_function(read("test")[0])
json.dump({"seconds": seconds, "scores": scores.tolist()}, sys.stdout)
