import type { ClientOptions } from '../../src/platform/contract/index.ts';

const MARK = { key: 'mlflow.prompt.is_prompt', value: 'true' };

/** Registers a prompt with its versions as MLflow's client does: each a text, or the messages of a conversation. */
export async function logPrompt(
  session: ClientOptions,
  name: string,
  versions: readonly { readonly message: string; readonly template: string | readonly object[] }[],
): Promise<void> {
  const call = callsOf(session);
  await call('registered-models/create', { name, description: 'How customers are answered.', tags: [MARK] });
  for (const { message, template } of versions) {
    const isText = typeof template === 'string';
    const tags = [
      MARK,
      { key: 'mlflow.prompt.text', value: isText ? template : JSON.stringify(template) },
      { key: '_mlflow_prompt_type', value: isText ? 'text' : 'chat' },
    ];
    await call('model-versions/create', { name, source: 'prompt-template', description: message, tags });
  }
  await call('registered-models/alias', { name, alias: 'in-use', version: '1' });
}

/** Registers a model with one version whose files lie elsewhere, so that nothing is known of how it was made. */
export async function logForeignModel(session: ClientOptions, name: string): Promise<void> {
  const call = callsOf(session);
  await call('registered-models/create', { name });
  await call('model-versions/create', { name, source: 's3://models-of-the-house/churn' });
}

function callsOf(session: ClientOptions): (path: string, body: object) => Promise<void> {
  return async (path, body) => {
    const answer = await (session.fetch ?? fetch)(`${session.baseUrl}/api/2.0/mlflow/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
  };
}
