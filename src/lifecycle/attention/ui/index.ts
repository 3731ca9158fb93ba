export { Bell } from './bell.tsx';
export { FromMailPage, type FromMailPageProps } from './from-mail-page.tsx';
export { MailOffPage } from './mail-off-page.tsx';
export { MailPage } from './mail-page.tsx';
export { MailReport } from './mail-report.tsx';
export { NotificationsPage } from './notifications-page.tsx';
