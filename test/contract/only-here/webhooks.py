"""Webhooks by the stock client: made, listed, tried, changed and removed, and what arrives is signed."""

import base64
import datetime
import hashlib
import hmac
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import mlflow
from contract import as_outsider, client, refused, unique
from mlflow.entities.webhook import WebhookEvent, WebhookStatus

SECRET = "between us"
received = []


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        received.append((dict(self.headers.items()), body))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"heard")

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{server.server_address[1]}/hook"


def check(headers, body):
    """As MLflow's documentation tells receivers to; gives what was told."""
    # Some receivers are handed the names as they were written.
    for name in ("X-MLflow-Signature", "X-MLflow-Timestamp", "X-MLflow-Delivery-Id", "Content-Type", "User-Agent"):
        assert name in headers, headers
    lower = {name.lower(): value for name, value in headers.items()}
    signed = f"{lower['x-mlflow-delivery-id']}.{lower['x-mlflow-timestamp']}.{body.decode()}"
    expected = base64.b64encode(hmac.new(SECRET.encode(), signed.encode(), hashlib.sha256).digest()).decode()
    assert lower["x-mlflow-signature"] == f"v1,{expected}", lower
    assert abs(time.time() - int(lower["x-mlflow-timestamp"])) < 300
    told = json.loads(body)
    # Python before 3.11 reads an offset in numbers only.
    assert told["timestamp"].endswith("+00:00") and datetime.datetime.fromisoformat(told["timestamp"]), told
    return told


EVENTS = [
    "registered_model.created",
    "model_version.created",
    "model_version_tag.set",
    "model_version_tag.deleted",
    "model_version_alias.created",
    "model_version_alias.deleted",
    "prompt.created",
    "prompt_version.created",
    "prompt_tag.set",
    "prompt_tag.deleted",
    "prompt_version_tag.set",
    "prompt_version_tag.deleted",
    "prompt_alias.created",
    "prompt_alias.deleted",
]
name = unique("build")
hook = client().create_webhook(name=name, url=url, events=EVENTS, description="Starts the build", secret=SECRET)
assert (hook.name, hook.url, hook.description, hook.status) == (name, url, "Starts the build", WebhookStatus.ACTIVE)
assert sorted(map(str, hook.events)) == sorted(EVENTS), hook.events
assert hook.secret is None, "a secret never comes back"
assert client().get_webhook(hook.webhook_id).name == name
assert hook.webhook_id in {one.webhook_id for one in client().list_webhooks()}

trial = client().test_webhook(hook.webhook_id)
assert trial.success and trial.response_status == 200 and trial.response_body == "heard", trial
for event in EVENTS:
    assert client().test_webhook(hook.webhook_id, event=WebhookEvent.from_str(event)).success
    told = check(*received[-1])
    assert f"{told['entity']}.{told['action']}" == event and told["data"]["name"].startswith("example_"), told
received.clear()

model = unique("told")
client().create_registered_model(model, tags={"team": "blue"}, description="Who leaves?")
client().create_model_version(model, "s3://elsewhere/model", tags={"stage": "trial"})
client().set_model_version_tag(model, "1", "checked", "yes")
client().delete_model_version_tag(model, "1", "checked")
client().set_registered_model_alias(model, "trial", "1")
client().delete_registered_model_alias(model, "trial")

prompt = unique("prompt")
mlflow.genai.register_prompt(prompt, "Hello {{name}}!", commit_message="First")
client().set_prompt_tag(prompt, "tone", "warm")
client().delete_prompt_tag(prompt, "tone")
client().set_prompt_version_tag(prompt, 1, "checked", "yes")
client().delete_prompt_version_tag(prompt, 1, "checked")
mlflow.genai.set_prompt_alias(prompt, "trial", 1)
mlflow.genai.delete_prompt_alias(prompt, "trial")

heard = []
deadline = time.monotonic() + 60
while len({kind for kind, _ in heard}) < len(EVENTS) and time.monotonic() < deadline:
    time.sleep(0.5)
    while received:
        one = check(*received.pop(0))
        heard.append((f"{one['entity']}.{one['action']}", one["data"]))
# The client may set a tag of its own on a prompt, for the experiment at hand, in a thread and at a moment of its choice.
told = {kind: data for kind, data in heard if not data.get("key", "").startswith("_mlflow")}
assert sorted(told) == sorted(EVENTS), sorted(told)
ours = [kind for kind, data in heard if data["name"] == model]
assert ours == EVENTS[:6], f"in the order in which it happened: {ours}"
assert told["registered_model.created"] == {"name": model, "tags": {"team": "blue"}, "description": "Who leaves?"}
assert told["model_version.created"]["source"] == "s3://elsewhere/model"
assert told["model_version_alias.created"] == {"name": model, "alias": "trial", "version": "1"}
assert told["prompt.created"] == {"name": prompt, "tags": {}, "description": "First"}, told["prompt.created"]
version = told["prompt_version.created"]
assert (version["name"], version["version"], version["template"]) == (prompt, "1", "Hello {{name}}!"), version
assert version["description"] == "First" and not any("is_prompt" in key for key in version["tags"]), version
assert told["prompt_tag.set"] == {"name": prompt, "key": "tone", "value": "warm"}
assert told["prompt_alias.created"] == {"name": prompt, "alias": "trial", "version": "1"}

changed = client().update_webhook(hook.webhook_id, name=f"{name} later", status="DISABLED")
assert changed.status == WebhookStatus.DISABLED and len(changed.events) == len(EVENTS)
received.clear()
client().create_registered_model(unique("unheard"))
time.sleep(3)
assert received == [], "a webhook that is turned off hears nothing"

with as_outsider():
    with refused("RESOURCE_DOES_NOT_EXIST"):
        client().get_webhook(hook.webhook_id)
    with refused("PERMISSION_DENIED"):
        client().create_webhook(name=unique("spy"), url=url, events=["model_version.created"])
    assert client().list_webhooks() == []
with refused("INVALID_PARAMETER_VALUE"):
    client().create_webhook(name=unique("inside"), url="https://169.254.169.254/", events=["prompt.created"])
client().delete_webhook(hook.webhook_id)
with refused("RESOURCE_DOES_NOT_EXIST", hook.webhook_id):
    client().get_webhook(hook.webhook_id)
server.shutdown()
