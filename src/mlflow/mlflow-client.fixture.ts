import type { TestAnswer, TestInstallation, TestPerson } from '../../test/installation.ts';

/** Calls of the protocol as a client makes them, in process. */
export interface MlflowClient {
  /** `call('POST runs/create', { ... })`: the path behind `/api/2.0/mlflow/`. */
  call(request: string, body?: unknown): Promise<TestAnswer>;
  /** The same, and throws when it was refused; gives the body. */
  does(request: string, body?: unknown): Promise<TestAnswer['body']>;
  /** Status, code and message of a refusal. */
  refused(request: string, body?: unknown): Promise<readonly [number, string, string]>;
}

/** A client that calls in the name of a person. */
export function mlflowClient(installation: TestInstallation, person: TestPerson): MlflowClient {
  const call: MlflowClient['call'] = (request, body) => {
    const [method, path] = request.split(' ');
    return installation.call(person, `${method} /api/2.0/mlflow/${path}`, body);
  };
  return {
    call,
    does: async (request, body) => {
      const answer = await call(request, body);
      if (answer.status !== 200) throw new Error(`${request}: ${answer.status} ${answer.text}`);
      return answer.body;
    },
    refused: async (request, body) => {
      const { status, body: answer } = await call(request, body);
      return [status, answer.error_code, answer.message];
    },
  };
}

/** Creates a run and gives its id. */
export async function aRun(client: MlflowClient, experimentId: string, fields: object = {}): Promise<string> {
  const { run } = await client.does('POST runs/create', { experiment_id: experimentId, start_time: 1_000, ...fields });
  return run.info.run_id;
}
