import type { Step } from '../../line-order.ts';

/** The tabs of an initiative's page in the order of the line; the id is the last part of the address. */
export const INITIATIVE_TABS = [
  { id: 'overview', label: 'Answer', step: null },
  { id: 'ask', label: 'Ask', step: 'ask' },
  { id: 'frame', label: 'Frame', step: 'frame' },
  { id: 'data', label: 'Prepare', step: 'prepare' },
  { id: 'build', label: 'Build', step: 'build' },
  { id: 'review', label: 'Review', step: 'review' },
  { id: 'release', label: 'Release', step: 'release' },
  { id: 'act', label: 'Act', step: 'act' },
  { id: 'learn', label: 'Learn', step: 'learn' },
  { id: 'lineage', label: 'Lineage', step: null },
  { id: 'people', label: 'People', step: null },
  { id: 'talk', label: 'Conversation', step: null },
  { id: 'log', label: 'Log', step: null },
] as const satisfies readonly { readonly id: string; readonly label: string; readonly step: Step | null }[];

/** A tab of an initiative's page. */
export type InitiativeTab = (typeof INITIATIVE_TABS)[number]['id'];

/** Whether a part of an address names a tab. */
export function isInitiativeTab(id: string | undefined): id is InitiativeTab {
  return INITIATIVE_TABS.some((tab) => tab.id === id);
}

/** The tab on which a step is worked. */
export function tabOfStep(step: Step): InitiativeTab {
  return INITIATIVE_TABS.find((tab) => tab.step === step)?.id ?? 'overview';
}

/** The step that is worked on a tab; `null` for the answer, the people and the log. */
export function stepOfTab(id: InitiativeTab): Step | null {
  return INITIATIVE_TABS.find((tab) => tab.id === id)?.step ?? null;
}
