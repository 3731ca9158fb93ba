export { BuildTab } from './build-tab.tsx';
export { ComparePage } from './compare-page.tsx';
export { DeletedPage, type DeletedPageProps } from './deleted-page.tsx';
export { type ExperimentAddress, ExperimentPage } from './experiment-page.tsx';
export { RunPage } from './run-page.tsx';
export { TracePage } from './trace-page.tsx';
export { TracesPage } from './traces-page.tsx';
export { UnconnectedPage } from './unconnected-page.tsx';
