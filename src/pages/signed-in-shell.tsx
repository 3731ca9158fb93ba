import { Button } from '@mantine/core';
import {
  IconBell,
  IconBook2,
  IconBulb,
  IconCalendar,
  IconChartHistogram,
  IconCube,
  IconDatabase,
  IconFlask,
  IconKey,
  IconLock,
  IconLogout,
  IconRoute,
  IconSettings,
  IconTerminal2,
  IconUsers,
} from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Outlet, useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { sessionQuery } from '../lifecycle/people/ui/account-queries.ts';
import { SentFilesNotice, useConnection, useLiveState } from '../web/data/index.ts';
import { AppLink, Notice } from '../web/kit/index.ts';
import {
  AppShell,
  HashLanding,
  MeMenu,
  type MeMenuItem,
  OpeningPage,
  type RailEntry,
  SearchButton,
} from '../web/shell/index.ts';
import { goOn, leaveForSignIn, signOut, useSessionOver } from './signed-in.ts';

const Bell = lazy(async () => ({ default: (await import('../lifecycle/attention/ui/bell.tsx')).Bell }));
const QuickFind = lazy(async () => ({ default: (await import('../lifecycle/portfolio/ui/index.ts')).QuickFind }));
const SignInAgain = lazy(async () => ({ default: (await import('../lifecycle/people/ui/index.ts')).SignInAgain }));

/** Pages that search finds by their name beside those of the rail and of the own menu. */
const MORE_PAGES = [
  { label: 'Notifications', to: '/notifications' },
  { label: 'What was deleted', to: '/deleted' },
  { label: 'Ask a question', to: '/ask' },
  { label: 'What refusals mean', to: '/errors' },
] as const;

const RAIL: readonly RailEntry[] = [
  { label: 'Today', to: '/today', icon: IconCalendar, alsoFor: ['/'] },
  { label: 'Ideas', to: '/ideas', icon: IconBulb, alsoFor: ['/ask'] },
  { label: 'Initiatives', to: '/initiatives', icon: IconRoute, alsoFor: ['/i'] },
  { label: 'Experiments', to: '/experiments', icon: IconFlask, alsoFor: ['/deleted'] },
  { label: 'Outcomes', to: '/outcomes', icon: IconChartHistogram },
  { label: 'People', to: '/people', icon: IconUsers },
  { label: 'Models', to: '/models', icon: IconCube, alsoFor: ['/prompts'] },
  { label: 'Data', to: '/data', icon: IconDatabase },
  { label: 'Playbooks', to: '/playbooks', icon: IconBook2 },
];
const ADMIN_ENTRY: RailEntry = { label: 'Admin', to: '/admin', icon: IconSettings, startsGroup: true };

const ME_PAGES: readonly (MeMenuItem & { readonly to: string })[] = [
  { label: 'Your notifications', to: '/me/notifications', icon: IconBell },
  { label: 'Access tokens', to: '/me/tokens', icon: IconKey },
  { label: 'Change your password', to: '/me/password', icon: IconLock },
  { label: 'API reference', to: '/api-reference', icon: IconTerminal2 },
];

/** The frame around every page of somebody who is signed in: rail, search, bell and own menu. */
export function SignedInShell() {
  const router = useRouter();
  const { data: session } = useQuery(sessionQuery);
  const { lostSince } = useConnection();
  const isLive = useLiveState() === 'connected';
  const isSessionOver = useSessionOver();
  const leaving = useMutation({ mutationFn: signOut });
  const [find, setFind] = useState<'never' | 'open' | 'closed'>('never');
  if (!session) return null;
  const rail = session.isAdministrator ? [...RAIL, ADMIN_ENTRY] : RAIL;
  const findable = [...rail, ...ME_PAGES, ...MORE_PAGES].map(({ label, to }) => ({ label, to }));
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
      me={
        <MeMenu
          name={session.name}
          detail={session.email}
          items={[...ME_PAGES, { label: 'Sign out', icon: IconLogout, onSelect: () => leaving.mutate() }]}
        />
      }
      connection={{ lostSince, isLive }}
    >
      <HashLanding />
      <SentFilesNotice />
      {leaving.error && (
        <Notice tone="broken" title="You are still signed in." isUrgent>
          {leaving.error.message} Sign out again when the connection is back.
        </Notice>
      )}
      <Suspense fallback={<OpeningPage />}>
        <Outlet />
      </Suspense>
      {isSessionOver && (
        <Suspense>
          <SignInAgain onSignedIn={goOn} onLeave={leaveForSignIn} />
        </Suspense>
      )}
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
