export { ConnectionsPart } from './connections-part.tsx';
export { DatasetsTab } from './datasets-tab.tsx';
