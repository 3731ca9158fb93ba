import { demoApi } from './demo.schema.ts';
import { actionsMigrations } from './lifecycle/actions/actions.migrations.ts';
import { actionsApi } from './lifecycle/actions/index.ts';
import { attentionMigrations } from './lifecycle/attention/attention.migrations.ts';
import { attentionApi } from './lifecycle/attention/index.ts';
import { conversationMigrations } from './lifecycle/conversation/conversation.migrations.ts';
import { conversationApi, conversationPolicy } from './lifecycle/conversation/index.ts';
import { connectionsMigrations } from './lifecycle/datasets/connections.migrations.ts';
import { datasetsMigrations } from './lifecycle/datasets/datasets.migrations.ts';
import { connectionsApi, datasetsApi, datasetsPolicy, exchangeApi } from './lifecycle/datasets/index.ts';
import { evaluationsMigrations } from './lifecycle/evaluations/evaluations.migrations.ts';
import { evaluationsApi } from './lifecycle/evaluations/index.ts';
import { expectationsMigrations } from './lifecycle/expectations/expectations.migrations.ts';
import { expectationsApi, expectationsPolicy } from './lifecycle/expectations/index.ts';
import { curvesMigrations } from './lifecycle/experiments/curves.migrations.ts';
import { deletedMigrations } from './lifecycle/experiments/deleted.migrations.ts';
import { experimentsMigrations } from './lifecycle/experiments/experiments.migrations.ts';
import { deletedApi, experimentsApi, experimentsPolicy, runPagesApi } from './lifecycle/experiments/index.ts';
import { savedViewsMigrations } from './lifecycle/experiments/saved-views.migrations.ts';
import { textIndexesMigrations } from './lifecycle/experiments/text-indexes.migrations.ts';
import { explanationsMigrations } from './lifecycle/explanations/explanations.migrations.ts';
import { explanationsApi, explanationsPolicy } from './lifecycle/explanations/index.ts';
import { feedbackMigrations } from './lifecycle/feedback/feedback.migrations.ts';
import { feedbackApi, feedbackPolicy, findingsApi } from './lifecycle/feedback/index.ts';
import { candidatesMigrations } from './lifecycle/framing/candidates.migrations.ts';
import { framingMigrations } from './lifecycle/framing/framing.migrations.ts';
import { candidatesApi, framingApi, framingPolicy } from './lifecycle/framing/index.ts';
import { ideasMigrations } from './lifecycle/ideas/ideas.migrations.ts';
import { ideasApi, ideasPolicy } from './lifecycle/ideas/index.ts';
import { initiativesApi } from './lifecycle/initiatives/index.ts';
import { initiativesMigrations } from './lifecycle/initiatives/initiatives.migrations.ts';
import { importMigrations } from './lifecycle/ledger/imports.migrations.ts';
import { importsApi } from './lifecycle/ledger/imports.schema.ts';
import { ledgerApi, ledgerPolicy } from './lifecycle/ledger/index.ts';
import { ledgerMigrations } from './lifecycle/ledger/ledger.migrations.ts';
import { lineageApi, lineagePolicy } from './lifecycle/lineage/index.ts';
import { lineageMigrations } from './lifecycle/lineage/lineage.migrations.ts';
import { outcomesApi, outcomesPolicy } from './lifecycle/outcomes/index.ts';
import { outcomesMigrations } from './lifecycle/outcomes/outcomes.migrations.ts';
import { type Policy, peopleApi, peoplePolicy, playbooksApi } from './lifecycle/people/index.ts';
import { peopleMigrations } from './lifecycle/people/people.migrations.ts';
import { playbooksMigrations } from './lifecycle/people/playbooks.migrations.ts';
import { peopleOverviewApi, portfolioApi } from './lifecycle/portfolio/index.ts';
import { portfolioMigrations } from './lifecycle/portfolio/portfolio.migrations.ts';
import { searchMigrations } from './lifecycle/portfolio/search.migrations.ts';
import { promptsApi } from './lifecycle/registry/prompts.schema.ts';
import { registryMigrations } from './lifecycle/registry/registry.migrations.ts';
import { registryPolicy } from './lifecycle/registry/registry.policy.ts';
import { registryApi } from './lifecycle/registry/registry.schema.ts';
import { webhooksMigrations } from './lifecycle/registry/webhooks.migrations.ts';
import { webhooksApi } from './lifecycle/registry/webhooks.schema.ts';
import { signalsApi, signalsPolicy } from './lifecycle/signals/index.ts';
import { signalsMigrations } from './lifecycle/signals/signals.migrations.ts';
import { tracePagesApi } from './lifecycle/traces/index.ts';
import { tracesMigrations } from './lifecycle/traces/traces.migrations.ts';
import { trainingApi, trainingPolicy } from './lifecycle/training/index.ts';
import { trainingMigrations } from './lifecycle/training/training.migrations.ts';
import { workshopApi, workshopPolicy } from './lifecycle/workshop/index.ts';
import { workshopMigrations } from './lifecycle/workshop/workshop.migrations.ts';
import { artifactsMigrations } from './platform/artifacts/artifacts.migrations.ts';
import { authMigrations } from './platform/auth/auth.migrations.ts';
import { authApi } from './platform/auth/auth.schema.ts';
import type { Api } from './platform/contract/index.ts';
import type { Migration } from './platform/database/migrations.ts';
import { documentsMigrations } from './platform/documents/documents.migrations.ts';
import { eventsMigrations } from './platform/events/events.migrations.ts';
import { eventsApi } from './platform/events/events.schema.ts';
import { jobsMigrations } from './platform/jobs/jobs.migrations.ts';

/** The tables of every room, in the order of their numbers. */
export const MIGRATIONS: readonly Migration[] = [
  ...eventsMigrations,
  ...jobsMigrations,
  ...authMigrations,
  ...initiativesMigrations,
  ...peopleMigrations,
  ...playbooksMigrations,
  ...framingMigrations,
  ...candidatesMigrations,
  ...actionsMigrations,
  ...ledgerMigrations,
  ...importMigrations,
  ...outcomesMigrations,
  ...feedbackMigrations,
  ...portfolioMigrations,
  ...ideasMigrations,
  ...documentsMigrations,
  ...workshopMigrations,
  ...conversationMigrations,
  ...attentionMigrations,
  ...experimentsMigrations,
  ...savedViewsMigrations,
  ...artifactsMigrations,
  ...registryMigrations,
  ...tracesMigrations,
  ...evaluationsMigrations,
  ...webhooksMigrations,
  ...curvesMigrations,
  ...textIndexesMigrations,
  ...deletedMigrations,
  ...searchMigrations,
  ...datasetsMigrations,
  ...signalsMigrations,
  ...trainingMigrations,
  ...expectationsMigrations,
  ...explanationsMigrations,
  ...connectionsMigrations,
  ...lineageMigrations,
];

/** The contracts of every room. */
export const APIS: readonly Api[] = [
  authApi,
  eventsApi,
  initiativesApi,
  peopleApi,
  conversationApi,
  playbooksApi,
  ideasApi,
  workshopApi,
  framingApi,
  candidatesApi,
  datasetsApi,
  exchangeApi,
  connectionsApi,
  signalsApi,
  experimentsApi,
  runPagesApi,
  tracePagesApi,
  evaluationsApi,
  deletedApi,
  actionsApi,
  ledgerApi,
  outcomesApi,
  feedbackApi,
  attentionApi,
  findingsApi,
  importsApi,
  registryApi,
  promptsApi,
  trainingApi,
  expectationsApi,
  explanationsApi,
  webhooksApi,
  lineageApi,
  portfolioApi,
  peopleOverviewApi,
  demoApi,
];

/** Who may do what: the rooms' tables of sentences as one. */
export const POLICY: Policy = {
  ...peoplePolicy,
  ...conversationPolicy,
  ...ideasPolicy,
  ...workshopPolicy,
  ...framingPolicy,
  ...datasetsPolicy,
  ...signalsPolicy,
  ...experimentsPolicy,
  ...registryPolicy,
  ...trainingPolicy,
  ...expectationsPolicy,
  ...explanationsPolicy,
  ...ledgerPolicy,
  ...outcomesPolicy,
  ...feedbackPolicy,
  ...lineagePolicy,
};
