export { AppShell, type AppShellProps } from './app-shell.tsx';
export type { Connection } from './connection-notice.tsx';
export { ErrorBoundary, ErrorPage, NotFoundPage } from './error-pages.tsx';
export { WebProviders } from './providers.tsx';
export type { RailEntry } from './rail-entry.ts';
export { MeMenu, type MeMenuItem, NotificationButton, SearchButton } from './top-bar.tsx';
