export { WorkshopTab } from './workshop-tab.tsx';
