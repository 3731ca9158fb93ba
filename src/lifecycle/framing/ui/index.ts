export { framingClient, framingQuery } from './client.ts';
export { FrameTab, type FrameTabProps } from './frame-tab.tsx';
