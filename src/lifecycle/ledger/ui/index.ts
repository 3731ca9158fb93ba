export { ledgerClient, ledgerQuery, phasesQuery } from './client.ts';
export { DataTab, type DataTabProps } from './data-tab.tsx';
