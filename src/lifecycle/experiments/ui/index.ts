export { BuildTab } from './build-tab.tsx';
export { UnconnectedPage } from './unconnected-page.tsx';
