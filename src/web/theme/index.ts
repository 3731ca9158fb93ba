export { contrastRatio } from './contrast.ts';
export { cssVariablesResolver, theme } from './theme.ts';
export { DARK, LIGHT, type Palette, TONES, type Tone, type ToneColours, tokenVariables } from './tokens.ts';
