import type { Step } from '../line-order.ts';

const PAGE_OF_STEP: Readonly<Record<Step, string>> = {
  ask: 'overview',
  frame: 'frame',
  prepare: 'data',
  build: 'build',
  review: 'review',
  release: 'release',
  act: 'act',
  learn: 'learn',
};

/** The address of the page where the work of a step is done; the overview when no step is named. */
export function pathTo(slug: string, step: Step | null): string {
  return `/i/${slug}/${step === null ? 'overview' : PAGE_OF_STEP[step]}`;
}
