import { ATTENTION_ERRORS } from './lifecycle/attention/attention.errors.ts';
import { CONVERSATION_ERRORS } from './lifecycle/conversation/conversation.errors.ts';
import { CONNECTIONS_ERRORS } from './lifecycle/datasets/connections.errors.ts';
import { DATASETS_ERRORS } from './lifecycle/datasets/datasets.errors.ts';
import { EVALUATIONS_ERRORS } from './lifecycle/evaluations/evaluations.errors.ts';
import { EXPECTATIONS_ERRORS } from './lifecycle/expectations/expectations.errors.ts';
import { EXPERIMENTS_ERRORS } from './lifecycle/experiments/experiments.errors.ts';
import { EXPLANATIONS_ERRORS } from './lifecycle/explanations/explanations.errors.ts';
import { FEEDBACK_ERRORS } from './lifecycle/feedback/feedback.errors.ts';
import { CANDIDATES_ERRORS } from './lifecycle/framing/candidates.errors.ts';
import { FRAMING_ERRORS } from './lifecycle/framing/framing.errors.ts';
import { IDEAS_ERRORS } from './lifecycle/ideas/ideas.errors.ts';
import { INITIATIVES_ERRORS } from './lifecycle/initiatives/initiatives.errors.ts';
import { IMPORT_ERRORS } from './lifecycle/ledger/imports.errors.ts';
import { LEDGER_ERRORS } from './lifecycle/ledger/ledger.errors.ts';
import { LINEAGE_ERRORS } from './lifecycle/lineage/lineage.errors.ts';
import { OUTCOMES_ERRORS } from './lifecycle/outcomes/outcomes.errors.ts';
import { PEOPLE_ERRORS } from './lifecycle/people/people.errors.ts';
import { PLAYBOOKS_ERRORS } from './lifecycle/people/playbooks.errors.ts';
import { REGISTRY_ERRORS } from './lifecycle/registry/registry.errors.ts';
import { SIGNALS_ERRORS } from './lifecycle/signals/signals.errors.ts';
import { TRACES_ERRORS } from './lifecycle/traces/traces.errors.ts';
import { TRAINING_ERRORS } from './lifecycle/training/training.errors.ts';
import { WORKSHOP_ERRORS } from './lifecycle/workshop/workshop.errors.ts';
import { AUTH_ERRORS } from './platform/auth/auth.errors.ts';
import { type ErrorTable, PLATFORM_ERRORS } from './platform/contract/index.ts';

/** The one error table of the product, by part; the documentation and the page that explains refusals come from it. */
export const ERROR_TABLE: readonly { readonly part: string; readonly rows: ErrorTable }[] = [
  { part: 'Every request', rows: PLATFORM_ERRORS },
  { part: 'Accounts', rows: AUTH_ERRORS },
  { part: 'Initiatives', rows: INITIATIVES_ERRORS },
  { part: 'People', rows: PEOPLE_ERRORS },
  { part: 'Conversation', rows: CONVERSATION_ERRORS },
  { part: 'Playbooks', rows: PLAYBOOKS_ERRORS },
  { part: 'Ideas', rows: IDEAS_ERRORS },
  { part: 'Workshop', rows: WORKSHOP_ERRORS },
  { part: 'Framing', rows: FRAMING_ERRORS },
  { part: 'Possible tasks', rows: CANDIDATES_ERRORS },
  { part: 'Data sets', rows: DATASETS_ERRORS },
  { part: 'Connections', rows: CONNECTIONS_ERRORS },
  { part: 'Signal checks', rows: SIGNALS_ERRORS },
  { part: 'Experiments and runs', rows: EXPERIMENTS_ERRORS },
  { part: 'Traces', rows: TRACES_ERRORS },
  { part: 'Evaluations', rows: EVALUATIONS_ERRORS },
  { part: 'Models', rows: REGISTRY_ERRORS },
  { part: 'Training', rows: TRAINING_ERRORS },
  { part: 'Expectations', rows: EXPECTATIONS_ERRORS },
  { part: 'Explanations', rows: EXPLANATIONS_ERRORS },
  { part: 'Ledger', rows: LEDGER_ERRORS },
  { part: 'Files brought in', rows: IMPORT_ERRORS },
  { part: 'Outcomes', rows: OUTCOMES_ERRORS },
  { part: 'Return tickets and findings', rows: FEEDBACK_ERRORS },
  { part: 'Lineage', rows: LINEAGE_ERRORS },
  { part: 'Notifications and mail', rows: ATTENTION_ERRORS },
];
