export { AccessTokensPage } from './access-tokens-page.tsx';
export { type Account, accountsClient, accountsQuery, type Session, sessionQuery } from './account-queries.ts';
export { AdminPage, type AdminPageProps } from './admin-page.tsx';
export { CurrentStepPanel } from './current-step-panel.tsx';
export { InitiativeFrame, type InitiativeFrameProps } from './initiative-frame.tsx';
export { InvitationPage } from './invitation-page.tsx';
export { PartPanel } from './part-panel.tsx';
export { PasswordPage } from './password-page.tsx';
export { PeoplePage, type PeoplePageProps } from './people-page.tsx';
export { peopleClient, type TableSeat, tableQuery } from './people-queries.ts';
export { PlaybookPage } from './playbook-page.tsx';
export { playbooksQuery } from './playbook-queries.ts';
export { PlaybooksPage } from './playbooks-page.tsx';
export { ResetPasswordPage } from './reset-password-page.tsx';
export { SetupPage } from './setup-page.tsx';
export { SignInPage } from './sign-in-page.tsx';

export { TableTab } from './table-tab.tsx';
export { settled, useTableChange } from './use-table-change.ts';
