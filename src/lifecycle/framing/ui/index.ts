export { FrameTab, type FrameTabProps } from './frame-tab.tsx';
