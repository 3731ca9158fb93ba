export { LearnTab } from './learn-tab.tsx';
