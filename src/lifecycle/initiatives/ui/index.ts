export { InitiativeLayout, type InitiativeLayoutProps } from './initiative-layout.tsx';
export {
  initiativeKey,
  initiativeQuery,
  initiativesClient,
  type Right,
  type Rights,
} from './initiative-queries.ts';
export { InitiativeSettings } from './initiative-settings.tsx';
export { INITIATIVE_TABS, type InitiativeTab, isInitiativeTab, stepOfTab, tabOfStep } from './initiative-tabs.ts';
export { LogList, LogTab } from './log-tab.tsx';
export { RightButton, type RightButtonProps, rightTo } from './right-note.tsx';
export type { BesideThing, SeenThing } from './seen-thing.ts';
