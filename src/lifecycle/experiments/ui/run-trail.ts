import { nameWithin } from './run-words.ts';

/** What the way to a page of runs is told from: an experiment, or a run with the name of its own. */
export interface OnTrail {
  readonly name: string;
  readonly initiative: { readonly slug: string; readonly name: string } | null;
}

/** A step of a way. */
export interface Step {
  readonly label: string;
  readonly to: string;
}

/** The way to an experiment: by its initiative, or by the list of experiments while it has none. */
export function trailOf(experiment: OnTrail | undefined): readonly Step[] {
  const initiative = experiment?.initiative;
  if (!initiative) return [{ label: 'Experiments', to: '/experiments' }];
  return [
    { label: 'Initiatives', to: '/initiatives' },
    { label: initiative.name, to: `/i/${initiative.slug}/build` },
  ];
}

/** What an experiment is called behind the name of its initiative. */
export function nameOf(experiment: OnTrail | undefined): string {
  if (!experiment) return 'Experiment';
  return experiment.initiative ? nameWithin(experiment.initiative.slug, experiment.name) : experiment.name;
}

/** The way to what lies in an experiment: the way to it, and itself. */
export function trailWithin(experiment: OnTrail | undefined, experimentId: string): readonly Step[] {
  return [...trailOf(experiment), { label: nameOf(experiment), to: `/experiments/${experimentId}` }];
}

/** The address of a run. */
export function addressOfRun(run: { readonly id: string; readonly experimentId: string }): string {
  return `/experiments/${run.experimentId}/runs/${run.id}`;
}
