export { AccessTokensPage } from './access-tokens-page.tsx';
export { type Account, accountsClient, accountsQuery, type Session, sessionQuery } from './account-queries.ts';
export { AdminPage } from './admin-page.tsx';
export { CurrentStepPanel } from './current-step-panel.tsx';
export { FrontPage } from './front-page.tsx';
export { InitiativeFrame, type InitiativeFrameProps } from './initiative-frame.tsx';
export { InvitationPage } from './invitation-page.tsx';
export { PasswordPage } from './password-page.tsx';
export { PeoplePage, type PeoplePageProps } from './people-page.tsx';
export { peopleClient, type TableSeat, tableQuery } from './people-queries.ts';
export { ResetPasswordPage } from './reset-password-page.tsx';
export { SetupPage } from './setup-page.tsx';
export { SignInPage } from './sign-in-page.tsx';

export { StepPanel } from './step-panel.tsx';
export { TableTab } from './table-tab.tsx';
export { settled, useTableChange } from './use-table-change.ts';
