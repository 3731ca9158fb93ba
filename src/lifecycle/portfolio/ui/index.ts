export { Departures } from './departures.tsx';
export { type DemoPort, type DemoProgress, FirstSteps } from './first-steps.tsx';
export { InitiativesPage, type InitiativesPageProps } from './initiatives-page.tsx';
export { OutcomesPage } from './outcomes-page.tsx';
export { PeopleOverview } from './people-overview.tsx';
export type { PortfolioFilter } from './portfolio-queries.ts';
export { type FindablePage, QuickFind, type QuickFindProps } from './quick-find.tsx';
export { TodayPage, type TodayPageProps } from './today-page.tsx';
