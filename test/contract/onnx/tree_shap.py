"""Shapley values of the shap package for trees of scikit-learn, as test/vectors/explanations/tree-shap.json.

    python tree_shap.py FILE
"""
import json
import sys
from pathlib import Path

import numpy as np
import shap
import sklearn
from sklearn.ensemble import GradientBoostingRegressor

random = np.random.default_rng(3)
table = random.normal(size=(200, 4)).astype(np.float32)
target = table[:, 0] * table[:, 1] + np.where(table[:, 2] > 0.3, 2, 0) + random.normal(0, 0.2, 200)
model = GradientBoostingRegressor(n_estimators=6, max_depth=4, random_state=1).fit(table, target)
explainer = shap.TreeExplainer(model, feature_perturbation="tree_path_dependent")
trees = []
for tree in (stage[0].tree_ for stage in model.estimators_):
    leaf = tree.children_left < 0
    trees.append(
        {
            "feature": np.where(leaf, -1, tree.feature).tolist(),
            # Rounded down, so that every float32 goes the way that it went before.
            "threshold": [float(np.nextafter(np.float32(v), np.float32(-np.inf)) if np.float32(v) > v else np.float32(v)) for v in tree.threshold],
            "left": np.where(leaf, 0, tree.children_left).tolist(),
            "right": np.where(leaf, 0, tree.children_right).tolist(),
            "value": np.where(leaf, np.float32(tree.value[:, 0, 0] * model.learning_rate), 0).astype(float).tolist(),
            "cover": tree.weighted_n_node_samples.tolist(),
        }
    )
rows = table[:12]
Path(sys.argv[1]).write_text(
    json.dumps(
        {
            "versions": {"shap": shap.__version__, "sklearn": sklearn.__version__},
            "trees": trees,
            "rows": rows.astype(float).tolist(),
            "values": explainer.shap_values(rows).tolist(),
        }
    )
    + "\n"
)
