"""Searching runs with every operator and order, in pages."""

import mlflow
from contract import client, new_experiment, refused

experiment_id = new_experiment("search")
for index in range(12):
    with mlflow.start_run(run_name=f"run-{index:02d}"):
        mlflow.log_metric("auc", index / 10)
        mlflow.log_metric("odd name/with space", index)
        if index % 3 == 0:
            mlflow.log_metric("sometimes", -index)
        if index == 5:
            mlflow.log_metric("broken", float("nan"))
        mlflow.log_param("depth", str(index % 4))
        mlflow.log_param("solver", "LBFGS" if index % 2 else "saga")
        mlflow.set_tag("team", f"team {index % 2}")


def names(filter_string="", order_by=("attributes.run_name ASC",), **more):
    runs = mlflow.search_runs([experiment_id], filter_string, order_by=list(order_by), output_format="list", **more)
    return [int(run.info.run_name[-2:]) for run in runs]


assert names() == list(range(12))
assert names("metrics.auc > 0.9") == [10, 11]
assert names("metrics.auc >= 0.9 and metrics.auc < 1.1") == [9, 10]
assert names("metrics.auc <= 0.1") == [0, 1]
assert names("metrics.auc = 0.5") == [5]
assert names("metrics.auc != 0.5") == [index for index in range(12) if index != 5]
assert names("metric.`odd name/with space` > 9.5") == [10, 11]
assert names('metrics."odd name/with space" > 9.5') == [10, 11]
assert names("metrics.sometimes < -5") == [6, 9]
assert names("metrics.sometimes != 0") == [3, 6, 9], "a run without the metric is left out"
assert names("metrics.broken > -1") in ([], [5]), "NaN matches nothing; the reference reads it as 0"
assert names("params.depth = '3'") == [3, 7, 11]
assert names("params.depth != '3' and params.solver = 'saga'") == [0, 2, 4, 6, 8, 10]
assert names("params.solver LIKE 'L%S'") == [1, 3, 5, 7, 9, 11]
assert names("params.solver LIKE 'lbfgs'") == []
assert names("params.solver ILIKE 'lb%'") == [1, 3, 5, 7, 9, 11]
assert names("tags.team = 'team 1' AND params.depth = '1'") == [1, 5, 9]
assert names("tags.`team` ILIKE 'TEAM 0'") == [0, 2, 4, 6, 8, 10]
assert names("attributes.status = 'FINISHED'") == list(range(12))
assert names("attributes.status = 'finished'") == []
assert names("run_name LIKE 'run-1%'") == [10, 11]
assert names("attributes.run_name = 'run-03'") == [3]
assert names("attributes.start_time > 0") == list(range(12))
run_ids = [run.info.run_id for run in mlflow.search_runs([experiment_id], "params.depth = '0'", output_format="list")]
quoted = ", ".join(f"'{run_id}'" for run_id in run_ids)
assert names(f"attributes.run_id IN ({quoted})") == [0, 4, 8]
assert names(f"attributes.run_id NOT IN ({quoted}) and params.depth = '0'") == []

assert names(order_by=["metrics.auc DESC"]) == list(reversed(range(12)))
assert names(order_by=["metrics.sometimes ASC", "attributes.run_name ASC"])[:4] == [9, 6, 3, 0]
assert names(order_by=["params.depth DESC", "metrics.auc ASC"])[:4] == [3, 7, 11, 2]
assert names(order_by=["tags.team ASC", "attributes.run_name DESC"])[:2] == [10, 8]
assert names(order_by=["start_time ASC"]) == list(range(12))
assert names(order_by=["metrics.broken DESC", "run_name ASC"])[0] == 5, "NaN comes before what is missing"

# Pages, and no token after the last one.
page = client().search_runs([experiment_id], order_by=["attributes.run_name ASC"], max_results=5)
seen = [run.info.run_name for run in page]
while page.token:
    page = client().search_runs(
        [experiment_id], order_by=["attributes.run_name ASC"], max_results=5, page_token=page.token
    )
    seen += [run.info.run_name for run in page]
assert seen == [f"run-{index:02d}" for index in range(12)]

for wrong in ["metrics.auc > '0.5'", "params.depth > 1", "metrics.auc > 0.1 OR metrics.auc < 0.2", "auc >", "(a = 1)"]:
    with refused("INVALID_PARAMETER_VALUE"):
        names(wrong)
with refused("INVALID_PARAMETER_VALUE"):
    names(order_by=["metrics.auc SIDEWAYS"])

client().delete_run(run_ids[0])
assert len(names()) == 11
assert len(names(run_view_type=mlflow.entities.ViewType.DELETED_ONLY)) == 1
assert len(names(run_view_type=mlflow.entities.ViewType.ALL)) == 12
found = mlflow.search_experiments(filter_string=f"name = '{mlflow.get_experiment(experiment_id).name}'")
assert [experiment.experiment_id for experiment in found] == [experiment_id]
