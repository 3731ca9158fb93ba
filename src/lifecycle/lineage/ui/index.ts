export { DatasetSources } from './dataset-sources.tsx';
export { JobPage } from './job-page.tsx';
export { LineageTab } from './lineage-tab.tsx';
export { SourcePage } from './source-page.tsx';
export { SourcesPage } from './sources-page.tsx';
export { InitiativeTroubles } from './troubles.tsx';
