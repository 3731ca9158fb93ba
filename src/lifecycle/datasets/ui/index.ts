export { DatasetsTab } from './datasets-tab.tsx';
