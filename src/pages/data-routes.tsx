import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { lazy } from 'react';
import { inside } from './roots.tsx';

const lineage = () => import('../lifecycle/lineage/ui/index.ts');

const SourcePage = lazy(async () => ({ default: (await lineage()).SourcePage }));
const JobPage = lazy(async () => ({ default: (await lineage()).JobPage }));

const sources = createRoute({
  getParentRoute: () => inside,
  path: '/data',
  component: lazyRouteComponent(lineage, 'SourcesPage'),
});
const source = createRoute({
  getParentRoute: () => inside,
  path: '/data/$sourceId',
  component: function Source() {
    const { sourceId } = source.useParams();
    return <SourcePage key={sourceId} id={sourceId} />;
  },
});
const job = createRoute({
  getParentRoute: () => inside,
  path: '/data/jobs/$jobId',
  component: function Job() {
    const { jobId } = job.useParams();
    return <JobPage key={jobId} id={jobId} />;
  },
});

/** The pages of the company's tables and of the jobs that write them. */
export const dataRoutes = [sources, source, job];
