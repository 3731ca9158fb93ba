import { createRootRoute, createRoute, Outlet } from '@tanstack/react-router';
import { Suspense } from 'react';
import { OpeningPage } from '../web/shell/index.ts';
import { requireSession } from './signed-in.ts';
import { SignedInShell } from './signed-in-shell.tsx';

/** What every page stands in. */
export const root = createRootRoute({
  component: () => (
    <Suspense fallback={<OpeningPage />}>
      <Outlet />
    </Suspense>
  ),
});

/** What every page stands in that only signed-in people see. */
export const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  beforeLoad: ({ location }) => requireSession(location.href),
  component: SignedInShell,
});
