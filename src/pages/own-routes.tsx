import { useQuery } from '@tanstack/react-query';
import { createRoute, lazyRouteComponent, useRouter } from '@tanstack/react-router';
import { lazy } from 'react';
import { sessionQuery } from '../lifecycle/people/ui/account-queries.ts';
import { inside } from './roots.tsx';

const people = () => import('../lifecycle/people/ui/index.ts');
const attention = () => import('../lifecycle/attention/ui/index.ts');
const datasets = () => import('../lifecycle/datasets/ui/index.ts');
const portfolio = () => import('../lifecycle/portfolio/ui/index.ts');

const MailReport = lazy(async () => ({ default: (await attention()).MailReport }));
const FromMailPage = lazy(async () => ({ default: (await attention()).FromMailPage }));
const ConnectionsPart = lazy(async () => ({ default: (await datasets()).ConnectionsPart }));
const Departures = lazy(async () => ({ default: (await portfolio()).Departures }));
const AdminPage = lazy(async () => ({ default: (await people()).AdminPage }));

const admin = createRoute({
  getParentRoute: () => inside,
  path: '/admin',
  component: () => <AdminPage departures={<Departures />} mails={<MailReport />} connections={<ConnectionsPart />} />,
});
const tokens = createRoute({
  getParentRoute: () => inside,
  path: '/me/tokens',
  component: lazyRouteComponent(people, 'AccessTokensPage'),
});
const password = createRoute({
  getParentRoute: () => inside,
  path: '/me/password',
  component: lazyRouteComponent(people, 'PasswordPage'),
});
const notifications = createRoute({
  getParentRoute: () => inside,
  path: '/notifications',
  component: lazyRouteComponent(attention, 'NotificationsPage'),
});
const mail = createRoute({
  getParentRoute: () => inside,
  path: '/me/notifications',
  component: lazyRouteComponent(attention, 'MailPage'),
});
const fromMail = createRoute({
  getParentRoute: () => inside,
  path: '/from-mail/$token',
  component: function FromMail() {
    const { data: session } = useQuery(sessionQuery);
    const router = useRouter();
    const { token } = fromMail.useParams();
    return session ? <FromMailPage token={token} me={session} onGo={(path) => router.history.replace(path)} /> : null;
  },
});

/** The pages about oneself and the installation: what one is told, tokens, password, administration. */
export const ownRoutes = [admin, tokens, password, notifications, mail, fromMail];
