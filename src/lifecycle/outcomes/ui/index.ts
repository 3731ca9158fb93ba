export { OverviewTab } from './overview-tab.tsx';
export { LINK_WORDS, STATE_WORDS } from './state-words.ts';
export { WhatWeBelieved } from './what-we-believed.tsx';
