import { Button } from '@mantine/core';
import {
  IconBell,
  IconBook2,
  IconBulb,
  IconCalendar,
  IconChartHistogram,
  IconCube,
  IconFlask,
  IconKey,
  IconLock,
  IconLogout,
  IconRoute,
  IconSettings,
  IconTerminal2,
  IconUsers,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  RouterProvider,
  redirect,
  useParams,
} from '@tanstack/react-router';
import { type ComponentType, lazy, StrictMode, Suspense, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { demoApi } from './demo.schema.ts';
import { attentionApi } from './lifecycle/attention/index.ts';
import { IDEA_STATES } from './lifecycle/ideas/idea.ts';
import type { LineStep } from './lifecycle/initiatives/index.ts';
import { initiativeQuery, type Rights } from './lifecycle/initiatives/ui/initiative-queries.ts';
import { type InitiativeTab, isInitiativeTab, stepOfTab } from './lifecycle/initiatives/ui/initiative-tabs.ts';
import type { SeenThing } from './lifecycle/initiatives/ui/seen-thing.ts';
import { STEPS } from './lifecycle/line-order.ts';
import { accountsClient, type Session, sessionQuery } from './lifecycle/people/ui/account-queries.ts';
import { createClient } from './platform/contract/index.ts';
import {
  browserStorage,
  createQueryClient,
  forgetKeptWork,
  keptNames,
  LiveProvider,
  liveUrl,
  openLive,
  useLiveState,
} from './web/data/index.ts';
import { AppLink } from './web/kit/index.ts';
import {
  AppShell,
  ErrorBoundary,
  ErrorPage,
  MeMenu,
  type MeMenuItem,
  NotFoundPage,
  type RailEntry,
  SearchButton,
  WebProviders,
} from './web/shell/index.ts';

// Pages load when they are first opened: one part for each room.
const initiatives = () => import('./lifecycle/initiatives/ui/index.ts');
const ideas = () => import('./lifecycle/ideas/ui/index.ts');
const people = () => import('./lifecycle/people/ui/index.ts');
const conversation = () => import('./lifecycle/conversation/ui/index.ts');
const attention = () => import('./lifecycle/attention/ui/index.ts');
const experimentPages = () => import('./lifecycle/experiments/ui/index.ts');
const registry = () => import('./lifecycle/registry/ui/index.ts');
const portfolio = () => import('./lifecycle/portfolio/ui/index.ts');
const reference = () => import('./web/reference/index.ts');

const AskPage = lazy(async () => ({ default: (await ideas()).AskPage }));
const IdeasPage = lazy(async () => ({ default: (await ideas()).IdeasPage }));
const CameFromIdea = lazy(async () => ({ default: (await ideas()).CameFromIdea }));
const IdeaPage = lazy(async () => ({ default: (await ideas()).IdeaPage }));
const LogTab = lazy(async () => ({ default: (await initiatives()).LogTab }));
const SetupPage = lazy(async () => ({ default: (await people()).SetupPage }));
const SignInPage = lazy(async () => ({ default: (await people()).SignInPage }));
const InvitationPage = lazy(async () => ({ default: (await people()).InvitationPage }));
const ResetPasswordPage = lazy(async () => ({ default: (await people()).ResetPasswordPage }));
const PeoplePage = lazy(async () => ({ default: (await people()).PeoplePage }));
const PlaybooksPage = lazy(async () => ({ default: (await people()).PlaybooksPage }));
const PlaybookPage = lazy(async () => ({ default: (await people()).PlaybookPage }));
const InitiativeFrame = lazy(async () => ({ default: (await people()).InitiativeFrame }));
const PartPanel = lazy(async () => ({ default: (await people()).PartPanel }));
const CurrentStepPanel = lazy(async () => ({ default: (await people()).CurrentStepPanel }));
const TableTab = lazy(async () => ({ default: (await people()).TableTab }));
const ReturnArrow = lazy(async () => ({
  default: (await import('./lifecycle/feedback/ui/return-arrow.tsx')).ReturnArrow,
}));
const StepTalk = lazy(async () => ({ default: (await conversation()).StepTalk }));
const TalkTab = lazy(async () => ({ default: (await conversation()).TalkTab }));
const Bell = lazy(async () => ({ default: (await import('./lifecycle/attention/ui/bell.tsx')).Bell }));
const MailReport = lazy(async () => ({ default: (await attention()).MailReport }));
const MailOffPage = lazy(async () => ({ default: (await attention()).MailOffPage }));
const FromMailPage = lazy(async () => ({ default: (await attention()).FromMailPage }));
const ExperimentPage = lazy(async () => ({ default: (await experimentPages()).ExperimentPage }));
const ComparePage = lazy(async () => ({ default: (await experimentPages()).ComparePage }));
const RunPage = lazy(async () => ({ default: (await experimentPages()).RunPage }));
const RunFiles = lazy(async () => ({ default: (await registry()).RunFiles }));
const ModelPage = lazy(async () => ({ default: (await registry()).ModelPage }));
const TodayPage = lazy(async () => ({ default: (await portfolio()).TodayPage }));
const InitiativesPage = lazy(async () => ({ default: (await portfolio()).InitiativesPage }));
const PeopleOverview = lazy(async () => ({ default: (await portfolio()).PeopleOverview }));
const Departures = lazy(async () => ({ default: (await portfolio()).Departures }));
const AdminPage = lazy(async () => ({ default: (await people()).AdminPage }));
const RaiseFinding = lazy(async () => ({
  default: (await import('./lifecycle/feedback/ui/index.ts')).RaiseFinding,
}));
const StepFindings = lazy(async () => ({
  default: (await import('./lifecycle/feedback/ui/index.ts')).StepFindings,
}));
const QuickFind = lazy(async () => ({ default: (await portfolio()).QuickFind }));
const ErrorsPage = lazy(async () => {
  const [{ ErrorsPage: Table }, { ERROR_TABLE }] = await Promise.all([reference(), import('./error-table.ts')]);
  return { default: () => <Table parts={ERROR_TABLE} /> };
});

interface WorkProps {
  readonly slug: string;
  readonly rights: Rights;
  readonly me: Session;
}

/** Offers to raise a finding beside a verdict or a version: their rooms come before that of the findings. */
function raiseFinding(thing: SeenThing) {
  return (
    <Suspense>
      <RaiseFinding {...thing} />
    </Suspense>
  );
}

/** The work of a tab; the tabs without one show their step alone. */
const WORK: Partial<Record<InitiativeTab, ComponentType<WorkProps>>> = {
  overview: lazy(async () => {
    const { OverviewTab } = await import('./lifecycle/outcomes/ui/index.ts');
    return { default: (props: WorkProps) => <OverviewTab {...props} besideVerdict={raiseFinding} /> };
  }),
  frame: lazy(async () => {
    const [{ WorkshopTab }, { FrameTab }] = await Promise.all([
      import('./lifecycle/workshop/ui/index.ts'),
      import('./lifecycle/framing/ui/index.ts'),
    ]);
    return {
      default: (props: WorkProps) => (
        <WorkshopTab {...props}>
          <FrameTab {...props} />
        </WorkshopTab>
      ),
    };
  }),
  data: lazy(async () => ({ default: (await import('./lifecycle/ledger/ui/index.ts')).DataTab })),
  build: lazy(async () => ({ default: (await import('./lifecycle/experiments/ui/index.ts')).BuildTab })),
  learn: lazy(async () => ({ default: (await import('./lifecycle/feedback/ui/index.ts')).LearnTab })),
};

/** Pages that search finds by their name beside those of the rail and of the own menu. */
const MORE_PAGES = [
  { label: 'Notifications', to: '/notifications' },
  { label: 'Ask a question', to: '/ask' },
  { label: 'What refusals mean', to: '/errors' },
] as const;

const demo = createClient(demoApi, { baseUrl: '' });
const visits = createClient(attentionApi, { baseUrl: '' });
const visit = async () => (await visits.visit()).previousVisitAt;

/** Leaves the app for the sign-in page; loading the document anew forgets everything that was read. */
function leaveForSignIn(): void {
  const { pathname, search } = window.location;
  window.location.assign(`/sign-in?${new URLSearchParams({ to: pathname + search })}`);
}

const queryClient = createQueryClient({ onSignedOut: leaveForSignIn });
const live = openLive({ connect: () => new WebSocket(liveUrl(window.location)), onSignedOut: leaveForSignIn });

/** Lets only signed-in people pass: others set up the installation or sign in, and come back to the wanted address. */
async function requireSession(wanted: string): Promise<void> {
  if (queryClient.getQueryData(sessionQuery.queryKey)) return;
  // Asked first, because asking for a session that is not there would be an error in the browser's console.
  const { isEmpty, isSignedIn } = await accountsClient.readSetUp();
  if (isEmpty) throw redirect({ to: '/setup' });
  if (!isSignedIn) throw redirect({ to: '/sign-in', search: { to: wanted } });
  const session = await accountsClient.readSession();
  queryClient.setQueryData(sessionQuery.queryKey, session);
  takeUpKeptWork(session);
}

/** Goes on after signing in, to an address of ours only. */
function enter(session: Session, wanted = '/'): void {
  queryClient.clear();
  queryClient.setQueryData(sessionQuery.queryKey, session);
  takeUpKeptWork(session);
  router.history.push(/^\/(?![/\\])/.test(wanted) ? wanted : '/');
}

/** Forgets what others left unsaved in this browser, and brings the person's own unsaved work to the server. */
function takeUpKeptWork({ accountId }: Session): void {
  const storage = browserStorage();
  for (const kept of [storage, sessionStorage]) forgetKeptWork(kept, accountId);
  if (storage === null || keptNames(storage, 'throughline:document:').length === 0) return;
  void import('./web/documents/index.ts').then(({ deliverKeptChanges }) => deliverKeptChanges(live, accountId));
}

async function signOut(): Promise<void> {
  await accountsClient.signOut();
  for (const kept of [browserStorage(), sessionStorage]) forgetKeptWork(kept, null);
  window.location.assign('/sign-in');
}

const RAIL: readonly RailEntry[] = [
  { label: 'Today', to: '/today', icon: IconCalendar, alsoFor: ['/'] },
  { label: 'Ideas', to: '/ideas', icon: IconBulb, alsoFor: ['/ask'] },
  { label: 'Initiatives', to: '/initiatives', icon: IconRoute, alsoFor: ['/i'] },
  { label: 'Experiments', to: '/experiments', icon: IconFlask },
  { label: 'Outcomes', to: '/outcomes', icon: IconChartHistogram },
  { label: 'People', to: '/people', icon: IconUsers },
  { label: 'Models', to: '/models', icon: IconCube },
  { label: 'Playbooks', to: '/playbooks', icon: IconBook2 },
];
const ADMIN_ENTRY: RailEntry = { label: 'Admin', to: '/admin', icon: IconSettings, startsGroup: true };

const ME_ITEMS: readonly MeMenuItem[] = [
  { label: 'Your notifications', to: '/me/notifications', icon: IconBell },
  { label: 'Access tokens', to: '/me/tokens', icon: IconKey },
  { label: 'Change your password', to: '/me/password', icon: IconLock },
  { label: 'API reference', to: '/api-reference', icon: IconTerminal2 },
  { label: 'Sign out', icon: IconLogout, onSelect: () => void signOut() },
];

function Shell() {
  const { data: session } = useQuery(sessionQuery);
  const connection = useLiveState();
  const [find, setFind] = useState<'never' | 'open' | 'closed'>('never');
  if (!session) return null;
  const rail = session.isAdministrator ? [...RAIL, ADMIN_ENTRY] : RAIL;
  const findable = [...rail, ...ME_ITEMS, ...MORE_PAGES].flatMap(({ label, to }) =>
    to === undefined ? [] : [{ label, to }],
  );
  return (
    <AppShell
      brand="Throughline"
      rail={rail}
      search={<SearchButton label="Search" onOpen={() => setFind('open')} />}
      action={
        <Button component={AppLink} to="/ask">
          Ask a question
        </Button>
      }
      bell={
        // The place is kept while it loads, so that nothing beside it moves.
        <Suspense fallback={<span className="tl-bell-place" />}>
          <Bell accountId={session.accountId} />
        </Suspense>
      }
      me={<MeMenu name={session.name} detail={session.email} items={ME_ITEMS} />}
      connection={connection}
    >
      <Suspense>
        <Outlet />
      </Suspense>
      {find !== 'never' && (
        <Suspense>
          <QuickFind
            isOpen={find === 'open'}
            onClose={() => setFind('closed')}
            pages={findable}
            onChoose={(path) => {
              setFind('closed');
              router.history.push(path);
            }}
          />
        </Suspense>
      )}
    </AppShell>
  );
}

const root = createRootRoute({
  component: () => (
    <Suspense>
      <Outlet />
    </Suspense>
  ),
});

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  beforeLoad: async () => {
    if (!(await accountsClient.readSetUp()).isEmpty) throw redirect({ to: '/' });
  },
  component: () => <SetupPage onSignedIn={(session) => enter(session)} />,
});
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: z.object({ to: z.string().optional().catch(undefined) }),
  component: function SignIn() {
    const { to } = signIn.useSearch();
    return <SignInPage onSignedIn={(session) => enter(session, to)} />;
  },
});
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation/$secret',
  component: function Invitation() {
    return <InvitationPage secret={invitation.useParams().secret} onSignedIn={(session) => enter(session)} />;
  },
});
const resetPassword = createRoute({
  getParentRoute: () => root,
  path: '/reset-password/$secret',
  component: function ResetPassword() {
    return <ResetPasswordPage secret={resetPassword.useParams().secret} onSignedIn={(session) => enter(session)} />;
  },
});

const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  beforeLoad: ({ location }) => requireSession(location.href),
  component: Shell,
});
const start = createRoute({
  getParentRoute: () => inside,
  path: '/',
  beforeLoad: ({ location }) => {
    // MLflow's clients print links like /#/experiments/1/runs/0af3: their pages have the same addresses without the mark.
    if (/^\/experiments\/\d+(\/runs\/[0-9a-f]+)?\/?$/.test(location.hash))
      throw redirect({ href: location.hash, replace: true });
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
const ask = createRoute({
  getParentRoute: () => inside,
  path: '/ask',
  component: () => <AskPage onPosted={openIdea} />,
});
const ideaList = createRoute({
  getParentRoute: () => inside,
  path: '/ideas',
  validateSearch: z.object({
    view: z.enum(['list', 'funnel', 'settings']).optional().catch(undefined),
    q: z.coerce.string().optional().catch(undefined),
    state: z.enum(IDEA_STATES).optional().catch(undefined),
    department: z.uuid().optional().catch(undefined),
    order: z.enum(['newest', 'support']).optional().catch(undefined),
  }),
  component: function Ideas() {
    const address = ideaList.useSearch();
    const navigate = ideaList.useNavigate();
    const { data: session } = useQuery(sessionQuery);
    return (
      <IdeasPage
        address={address}
        onAddress={(search) => void navigate({ search, replace: true })}
        onPosted={openIdea}
        isAdministrator={session?.isAdministrator === true}
      />
    );
  },
});
const idea = createRoute({
  getParentRoute: () => inside,
  path: '/ideas/$ideaId',
  component: function Idea() {
    const { ideaId } = idea.useParams();
    const { data: me } = useQuery(sessionQuery);
    if (!me) return null;
    return (
      <IdeaPage key={ideaId} ideaId={ideaId} me={me} onStarted={(slug) => router.history.push(`/i/${slug}/overview`)} />
    );
  },
});

function openIdea(ideaId: string): void {
  router.history.push(`/ideas/${ideaId}`);
}

const playbooks = createRoute({
  getParentRoute: () => inside,
  path: '/playbooks',
  component: () => <PlaybooksPage onBegun={(key) => router.history.push(`/playbooks/${key}`)} />,
});
const playbook = createRoute({
  getParentRoute: () => inside,
  path: '/playbooks/$key',
  component: function Playbook() {
    const { key } = playbook.useParams();
    return <PlaybookPage key={key} bookKey={key} />;
  },
});
const outcomes = createRoute({
  getParentRoute: () => inside,
  path: '/outcomes',
  component: lazyRouteComponent(portfolio, 'OutcomesPage'),
});
const unconnected = createRoute({
  getParentRoute: () => inside,
  path: '/experiments',
  component: lazyRouteComponent(experimentPages, 'UnconnectedPage'),
});
const experiment = createRoute({
  getParentRoute: () => inside,
  path: '/experiments/$experimentId',
  validateSearch: z.object({
    columns: z.array(z.string()).readonly().optional().catch(undefined),
    filter: z.coerce.string().optional().catch(undefined),
    order: z.string().optional().catch(undefined),
    group: z.literal('parents').optional().catch(undefined),
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
        onAddress={(search) => void navigate({ search, replace: true })}
      />
    );
  },
});
const comparedRuns = createRoute({
  getParentRoute: () => inside,
  path: '/experiments/$experimentId/compare',
  validateSearch: z.object({ runs: z.string().optional().catch(undefined) }),
  component: function ComparedRuns() {
    const { experimentId } = comparedRuns.useParams();
    const { runs = '' } = comparedRuns.useSearch();
    return <ComparePage experimentId={experimentId} runIds={runs.split(',').filter((id) => id !== '')} />;
  },
});
const run = createRoute({
  getParentRoute: () => inside,
  path: '/experiments/$experimentId/runs/$runId',
  component: function Run() {
    const { experimentId, runId } = run.useParams();
    return (
      <RunPage
        key={runId}
        experimentId={experimentId}
        runId={runId}
        files={
          <Suspense>
            <RunFiles runId={runId} />
          </Suspense>
        }
      />
    );
  },
});
const everybody = createRoute({
  getParentRoute: () => inside,
  path: '/people',
  component: () => <PeoplePage lines={<PeopleOverview />} />,
});
const models = createRoute({
  getParentRoute: () => inside,
  path: '/models',
  component: lazyRouteComponent(registry, 'ModelsPage'),
});
const model = createRoute({
  getParentRoute: () => inside,
  path: '/models/$name',
  component: function Model() {
    const { name } = model.useParams();
    return <ModelPage key={name} name={name} besideVersion={raiseFinding} />;
  },
});
const admin = createRoute({
  getParentRoute: () => inside,
  path: '/admin',
  component: () => <AdminPage departures={<Departures />} mails={<MailReport />} />,
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
const goInPlace = (path: string): void => router.history.replace(path);
const fromMail = createRoute({
  getParentRoute: () => inside,
  path: '/from-mail/$token',
  component: function FromMail() {
    const { data: session } = useQuery(sessionQuery);
    const { token } = fromMail.useParams();
    return session ? <FromMailPage token={token} me={session} onGo={goInPlace} /> : null;
  },
});
const mailOff = createRoute({
  getParentRoute: () => root,
  path: '/mail-off/$token',
  component: function MailOff() {
    return <MailOffPage token={mailOff.useParams().token} />;
  },
});
const apiReference = createRoute({
  getParentRoute: () => inside,
  path: '/api-reference',
  component: lazyRouteComponent(reference, 'ApiReferencePage'),
});
const errors = createRoute({ getParentRoute: () => inside, path: '/errors', component: ErrorsPage });

const initiative = createRoute({
  getParentRoute: () => inside,
  path: '/i/$slug',
  component: function Initiative() {
    const { slug } = initiative.useParams();
    const { tab } = useParams({ strict: false });
    return (
      <InitiativeFrame
        key={slug}
        slug={slug}
        tab={isInitiativeTab(tab) ? tab : undefined}
        returned={
          // A part that loads later must not hide the page around it, which would lose the focus on its title.
          <Suspense>
            <ReturnArrow slug={slug} />
          </Suspense>
        }
        origin={
          <Suspense>
            <CameFromIdea slug={slug} />
          </Suspense>
        }
      >
        <Suspense>
          <Outlet />
        </Suspense>
      </InitiativeFrame>
    );
  },
});
const initiativeStart = createRoute({
  getParentRoute: () => initiative,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/i/$slug/$tab', params: { slug: params.slug, tab: 'overview' }, replace: true });
  },
});
const initiativeTab = createRoute({
  getParentRoute: () => initiative,
  path: '$tab',
  beforeLoad: ({ params: { slug, tab } }) => {
    if (!isInitiativeTab(tab))
      throw redirect({ to: '/i/$slug/$tab', params: { slug, tab: 'overview' }, replace: true });
  },
  component: function Tab() {
    const { slug, tab } = initiativeTab.useParams();
    return isInitiativeTab(tab) ? <TabPage key={tab} slug={slug} tab={tab} /> : null;
  },
});

/** A tab: its work, then the step that the work belongs to. */
function TabPage({ slug, tab }: { readonly slug: string; readonly tab: InitiativeTab }) {
  const line = useQuery(initiativeQuery(slug));
  const { data: me } = useQuery(sessionQuery);
  if (tab === 'people') return <TableTab slug={slug} />;
  if (tab === 'talk') return <TalkTab slug={slug} />;
  if (tab === 'log') return <LogTab slug={slug} />;
  const Work = WORK[tab];
  const step = stepOfTab(tab);
  const shown = step ?? line.data?.steps.find(({ state }) => state === 'now')?.part;
  // It loads after its step, and the step must not vanish meanwhile.
  const talk = (at: LineStep) => (
    <Suspense>
      <StepTalk slug={slug} at={at} />
    </Suspense>
  );
  return (
    <>
      {Work && me && line.data && <Work slug={slug} rights={line.data.rights} me={me} />}
      {step === null ? <CurrentStepPanel slug={slug} talk={talk} /> : <PartPanel slug={slug} part={step} talk={talk} />}
      {shown && me && line.data && (
        <Suspense>
          <StepFindings slug={slug} step={shown} rights={line.data.rights} me={me} />
        </Suspense>
      )}
    </>
  );
}

const router = createRouter({
  routeTree: root.addChildren([
    setup,
    signIn,
    invitation,
    resetPassword,
    mailOff,
    inside.addChildren([
      start,
      today,
      list,
      ask,
      ideaList,
      idea,
      outcomes,
      unconnected,
      experiment,
      comparedRuns,
      run,
      everybody,
      models,
      model,
      playbooks,
      playbook,
      admin,
      tokens,
      password,
      notifications,
      mail,
      fromMail,
      apiReference,
      errors,
      initiative.addChildren([initiativeStart, initiativeTab]),
    ]),
  ]),
  defaultErrorComponent: ErrorPage,
  defaultNotFoundComponent: () => (
    <main className="tl-main">
      <NotFoundPage />
    </main>
  ),
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

const container = document.getElementById('root');
if (!container) throw new Error('The document has no element "root".');
createRoot(container).render(
  <StrictMode>
    <WebProviders queryClient={queryClient}>
      <LiveProvider live={live}>
        <ErrorBoundary>
          <RouterProvider router={router} />
        </ErrorBoundary>
      </LiveProvider>
    </WebProviders>
  </StrictMode>,
);
