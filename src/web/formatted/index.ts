export { FormattedText } from './formatted-text.tsx';
export { WrittenAbout } from './written-about.tsx';
