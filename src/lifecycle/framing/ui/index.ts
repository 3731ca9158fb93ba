export { FrameTab } from './frame-tab.tsx';
