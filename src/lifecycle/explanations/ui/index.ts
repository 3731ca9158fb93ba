export { WhyEntry } from './why-entry.tsx';
export { WhyPage } from './why-page.tsx';
