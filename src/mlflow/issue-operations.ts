import { MlflowError } from './mlflow-error.ts';
import type { MlflowOperation } from './mlflow-operation.ts';

const ISSUES = '/mlflow/issues';

/** Why there are no issues here, and what says the same. */
export function noIssues(): MlflowError {
  return new MlflowError(
    'NOT_IMPLEMENTED',
    'There are no issues here. Say what is wrong with a trace by mlflow.log_feedback, and raise what somebody must mend as a finding on the page of the initiative.',
  );
}

/** What clients of MLflow 3.17 ask about issues; each is refused with the reason. `mlflow.log_issue` reads the issue first. */
export function issueOperations(): readonly MlflowOperation[] {
  const asked = [
    { method: 'POST', path: ISSUES },
    { method: 'POST', path: `${ISSUES}/search` },
    { method: 'GET', path: `${ISSUES}/:issue_id` },
    { method: 'PATCH', path: `${ISSUES}/:issue_id` },
  ] as const;
  return asked.map((operation) => ({
    ...operation,
    handle: async () => {
      throw noIssues();
    },
  }));
}
