import { redirect } from '@tanstack/react-router';
import { accountsClient, type Session, sessionQuery } from '../lifecycle/people/ui/account-queries.ts';
import { browserStorage, createQueryClient, forgetKeptWork, keptNames, liveUrl, openLive } from '../web/data/index.ts';

/** Leaves the app for the sign-in page; loading the document anew forgets everything that was read. */
function leaveForSignIn(): void {
  const { pathname, search } = window.location;
  window.location.assign(`/sign-in?${new URLSearchParams({ to: pathname + search })}`);
}

/** What was read from the server, for everybody on the page. */
export const queryClient = createQueryClient({ onSignedOut: leaveForSignIn });

/** The one connection that brings changes. */
export const live = openLive({ connect: () => new WebSocket(liveUrl(window.location)), onSignedOut: leaveForSignIn });

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

/** Ends the session in every tab; loading the document anew forgets everything that was read. */
export async function signOut(): Promise<void> {
  await accountsClient.signOut();
  tabs.postMessage(null);
  for (const kept of [browserStorage(), sessionStorage]) forgetKeptWork(kept, null);
  window.location.assign('/sign-in');
}
