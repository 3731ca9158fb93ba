import { createRouter, RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { dataRoutes } from './pages/data-routes.tsx';
import { doorRoutes } from './pages/door-routes.tsx';
import { ideaRoutes } from './pages/idea-routes.tsx';
import { initiativeRoutes } from './pages/initiative-routes.tsx';
import { modelRoutes } from './pages/model-routes.tsx';
import { overviewRoutes } from './pages/overview-routes.tsx';
import { ownRoutes } from './pages/own-routes.tsx';
import { inside, root } from './pages/roots.tsx';
import { live, queryClient } from './pages/signed-in.ts';
import { LiveProvider } from './web/data/index.ts';
import { ErrorBoundary, ErrorPage, NotFoundPage, WebProviders } from './web/shell/index.ts';

const router = createRouter({
  routeTree: root.addChildren([
    ...doorRoutes,
    inside.addChildren([
      ...overviewRoutes,
      ...ideaRoutes,
      ...modelRoutes,
      ...dataRoutes,
      ...ownRoutes,
      ...initiativeRoutes,
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
