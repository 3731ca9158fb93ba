import { useQuery } from '@tanstack/react-query';
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { lazy } from 'react';
import { z } from 'zod';
import { demoApi } from '../demo.schema.ts';
import { attentionApi } from '../lifecycle/attention/index.ts';
import { STEPS } from '../lifecycle/line-order.ts';
import { sessionQuery } from '../lifecycle/people/ui/account-queries.ts';
import { createClient } from '../platform/contract/index.ts';
import { thisServer } from '../web/data/index.ts';
import { useGoOn } from '../web/kit/index.ts';
import { pageOfClientLink } from './client-links.ts';
import { inside } from './roots.tsx';

const people = () => import('../lifecycle/people/ui/index.ts');
const portfolio = () => import('../lifecycle/portfolio/ui/index.ts');
const reference = () => import('../web/reference/index.ts');

const TodayPage = lazy(async () => ({ default: (await portfolio()).TodayPage }));
const InitiativesPage = lazy(async () => ({ default: (await portfolio()).InitiativesPage }));
const PeopleOverview = lazy(async () => ({ default: (await portfolio()).PeopleOverview }));
const PeoplePage = lazy(async () => ({ default: (await people()).PeoplePage }));
const PlaybooksPage = lazy(async () => ({ default: (await people()).PlaybooksPage }));
const PlaybookPage = lazy(async () => ({ default: (await people()).PlaybookPage }));
const ErrorsPage = lazy(async () => {
  const [{ ErrorsPage: Table }, { ERROR_TABLE }] = await Promise.all([reference(), import('../error-table.ts')]);
  return { default: () => <Table parts={ERROR_TABLE} /> };
});

const demo = createClient(demoApi, thisServer);
const visits = createClient(attentionApi, thisServer);
const visit = async () => (await visits.visit()).previousVisitAt;

const start = createRoute({
  getParentRoute: () => inside,
  path: '/',
  beforeLoad: ({ location }) => {
    const page = pageOfClientLink(location.hash);
    if (page !== null) throw redirect({ href: page, replace: true });
    throw redirect({ to: '/today', replace: true });
  },
});
const today = createRoute({
  getParentRoute: () => inside,
  path: '/today',
  component: function Today() {
    const { data: session } = useQuery(sessionQuery);
    return <TodayPage visit={visit} {...(session?.isAdministrator ? { demo } : {})} />;
  },
});
const list = createRoute({
  getParentRoute: () => inside,
  path: '/initiatives',
  validateSearch: z.object({
    q: z.coerce.string().optional().catch(undefined),
    step: z
      .enum([...STEPS, 'done'])
      .optional()
      .catch(undefined),
  }),
  component: function Initiatives() {
    const filter = list.useSearch();
    const navigate = list.useNavigate();
    return <InitiativesPage filter={filter} onFilter={(search) => void navigate({ search, replace: true })} />;
  },
});
const outcomes = createRoute({
  getParentRoute: () => inside,
  path: '/outcomes',
  component: lazyRouteComponent(portfolio, 'OutcomesPage'),
});
const everybody = createRoute({
  getParentRoute: () => inside,
  path: '/people',
  validateSearch: z.object({ department: z.uuid().optional().catch(undefined) }),
  component: function Everybody() {
    const { department } = everybody.useSearch();
    const navigate = everybody.useNavigate();
    const choose = (id: string | undefined) =>
      void navigate({ search: id === undefined ? {} : { department: id }, replace: true });
    return <PeoplePage lines={<PeopleOverview department={department} onDepartment={choose} />} />;
  },
});
const playbooks = createRoute({
  getParentRoute: () => inside,
  path: '/playbooks',
  component: function Playbooks() {
    const goOn = useGoOn();
    return <PlaybooksPage onBegun={(key) => goOn(`/playbooks/${key}`)} />;
  },
});
const playbook = createRoute({
  getParentRoute: () => inside,
  path: '/playbooks/$key',
  component: function Playbook() {
    const { key } = playbook.useParams();
    return <PlaybookPage key={key} bookKey={key} />;
  },
});
const apiReference = createRoute({
  getParentRoute: () => inside,
  path: '/api-reference',
  component: lazyRouteComponent(reference, 'ApiReferencePage'),
});
const errors = createRoute({ getParentRoute: () => inside, path: '/errors', component: ErrorsPage });

/** The pages over all initiatives, and what explains the installation. */
export const overviewRoutes = [start, today, list, outcomes, everybody, playbooks, playbook, apiReference, errors];
