export { StepTalk } from './step-talk.tsx';
export { TalkHere, type TalkHereProps } from './talk-here.tsx';
export { TalkTab, ThreadHere } from './talk-tab.tsx';
