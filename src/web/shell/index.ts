export { AppShell } from './app-shell.tsx';
export { ErrorBoundary, ErrorPage, NotFoundPage } from './error-pages.tsx';
export { HashLanding } from './hash-landing.tsx';
export { OpeningPage } from './opening-page.tsx';
export { WebProviders } from './providers.tsx';
export type { RailEntry } from './rail-entry.ts';
export { MeMenu, type MeMenuItem, SearchButton } from './top-bar.tsx';
