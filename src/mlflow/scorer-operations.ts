import type { Scorers, ScorerVersion } from '../lifecycle/evaluations/index.ts';
import { MlflowError } from './mlflow-error.ts';
import type { MlflowOperation } from './mlflow-operation.ts';
import { type MlflowInput, optionalInteger, requiredString } from './read-request.ts';

const SCORERS = '/mlflow/scorers';

/** The operations of scorers. What a client wrote of one is kept as it is; nothing here runs it. */
export function scorerOperations(scorers: Scorers): readonly MlflowOperation[] {
  const within = (input: MlflowInput) => requiredString(input, 'experiment_id');
  const named = (input: MlflowInput) => requiredString(input, 'name');
  const version = (input: MlflowInput) => optionalInteger(input, 'version');
  return [
    {
      method: 'POST',
      path: `${SCORERS}/register`,
      handle: async ({ principal }, input) => {
        const scorer = { name: named(input), text: requiredString(input, 'serialized_scorer') };
        const registered = await scorers.register(principal, within(input), scorer);
        return {
          version: registered.version,
          scorer_id: registered.scorerId,
          experiment_id: String(registered.experimentNo),
          name: registered.name,
          serialized_scorer: registered.text,
          creation_time: registered.createdMs,
        };
      },
    },
    {
      method: 'GET',
      path: `${SCORERS}/list`,
      handle: async ({ principal }, input) => presentAll(await scorers.list(principal, within(input))),
    },
    {
      method: 'GET',
      path: `${SCORERS}/versions`,
      handle: async ({ principal }, input) =>
        presentAll(await scorers.versions(principal, within(input), named(input))),
    },
    {
      method: 'GET',
      path: `${SCORERS}/get`,
      handle: async ({ principal }, input) => ({
        scorer: present(await scorers.get(principal, within(input), named(input), version(input))),
      }),
    },
    {
      method: 'DELETE',
      path: `${SCORERS}/delete`,
      handle: async ({ principal }, input) => {
        await scorers.delete(principal, within(input), named(input), version(input));
        return {};
      },
    },
    // Clients that list scorers ask which of them run by themselves; without an answer they would show none.
    { method: 'GET', path: `${SCORERS}/online-configs`, handle: async () => ({ configs: [] }) },
    {
      method: 'PUT',
      path: `${SCORERS}/online-config`,
      handle: async () => {
        throw new MlflowError(
          'ENDPOINT_NOT_FOUND',
          'Scorers are kept here and never run. Run them from a program of yours by mlflow.genai.evaluate.',
        );
      },
    },
  ];
}

function presentAll(versions: readonly ScorerVersion[]): object {
  return { scorers: versions.length === 0 ? undefined : versions.map(present) };
}

/** A version as clients read it; here, unlike above, the id of the experiment is a number to them. */
function present(scorer: ScorerVersion): object {
  return {
    experiment_id: scorer.experimentNo,
    scorer_name: scorer.name,
    scorer_version: scorer.version,
    serialized_scorer: scorer.text,
    creation_time: scorer.createdMs,
    scorer_id: scorer.scorerId,
  };
}
