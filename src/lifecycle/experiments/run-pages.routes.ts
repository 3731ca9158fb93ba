import { type MountedApi, mountApi } from '../../platform/http/handlers.ts';
import type { ViewChange } from './change-view.use-case.ts';
import type { CurveAxis } from './curve-blocks.ts';
import type { Caller } from './experiment.ts';
import { writeNumber } from './logged-number.ts';
import type { RunCurve } from './metric-history.store.ts';
import {
  mayChangeUnconnected,
  presentConclusion,
  presentEntry,
  presentRun,
  presentRuns,
  readAsked,
} from './present-runs.routes.ts';
import type { ExperimentPage, RunPage } from './read-run-pages.use-case.ts';
import type { RunOnLine, RunsAsked } from './read-runs.use-case.ts';
import { mayChangeView } from './require-own-view.ts';
import { NOTE_TAG } from './run.ts';
import { runPagesApi } from './run-pages.schema.ts';
import type { SavedView, ViewSettings } from './saved-view.ts';
import type { ListPage, RunListPosition } from './tracking.ts';

/** What the routes of the pages of experiments and runs call. */
export interface RunPagesUseCases {
  experiment(caller: Caller, id: string): Promise<ExperimentPage>;
  runs(caller: Caller, id: string, asked: RunsAsked): Promise<ListPage<RunOnLine, RunListPosition>>;
  run(caller: Caller, id: string): Promise<RunPage>;
  chosen(caller: Caller, ids: readonly string[]): Promise<readonly RunOnLine[]>;
  curves(
    caller: Caller,
    of: { readonly runIds: readonly string[]; readonly key: string; readonly axis: CurveAxis },
    points: number,
  ): Promise<ReadonlyMap<string, RunCurve>>;
  views(caller: Caller, experimentId: string): Promise<readonly SavedView[]>;
  saveView(caller: Caller, experimentId: string, settings: ViewSettings): Promise<SavedView>;
  changeView(
    caller: Caller,
    of: { readonly experimentId: string; readonly viewId: string },
    change: ViewChange,
  ): Promise<SavedView>;
  removeView(caller: Caller, experimentId: string, viewId: string): Promise<void>;
}

/** The routes of the pages of experiments and runs. */
export function runPagesRoutes(useCases: RunPagesUseCases): MountedApi {
  return mountApi('Runs', runPagesApi, {
    experiment: async ({ params }, { principal }) => {
      const { entry, note, link, keys } = await useCases.experiment(principal, params.experimentId);
      return {
        ...presentEntry(entry),
        description: note || null,
        initiative: link && { slug: link.slug, name: link.initiativeName },
        mayConnect: link === null && mayChangeUnconnected(entry, principal),
        keys: { metrics: keys.metrics.map(({ key }) => key), params: [...keys.params], tags: [...keys.tags] },
      };
    },
    runsOfExperiment: async ({ params, query }, { principal }) =>
      presentRuns(await useCases.runs(principal, params.experimentId, readAsked(query))),
    run: async ({ params }, { principal }) => presentDetail(await useCases.run(principal, params.runId)),
    chosen: async ({ query }, { principal }) => ({
      items: (await useCases.chosen(principal, query.ids.split(','))).map(presentRun),
    }),
    curves: async ({ query }, { principal }) => {
      const { key, axis, points } = query;
      const curves = await useCases.curves(principal, { runIds: query.runs.split(','), key, axis }, points);
      return { curves: [...curves].map(([runId, curve]) => presentCurve(runId, curve)) };
    },
    views: async ({ params }, { principal }) => ({
      items: (await useCases.views(principal, params.experimentId)).map((view) => presentView(view, principal)),
    }),
    saveView: async ({ params, body }, { principal }) =>
      presentView(await useCases.saveView(principal, params.experimentId, body), principal),
    changeView: async ({ params, body }, { principal }) =>
      presentView(await useCases.changeView(principal, params, body), principal),
    removeView: ({ params }, { principal }) =>
      useCases.removeView(principal, params.experimentId, params.viewId).then(() => undefined),
  });
}

function presentView(view: SavedView, caller: Caller) {
  const { savedBy: _, ...rest } = view;
  return { ...rest, columns: [...view.columns], mayChange: mayChangeView(view, caller) };
}

function presentCurve(runId: string, { points, count }: RunCurve) {
  return { runId, points: points.map(({ step, value }) => ({ x: step, value: writeNumber(value) })), count };
}

function presentDetail(page: RunPage) {
  const { run, link, parent, models, conclusions } = page;
  const withDirection = (id: string, direction: 'input' | 'output') => {
    const model = models.get(id);
    return model ? [{ ...model, direction }] : [];
  };
  const entry = presentRun(page);
  return {
    ...entry,
    isDeleted: run.isDeleted,
    description: run.tags.find(({ key }) => key === NOTE_TAG)?.value || null,
    initiative: link && { slug: link.slug, name: link.initiativeName },
    parent,
    datasets: run.datasets.map(({ dataset: { name, digest, sourceType, source } }, at) => ({
      name,
      digest,
      sourceType,
      source,
      context: entry.lineage.datasets[at]?.context ?? null,
    })),
    models: [
      ...run.modelInputs.flatMap((id) => withDirection(id, 'input')),
      ...run.modelOutputs.flatMap(({ modelId }) => withDirection(modelId, 'output')),
    ],
    conclusions: conclusions.map(presentConclusion),
  };
}
