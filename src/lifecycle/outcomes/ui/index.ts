export { OverviewTab } from './overview-tab.tsx';
export { LINK_WORDS, STATE_WORDS, type ToneWords } from './state-words.ts';
