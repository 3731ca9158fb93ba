"""What every scenario needs: a name of its own, the client, and a way to expect a refusal.

The scenarios use the stock client only. `MLFLOW_TRACKING_URI` and `MLFLOW_TRACKING_TOKEN` say where and as whom, and
nothing of the server is known to them.
"""

import contextlib
import os
import uuid

import mlflow
from mlflow.exceptions import MlflowException
from mlflow.tracking import MlflowClient

MAJOR = int(mlflow.__version__.split(".", maxsplit=1)[0])


def unique(prefix):
    return f"{prefix}-{uuid.uuid4().hex[:10]}"


def new_experiment(prefix):
    """Makes an experiment and makes it the present one; gives its id."""
    return mlflow.set_experiment(unique(prefix)).experiment_id


def client():
    return MlflowClient()


@contextlib.contextmanager
def refused(code, *fragments):
    """The block must be refused with this error code, in a message that has the fragments; gives a list with that message."""
    said = []
    try:
        yield said
    except MlflowException as error:
        said.append(error.message)
        assert error.error_code == code, f"expected {code}, got {error.error_code}: {error.message}"
        for fragment in fragments:
            assert fragment in error.message, f"{fragment!r} is not in {error.message!r}"
        return
    raise AssertionError(f"was not refused with {code}")


def training_table(rows=400):
    import numpy
    import pandas

    random = numpy.random.default_rng(7)
    table = pandas.DataFrame(
        {
            "tenure": random.integers(0, 72, rows).astype("float64"),
            "tickets": random.poisson(1.5, rows).astype("float64"),
        }
    )
    logit = -1 - 0.04 * table.tenure + 0.7 * table.tickets
    table["left"] = (random.random(rows) < 1 / (1 + numpy.exp(-logit))).astype("int64")
    return table


def token_environment(**changes):
    return {**os.environ, **changes}


@contextlib.contextmanager
def changed_environment(changes):
    """Sets variables of the environment for the block, or takes away those that are `None`."""
    before = dict(os.environ)
    for name, value in changes.items():
        os.environ.pop(name, None)
        if value is not None:
            os.environ[name] = value
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def as_outsider():
    """The block runs as somebody who has no seat at the initiative."""
    return changed_environment({"MLFLOW_TRACKING_TOKEN": os.environ["CONTRACT_OUTSIDER_TOKEN"]})
