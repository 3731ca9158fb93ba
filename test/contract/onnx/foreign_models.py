"""Models as scikit-learn, XGBoost and LightGBM are converted to ONNX, and ensembles for every way to write one.

    python foreign_models.py FOLDER

writes NAME.onnx for each model and cases.json: columns, and what onnxruntime scores for them. With a second word, the name
of a file, it also writes a few small ones with fewer rows there, as test/vectors/onnx/foreign-models.json.
"""
import base64
import json
import sys
import warnings
from pathlib import Path

import lightgbm
import numpy as np
import onnx
import onnxruntime
import pandas as pd
import xgboost
from onnx import TensorProto, helper
from onnxmltools.convert import convert_lightgbm, convert_xgboost
from onnxmltools.convert.common.data_types import FloatTensorType as FloatTable
from skl2onnx import convert_sklearn
from skl2onnx.common.data_types import FloatTensorType, StringTensorType
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import (
    ExtraTreesClassifier,
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge, RidgeClassifier, SGDClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, Normalizer, OneHotEncoder, OrdinalEncoder, StandardScaler
from sklearn.tree import DecisionTreeClassifier

warnings.filterwarnings("ignore")
folder = Path(sys.argv[1])
random = np.random.default_rng(20)
ROWS = 300

people = pd.DataFrame(
    {
        "age": random.integers(18, 90, ROWS).astype(np.float32),
        "fee": random.normal(50, 20, ROWS).astype(np.float32),
        "plan": random.choice(["basic", "plus", "pro"], ROWS),
        "region": random.choice(["north", "south", "east", "west"], ROWS),
    }
)
people.loc[random.random(ROWS) < 0.1, "fee"] = np.nan
leaves = ((people.age / 50 + (people.plan == "pro") + random.normal(0, 1, ROWS)) > 1.5).astype(int)
size = pd.cut(people.age + random.normal(0, 10, ROWS), 3, labels=["small", "medium", "large"]).astype(str)
spend = (people.age * 0.3 + people.fee.fillna(0) * 0.1 + random.normal(0, 1, ROWS)).values

# What is scored: rows of training, and rows with a level that training never saw.
scored = people.head(60).copy()
scored.loc[:4, "region"] = "abroad"
cases = []


def column(name, values):
    if values.dtype.kind == "f":
        return {"kind": "number", "name": name, "values": [None if np.isnan(v) else float(v) for v in values]}
    return {"kind": "category", "name": name, "values": [str(v) for v in values]}


def keep(name, model, feed):
    """Saves a model with what onnxruntime scores."""
    data = model.SerializeToString()
    (folder / f"{name}.onnx").write_bytes(data)
    outputs = onnxruntime.InferenceSession(data).run(None, feed)
    scores = outputs[-1]
    classes = None
    if len(outputs) > 1:
        if isinstance(scores, list):
            classes = [str(key) for key in scores[0]]
            scores = np.array([list(row.values()) for row in scores])
        else:
            classes = scores.shape[1]
    columns = []
    for key, values in feed.items():
        width = values.shape[1]
        columns += [column(key if width == 1 else f"{key}[{at}]", values[:, at]) for at in range(width)]
    cases.append({"name": name, "columns": columns, "classes": classes, "scores": np.asarray(scores, float).ravel().tolist()})


def prepared():
    return ColumnTransformer(
        [
            ("numbers", make_pipeline(SimpleImputer(), StandardScaler()), ["age", "fee"]),
            ("levels", OneHotEncoder(handle_unknown="ignore"), ["plan", "region"]),
        ]
    )


def prepared_in_order():
    return ColumnTransformer(
        [
            ("numbers", make_pipeline(SimpleImputer(strategy="median"), MinMaxScaler()), ["age", "fee"]),
            ("levels", OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1), ["plan", "region"]),
        ]
    )


def prepared_by_row():
    return ColumnTransformer([("numbers", make_pipeline(SimpleImputer(), Normalizer()), ["age", "fee"])])


INPUTS = [
    ("age", FloatTensorType([None, 1])),
    ("fee", FloatTensorType([None, 1])),
    ("plan", StringTensorType([None, 1])),
    ("region", StringTensorType([None, 1])),
]
FEED = {
    "age": scored[["age"]].values.astype(np.float32),
    "fee": scored[["fee"]].values.astype(np.float32),
    "plan": scored[["plan"]].values.astype(object),
    "region": scored[["region"]].values.astype(object),
}
PIPELINES = [
    ("logistic", LogisticRegression(), leaves),
    ("forest", RandomForestClassifier(4, max_depth=3, random_state=1), leaves),
    ("boosting", GradientBoostingClassifier(n_estimators=4, random_state=1), leaves),
    ("tree", DecisionTreeClassifier(max_depth=3, random_state=1), leaves),
    ("descent", SGDClassifier(loss="log_loss", random_state=1), leaves),
    ("ridge-classifier", RidgeClassifier(), leaves),
    ("logistic-of-three", LogisticRegression(), size),
    ("forest-of-three", RandomForestClassifier(4, max_depth=3, random_state=1), size),
    ("extra-of-three", ExtraTreesClassifier(4, max_depth=3, random_state=1), size),
    ("boosting-of-three", GradientBoostingClassifier(n_estimators=3, random_state=1), size),
    ("ridge", Ridge(), spend),
    ("forest-of-numbers", RandomForestRegressor(4, max_depth=3, random_state=1), spend),
    ("boosting-of-numbers", GradientBoostingRegressor(n_estimators=4, random_state=1), spend),
]
PREPARATIONS = [("one-hot", prepared, INPUTS), ("ordinal", prepared_in_order, INPUTS), ("by-row", prepared_by_row, INPUTS[:2])]
for name, estimator, target in PIPELINES:
    for way, preparation, inputs in PREPARATIONS:
        pipeline = make_pipeline(preparation(), estimator).fit(people[[key for key, _ in inputs]], target)
        feed = {key: FEED[key] for key, _ in inputs}
        options = None if target is spend else {id(pipeline): {"zipmap": False}}
        keep(f"sklearn-{name}-{way}", convert_sklearn(pipeline, initial_types=inputs, options=options), feed)
        if name in ("logistic", "forest-of-three") and way == "one-hot":
            keep(f"sklearn-{name}-zipmap", convert_sklearn(pipeline, initial_types=inputs), feed)

table = people[["age", "fee"]].copy()
table["plan"] = people.plan.map({"basic": 0, "plus": 1, "pro": 2}).astype(np.float32)
table = table.values.astype(np.float32)
size_codes = pd.factorize(size, sort=True)[0]
OTHERS = [
    ("xgboost", xgboost.XGBClassifier(n_estimators=4, max_depth=3), leaves, convert_xgboost),
    ("xgboost-of-three", xgboost.XGBClassifier(n_estimators=3, max_depth=3), size_codes, convert_xgboost),
    ("xgboost-of-numbers", xgboost.XGBRegressor(n_estimators=4, max_depth=3), spend, convert_xgboost),
    ("lightgbm", lightgbm.LGBMClassifier(n_estimators=4, num_leaves=7, verbose=-1), leaves, convert_lightgbm),
    ("lightgbm-of-three", lightgbm.LGBMClassifier(n_estimators=3, num_leaves=7, verbose=-1), size_codes, convert_lightgbm),
    ("lightgbm-of-numbers", lightgbm.LGBMRegressor(n_estimators=4, num_leaves=7, verbose=-1), spend, convert_lightgbm),
]
for name, estimator, target, convert in OTHERS:
    estimator.fit(table, target)
    keep(name, convert(estimator, initial_types=[("X", FloatTable([None, 3]))]), {"X": table[:60]})


def ensemble(mode, outputs, base, transform, weights_from, classes=2):
    """Two trees of one question and one of two, with values at the thresholds among what is scored."""
    nodes = {"treeids": [], "nodeids": [], "featureids": [], "values": [], "modes": [], "truenodeids": [], "falsenodeids": [], "missing_value_tracks_true": []}
    leaf = {"treeids": [], "nodeids": [], "ids": [], "weights": []}
    draw = np.random.default_rng(5)
    for tree in range(3):
        for node in range(5):
            inner = node in (0, 1)
            nodes["treeids"].append(tree)
            nodes["nodeids"].append(node)
            nodes["featureids"].append((tree + node) % 3 if inner else 0)
            nodes["values"].append(float(draw.integers(0, 4)) if inner else 0.0)
            nodes["modes"].append(mode if inner else "LEAF")
            nodes["truenodeids"].append({0: 1, 1: 2}.get(node, 0))
            nodes["falsenodeids"].append({0: 4, 1: 3}.get(node, 0))
            nodes["missing_value_tracks_true"].append(int(draw.integers(0, 2)) if inner else 0)
            for output in () if inner else outputs:
                leaf["treeids"].append(tree)
                leaf["nodeids"].append(node)
                leaf["ids"].append(output)
                leaf["weights"].append(float(draw.random() / 3 + weights_from))
    settings = {f"nodes_{key}": value for key, value in nodes.items()} | {f"class_{key}": value for key, value in leaf.items()}
    if base:
        settings["base_values"] = base
    node = helper.make_node("TreeEnsembleClassifier", ["X"], ["label", "scores"], domain="ai.onnx.ml", classlabels_int64s=list(range(classes)), post_transform=transform, **settings)
    graph = helper.make_graph(
        [node],
        "ensemble",
        [helper.make_tensor_value_info("X", TensorProto.FLOAT, [None, 3])],
        [helper.make_tensor_value_info("label", TensorProto.INT64, [None]), helper.make_tensor_value_info("scores", TensorProto.FLOAT, [None, classes])],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15), helper.make_opsetid("ai.onnx.ml", 3)], ir_version=8)


points = np.random.default_rng(6).integers(0, 4, (60, 3)).astype(np.float32)
points[:8, 1] = np.nan
for mode in ("BRANCH_LEQ", "BRANCH_LT", "BRANCH_GTE", "BRANCH_GT", "BRANCH_EQ", "BRANCH_NEQ"):
    keep(f"ensemble-{mode}", ensemble(mode, [0, 1, 2], [], "SOFTMAX", -0.2, 3), {"X": points})
for outputs in ([0], [1], [0, 1]):
    for base in ([], [0.25], [0.25, -0.5]):
        for transform in ("NONE", "LOGISTIC", "SOFTMAX"):
            for weights_from in (-0.2, 0):
                name = f"ensemble-{'-'.join(map(str, outputs))}-base{len(base)}-{transform}-{'mixed' if weights_from else 'positive'}"
                keep(name, ensemble("BRANCH_LEQ", outputs, base, transform, weights_from), {"X": points})

(folder / "cases.json").write_text(json.dumps(cases))

FEW = ["sklearn-logistic-one-hot", "sklearn-forest-of-three-ordinal", "sklearn-ridge-by-row", "xgboost", "lightgbm-of-numbers", "ensemble-BRANCH_EQ"]
FEW_ROWS = 10


def shortened(case):
    width = len(case["scores"]) // len(case["columns"][0]["values"])
    columns = [{**own, "values": own["values"][:FEW_ROWS]} for own in case["columns"]]
    return {
        **case,
        "columns": columns,
        "scores": case["scores"][: FEW_ROWS * width],
        "onnx": base64.b64encode((folder / f"{case['name']}.onnx").read_bytes()).decode(),
    }


if len(sys.argv) > 2:
    versions = {library.__name__: library.__version__ for library in (lightgbm, onnx, onnxruntime, xgboost)}
    few = [shortened(case) for case in cases if case["name"] in FEW]
    Path(sys.argv[2]).write_text(json.dumps({"versions": versions, "cases": few}) + "\n")
