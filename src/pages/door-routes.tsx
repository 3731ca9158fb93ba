import { createRoute, redirect, useRouter } from '@tanstack/react-router';
import { lazy } from 'react';
import { z } from 'zod';
import { accountsClient, type Session } from '../lifecycle/people/ui/account-queries.ts';
import { root } from './roots.tsx';
import { addressAfterSignIn, rememberSession } from './signed-in.ts';

const people = () => import('../lifecycle/people/ui/index.ts');
const attention = () => import('../lifecycle/attention/ui/index.ts');

const SetupPage = lazy(async () => ({ default: (await people()).SetupPage }));
const SignInPage = lazy(async () => ({ default: (await people()).SignInPage }));
const InvitationPage = lazy(async () => ({ default: (await people()).InvitationPage }));
const ResetPasswordPage = lazy(async () => ({ default: (await people()).ResetPasswordPage }));
const MailOffPage = lazy(async () => ({ default: (await attention()).MailOffPage }));

/** Goes on after signing in, to an address of ours only. */
function useEnter(wanted?: string): (session: Session) => void {
  const router = useRouter();
  return (session) => {
    rememberSession(session);
    router.history.push(addressAfterSignIn(wanted));
  };
}

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  beforeLoad: async () => {
    if (!(await accountsClient.readSetUp()).isEmpty) throw redirect({ to: '/' });
  },
  component: function SetUp() {
    return <SetupPage onSignedIn={useEnter()} />;
  },
});
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: z.object({ to: z.string().optional().catch(undefined) }),
  component: function SignIn() {
    const { to } = signIn.useSearch();
    return <SignInPage onSignedIn={useEnter(to)} />;
  },
});
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation/$secret',
  component: function Invitation() {
    return <InvitationPage secret={invitation.useParams().secret} onSignedIn={useEnter()} />;
  },
});
const resetPassword = createRoute({
  getParentRoute: () => root,
  path: '/reset-password/$secret',
  component: function ResetPassword() {
    return <ResetPasswordPage secret={resetPassword.useParams().secret} onSignedIn={useEnter()} />;
  },
});
const mailOff = createRoute({
  getParentRoute: () => root,
  path: '/mail-off/$token',
  component: function MailOff() {
    return <MailOffPage token={mailOff.useParams().token} />;
  },
});

/** The pages that stand before the door: for people who are not signed in. */
export const doorRoutes = [setup, signIn, invitation, resetPassword, mailOff];
