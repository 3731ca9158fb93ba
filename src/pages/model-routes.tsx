import { useQuery } from '@tanstack/react-query';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { z } from 'zod';
import { sessionQuery } from '../lifecycle/people/ui/account-queries.ts';
import { addressOfPrompt } from '../lifecycle/registry/model-address.ts';
import { raiseFinding } from './raise-finding.tsx';
import { inside } from './roots.tsx';

const experimentPages = () => import('../lifecycle/experiments/ui/index.ts');
const evaluationPages = () => import('../lifecycle/evaluations/ui/index.ts');
const tracePages = () => import('../lifecycle/traces/ui/index.ts');
const registry = () => import('../lifecycle/registry/ui/index.ts');

const ExperimentPage = lazy(async () => ({ default: (await experimentPages()).ExperimentPage }));
const ComparePage = lazy(async () => ({ default: (await experimentPages()).ComparePage }));
const RunPage = lazy(async () => ({ default: (await experimentPages()).RunPage }));
const TracesPage = lazy(async () => ({ default: (await tracePages()).TracesPage }));
const TracePage = lazy(async () => ({ default: (await tracePages()).TracePage }));
const EvaluationSetsPart = lazy(async () => ({ default: (await evaluationPages()).EvaluationSetsPart }));
const DeletedEvaluationSets = lazy(async () => ({ default: (await evaluationPages()).DeletedEvaluationSets }));
const TracesOfRun = lazy(async () => ({ default: (await tracePages()).TracesOfRun }));
const RunVersions = lazy(async () => ({ default: (await registry()).RunVersions }));
const RunFiles = lazy(async () => ({ default: (await registry()).RunFiles }));
const expectations = () => import('../lifecycle/expectations/ui/index.ts');
const RunExpectations = lazy(async () => ({ default: (await expectations()).RunExpectations }));
const VersionExpectations = lazy(async () => ({ default: (await expectations()).VersionExpectations }));
const ModelPage = lazy(async () => ({ default: (await registry()).ModelPage }));
const PromptPage = lazy(async () => ({ default: (await registry()).PromptPage }));
const ModelsPage = lazy(async () => ({ default: (await registry()).ModelsPage }));
const DeletedPage = lazy(async () => ({ default: (await experimentPages()).DeletedPage }));
const DeletedModels = lazy(async () => ({ default: (await registry()).DeletedModels }));

const allExperiments = createRoute({
  getParentRoute: () => inside,
  path: '/experiments',
  component: lazyRouteComponent(experimentPages, 'ExperimentsPage'),
});
const experiment = createRoute({
  getParentRoute: () => inside,
  path: '/experiments/$experimentId',
  validateSearch: z.object({
    columns: z.array(z.string()).readonly().optional().catch(undefined),
    filter: z.coerce.string().optional().catch(undefined),
    order: z.string().optional().catch(undefined),
    group: z.literal('parents').optional().catch(undefined),
    curves: z.literal(false).optional().catch(undefined),
    chosen: z.coerce.string().optional().catch(undefined),
    view: z.coerce.string().optional().catch(undefined),
  }),
  component: function Experiment() {
    const { experimentId } = experiment.useParams();
    const address = experiment.useSearch();
    const navigate = experiment.useNavigate();
    return (
      <ExperimentPage
        key={experimentId}
        experimentId={experimentId}
        address={address}
        onAddress={(search) => {
          // Another filter, order, grouping or view is a step that Back takes back; ticking columns or runs is not.
          void navigate({
            search,
            replace: !isStep(search, address, ['filter', 'order', 'group', 'view']),
            resetScroll: false,
          });
        }}
        evaluationSets={(slug) => (
          <Suspense>
            <EvaluationSetsPart experimentId={experimentId} slug={slug} />
          </Suspense>
        )}
      />
    );
  },
});

/** Whether another address is a step that Back takes back: whether one of the parts that are such steps changed. */
function isStep<Part extends string>(
  next: Readonly<Partial<Record<Part, unknown>>>,
  before: Readonly<Partial<Record<Part, unknown>>>,
  parts: readonly Part[],
): boolean {
  return parts.some((part) => next[part] !== before[part]);
}

/** How curves are drawn. */
const curveSearch = {
  metric: z.coerce.string().optional().catch(undefined),
  over: z.literal('time').optional().catch(undefined),
  smooth: z.number().min(0).max(1).optional().catch(undefined),
  log: z.literal(true).optional().catch(undefined),
};
/** What of it is a step that Back takes back; smoothing is not, for it slides through many values. */
const CURVE_STEPS = ['metric', 'over', 'log'] as const;

const comparedRuns = createRoute({
  getParentRoute: () => inside,
  path: '/experiments/$experimentId/compare',
  validateSearch: z.object({
    runs: z.coerce.string().optional().catch(undefined),
    ...curveSearch,
    axes: z.array(z.coerce.string()).readonly().optional().catch(undefined),
    across: z.coerce.string().optional().catch(undefined),
    up: z.coerce.string().optional().catch(undefined),
  }),
  component: function ComparedRuns() {
    const { experimentId } = comparedRuns.useParams();
    const { runs = '', ...address } = comparedRuns.useSearch();
    const navigate = comparedRuns.useNavigate();
    return (
      <ComparePage
        experimentId={experimentId}
        runIds={runs.split(',').filter((id) => id !== '')}
        address={address}
        onAddress={(next) =>
          void navigate({
            search: { ...next, runs },
            replace: !isStep(next, address, [...CURVE_STEPS, 'across', 'up']),
            resetScroll: false,
          })
        }
      />
    );
  },
});
const run = createRoute({
  getParentRoute: () => inside,
  path: '/experiments/$experimentId/runs/$runId',
  validateSearch: z.object({ file: z.coerce.string().optional().catch(undefined), ...curveSearch }),
  component: function Run() {
    const { experimentId, runId } = run.useParams();
    const { file, ...choice } = run.useSearch();
    const navigate = run.useNavigate();
    const openFile = (at: string) =>
      void navigate({ search: { ...choice, file: at === '' ? undefined : at }, resetScroll: false });
    const onChoice = (next: typeof choice) =>
      void navigate({
        search: { ...next, file },
        replace: !isStep(next, choice, CURVE_STEPS),
        resetScroll: false,
      });
    return (
      <RunPage
        key={runId}
        experimentId={experimentId}
        runId={runId}
        curves={{ choice, onChoice }}
        files={
          <Suspense>
            <RunFiles runId={runId} place={{ at: file ?? '', onOpen: openFile }} />
          </Suspense>
        }
        traces={(slug) => (
          <Suspense>
            <TracesOfRun experimentId={experimentId} runId={runId} slug={slug} />
          </Suspense>
        )}
        versions={
          <Suspense>
            <RunExpectations runId={runId} />
            <RunVersions runId={runId} />
          </Suspense>
        }
      />
    );
  },
});
const traces = createRoute({
  getParentRoute: () => inside,
  path: '/experiments/$experimentId/traces',
  validateSearch: z.object({ filter: z.coerce.string().optional().catch(undefined) }),
  component: function Traces() {
    const { experimentId } = traces.useParams();
    const { filter = '' } = traces.useSearch();
    const navigate = traces.useNavigate();
    return (
      <TracesPage
        key={experimentId}
        experimentId={experimentId}
        filter={filter}
        onFilter={(next) => void navigate({ search: next === '' ? {} : { filter: next }, replace: true })}
      />
    );
  },
});
const trace = createRoute({
  getParentRoute: () => inside,
  path: '/experiments/$experimentId/traces/$traceId',
  validateSearch: z.object({ span: z.coerce.string().optional().catch(undefined) }),
  component: function Trace() {
    const { experimentId, traceId } = trace.useParams();
    const { span } = trace.useSearch();
    const navigate = trace.useNavigate();
    return (
      <TracePage
        key={traceId}
        experimentId={experimentId}
        traceId={traceId}
        spanId={span}
        onSpan={(next) => void navigate({ search: { span: next }, replace: true, resetScroll: false })}
        addressOfPrompt={addressOfPrompt}
      />
    );
  },
});
const models = createRoute({
  getParentRoute: () => inside,
  path: '/models',
  component: function Models() {
    const { data: session } = useQuery(sessionQuery);
    return <ModelsPage isAdministrator={session?.isAdministrator === true} />;
  },
});
const model = createRoute({
  getParentRoute: () => inside,
  path: '/models/$name',
  validateSearch: z.object({ on: z.iso.date().optional().catch(undefined) }),
  component: function Model() {
    const { name } = model.useParams();
    const { on = '' } = model.useSearch();
    const navigate = model.useNavigate();
    const onDay = (day: string) =>
      void navigate({ search: day === '' ? {} : { on: day }, replace: true, resetScroll: false });
    return (
      <ModelPage
        key={name}
        name={name}
        asked={{ day: on, onDay }}
        besideVersion={raiseFinding}
        evidenceOf={evidenceOf}
        onPrompt={() => void navigate({ to: '/prompts/$name', params: { name }, replace: true })}
      />
    );
  },
});
const prompt = createRoute({
  getParentRoute: () => inside,
  path: '/prompts/$name',
  validateSearch: z.object({
    version: z.coerce.number().int().min(1).optional().catch(undefined),
    against: z.coerce.number().int().min(1).optional().catch(undefined),
  }),
  component: function Prompt() {
    const { name } = prompt.useParams();
    const { version, against } = prompt.useSearch();
    const navigate = prompt.useNavigate();
    return (
      <PromptPage
        key={name}
        name={name}
        choice={{ version, against }}
        onChoice={(search) => void navigate({ search, resetScroll: false })}
      />
    );
  },
});

/** How a version fares by what is expected of it. */
function evidenceOf(name: string, version: number) {
  return (
    <Suspense>
      <VersionExpectations name={name} version={version} />
    </Suspense>
  );
}

const deleted = createRoute({
  getParentRoute: () => inside,
  path: '/deleted',
  component: function Deleted() {
    const { data: session } = useQuery(sessionQuery);
    return (
      <DeletedPage
        isAdministrator={session?.isAdministrator === true}
        evaluationSets={
          <Suspense>
            <DeletedEvaluationSets />
          </Suspense>
        }
        models={
          <Suspense>
            <DeletedModels />
          </Suspense>
        }
      />
    );
  },
});

/** The pages of what data scientists log: experiments, runs, models and prompts. */
export const modelRoutes = [
  allExperiments,
  experiment,
  comparedRuns,
  run,
  traces,
  trace,
  models,
  model,
  prompt,
  deleted,
];
