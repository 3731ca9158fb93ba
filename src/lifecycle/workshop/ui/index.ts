export { WorkshopTab, type WorkshopTabProps } from './workshop-tab.tsx';
