import { redirect } from '@tanstack/react-router';
import { useSyncExternalStore } from 'react';
import { accountsClient, type Session, sessionQuery } from '../lifecycle/people/ui/account-queries.ts';
import {
  browserStorage,
  clock,
  connection,
  createQueryClient,
  forgetKeptWork,
  keptNames,
  liveUrl,
  openLive,
} from '../web/data/index.ts';

/** Leaves the app for the sign-in page; loading the document anew forgets everything that was read. */
export function leaveForSignIn(): void {
  const { pathname, search } = window.location;
  window.location.assign(`/sign-in?${new URLSearchParams({ to: pathname + search })}`);
}

let isSessionOver = false;
let isSigningOut = false;
const sessionListeners = new Set<() => void>();

function setSessionOver(isOver: boolean): void {
  isSessionOver = isOver;
  for (const listener of sessionListeners) listener();
}

/** The session ended by itself: the page stays as it is, so that nothing that somebody wrote on it is lost. */
function noticeSignedOut(): void {
  if (!isSigningOut) setSessionOver(true);
}

/** Whether the session ended while the page was open. */
export function useSessionOver(): boolean {
  return useSyncExternalStore(
    (listener) => {
      sessionListeners.add(listener);
      return () => sessionListeners.delete(listener);
    },
    () => isSessionOver,
  );
}

/** What was read from the server, for everybody on the page. */
export const queryClient = createQueryClient({ connection, clock, onSignedOut: noticeSignedOut });

/** The one connection that brings changes. */
export const live = openLive({ connect: () => new WebSocket(liveUrl(window.location)), onSignedOut: noticeSignedOut });

// Each way to the server tells the other what it notices, and what the browser notices is looked into.
let isHeardLive = false;
live.subscribe(() => {
  if (live.state() === 'lost') return connection.doubt();
  isHeardLive = true;
  connection.heard();
  isHeardLive = false;
});
connection.subscribe(() => {
  // A socket that has just opened brought the news itself; any other may be dead without knowing it.
  if (connection.state().lostSince === null && !isHeardLive) live.renew();
});
for (const event of ['online', 'offline']) window.addEventListener(event, connection.doubt);

/** Goes on where the session ended; for another person the document is loaded anew, which forgets everything that was read. */
export function goOn(session: Session): void {
  if (queryClient.getQueryData(sessionQuery.queryKey)?.accountId !== session.accountId) {
    window.location.reload();
    return;
  }
  queryClient.setQueryData(sessionQuery.queryKey, session);
  setSessionOver(false);
  live.renew();
  void queryClient.invalidateQueries();
}

/** Lets only signed-in people pass: others set up the installation or sign in, and come back to the wanted address. */
export async function requireSession(wanted: string): Promise<void> {
  if (queryClient.getQueryData(sessionQuery.queryKey)) return;
  // Asked first, because asking for a session that is not there would be an error in the browser's console.
  const { isEmpty, isSignedIn } = await accountsClient.readSetUp();
  if (isEmpty) throw redirect({ to: '/setup' });
  if (!isSignedIn) throw redirect({ to: '/sign-in', search: { to: wanted } });
  const session = await accountsClient.readSession();
  queryClient.setQueryData(sessionQuery.queryKey, session);
  takeUpKeptWork(session);
}

/** Forgets what was read for somebody else, and remembers who is signed in now. */
export function rememberSession(session: Session): void {
  queryClient.clear();
  queryClient.setQueryData(sessionQuery.queryKey, session);
  takeUpKeptWork(session);
}

/** Forgets what others left unsaved in this browser, and brings the person's own unsaved work to the server. */
function takeUpKeptWork({ accountId }: Session): void {
  const storage = browserStorage();
  for (const kept of [storage, sessionStorage]) forgetKeptWork(kept, accountId);
  if (storage === null || keptNames(storage, 'throughline:document:').length === 0) return;
  void import('../web/documents/index.ts').then(({ deliverKeptChanges }) => deliverKeptChanges(live, accountId));
}

/** Where to go after signing in: to the wanted address if it is one of ours, else to the start. */
export function addressAfterSignIn(wanted = '/'): string {
  return /^\/(?![/\\])/.test(wanted) ? wanted : '/';
}

/** The tabs of one browser share a session, so that one tells the others when it ends. */
const tabs = new BroadcastChannel('throughline:signed-out');
tabs.addEventListener('message', leaveForSignIn);

/**
 * Ends the session in every tab; loading the document anew forgets everything that was read.
 * @throws Problem when the server could not be told: the session goes on then.
 */
export async function signOut(): Promise<void> {
  isSigningOut = true;
  await accountsClient.signOut().catch((thrown: unknown) => {
    isSigningOut = false;
    throw thrown;
  });
  tabs.postMessage(null);
  for (const kept of [browserStorage(), sessionStorage]) forgetKeptWork(kept, null);
  window.location.assign('/sign-in');
}
