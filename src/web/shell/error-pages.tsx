import { Button } from '@mantine/core';
import { Component, type ErrorInfo, type ReactNode, useEffect } from 'react';
import { problemOf } from '../data/problem.ts';
import { ProblemNotice } from '../data/problem-notice.tsx';
import { connection, useConnection } from '../data/this-server.ts';
import { AppLink } from '../kit/app-link.tsx';
import { EmptyState, Page } from '../kit/page.tsx';
import './shell.css';

export interface ErrorPageProps {
  readonly error: unknown;
  /** Shows the page again without loading the app anew; the router passes it in. */
  readonly reset?: () => void;
}

/** The page in place of one that failed. Fits the router's `errorComponent`. */
export function ErrorPage({ error, reset }: ErrorPageProps) {
  const isMissing = isMissingChunk(error);
  const { lostSince } = useConnection();
  if (isMissing && lostSince !== null) return <PageOnItsWay />;
  const isOldApp = isMissing;
  return (
    <Page title={isOldApp ? 'There is a newer version of this page' : 'This page could not be shown'} width="narrow">
      {isOldApp ? (
        <p className="tl-prose">
          The app was updated while this tab was open. Load it again to go on; what you saved is kept.
        </p>
      ) : (
        <ProblemNotice error={error} {...(reset && problemOf(error).status !== 404 ? { onRetry: reset } : {})} />
      )}
      <div className="tl-row">
        <Button variant={isOldApp ? 'filled' : 'default'} onClick={() => window.location.reload()}>
          Load the page again
        </Button>
        <AppLink to="/">Go to the start page</AppLink>
      </div>
    </Page>
  );
}

/** The page in place of one that was not loaded before the connection went; it comes by itself. */
function PageOnItsWay() {
  // The browser keeps in mind that the part could not be loaded, so that only loading the app anew brings it.
  useEffect(() => connection.onBack(() => window.location.reload()), []);
  return (
    <Page title="This page could not be loaded" width="narrow">
      <p className="tl-prose">
        There is no connection to Throughline, and this page was not loaded before. It comes by itself as soon as the
        connection is back; you can also go back to where you were.
      </p>
      <div className="tl-row">
        <Button variant="default" onClick={() => window.history.back()}>
          Go back
        </Button>
      </div>
    </Page>
  );
}

export interface NotFoundPageProps {
  /** The link onwards; the start page by default. */
  readonly action?: ReactNode;
}

/** The page for an address that leads nowhere. Fits the router's `notFoundComponent`. */
export function NotFoundPage({ action }: NotFoundPageProps) {
  return (
    <Page title="There is no page at this address" width="narrow">
      <EmptyState
        sentence="The link may be old, or the address may have a typing error. What you look for may also have been renamed."
        action={action ?? <AppLink to="/">Go to the start page</AppLink>}
      />
    </Page>
  );
}

interface ErrorBoundaryProps {
  /** What to show instead; the whole error page by default. */
  readonly fallback?: (error: unknown, reset: () => void) => ReactNode;
  readonly children: ReactNode;
}

/** Keeps a failure from emptying the whole window. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { error: unknown; hasFailed: boolean }> {
  override state = { error: undefined as unknown, hasFailed: false };

  static getDerivedStateFromError(error: unknown) {
    return { error, hasFailed: true };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo) {
    // The one place where the page itself writes to the console: whoever debugs needs the stack.
    console.error(error, info.componentStack);
  }

  override render() {
    if (!this.state.hasFailed) return this.props.children;
    const reset = () => this.setState({ error: undefined, hasFailed: false });
    return (
      this.props.fallback?.(this.state.error, reset) ?? (
        <main className="tl-main">
          <ErrorPage error={this.state.error} reset={reset} />
        </main>
      )
    );
  }
}

/** A part of the app that the server no longer has, because a newer version replaced it. */
function isMissingChunk(error: unknown): boolean {
  return error instanceof Error && /dynamically imported module|module script failed|preload CSS/i.test(error.message);
}
