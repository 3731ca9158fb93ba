import type { Tracking } from '../lifecycle/experiments/index.ts';
import { experimentOperations } from './experiment-operations.ts';
import { loggedModelOperations } from './logged-model-operations.ts';
import { metricOperations } from './metric-operations.ts';
import type { MlflowOperation } from './mlflow-operation.ts';
import { runOperations } from './run-operations.ts';
import { serverOperations } from './server-operations.ts';

/** The operations of tracking: experiments, runs, metrics and logged models. */
export function trackingOperations(tracking: Tracking): readonly MlflowOperation[] {
  return [
    ...serverOperations,
    ...experimentOperations(tracking),
    ...runOperations(tracking),
    ...metricOperations(tracking),
    ...loggedModelOperations(tracking),
  ];
}
