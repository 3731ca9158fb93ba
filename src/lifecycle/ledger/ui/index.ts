export { DataTab, type DataTabProps } from './data-tab.tsx';
