export { ConnectionsPart } from './connections-part.tsx';
export { datasetAddress } from './dataset-queries.ts';
export { DatasetsTab } from './datasets-tab.tsx';
