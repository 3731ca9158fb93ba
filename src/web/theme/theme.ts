import { type CSSVariablesResolver, createTheme, type MantineColorsTuple, rem } from '@mantine/core';
import { DARK, LIGHT, tokenVariables } from './tokens.ts';

const indigo: MantineColorsTuple = [
  '#eef0fe',
  '#dee1fc',
  '#c3c8f8',
  '#a3aaf3',
  '#868eed',
  '#6b74e4',
  '#545cd8',
  '#474ec6',
  '#3f46b8',
  '#31378f',
];
const gray: MantineColorsTuple = [
  '#f9f9fb',
  '#f1f2f6',
  '#e5e6ec',
  '#dcdde4',
  '#cbced7',
  '#a5a8b5',
  '#7c8090',
  '#595d6b',
  '#3c3f4a',
  '#1b1c22',
];
const dark: MantineColorsTuple = [
  '#e6e7ec',
  '#b7bac5',
  '#a3a7b5',
  '#737786',
  '#3b3e48',
  '#2d2f38',
  '#24262d',
  '#16171b',
  '#111216',
  '#0c0d10',
];

/** Height of every control and of every table row. */
const CONTROL_HEIGHT = rem(32);

/** The theme of the component library: 13 px base, tabular density, radius 4, one accent. */
export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 7, dark: 7 },
  colors: { indigo, gray, dark },
  white: LIGHT.page,
  black: LIGHT.text,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace',
  fontSizes: { xs: rem(12), sm: rem(13), md: rem(13), lg: rem(14), xl: rem(16) },
  lineHeights: { xs: '1.45', sm: '1.45', md: '1.45', lg: '1.45', xl: '1.45' },
  spacing: { xs: rem(4), sm: rem(8), md: rem(12), lg: rem(16), xl: rem(24) },
  radius: { xs: rem(2), sm: rem(4), md: rem(4), lg: rem(6), xl: rem(8) },
  defaultRadius: 'sm',
  headings: {
    fontWeight: '600',
    textWrap: 'balance',
    sizes: {
      h1: { fontSize: rem(20), lineHeight: '1.3' },
      h2: { fontSize: rem(14), lineHeight: '1.4' },
      h3: { fontSize: rem(13), lineHeight: '1.4' },
    },
  },
  respectReducedMotion: true,
  cursorType: 'pointer',
  // Mantine's own default nudges a pressed button down by a pixel; a quiet page does not move.
  activeClassName: '',
  components: {
    Button: {
      vars: (_: unknown, props: { size?: string }) =>
        props.size?.startsWith('compact')
          ? {}
          : { root: { '--button-height': CONTROL_HEIGHT, '--button-padding-x': rem(12), '--button-fz': rem(13) } },
    },
    ActionIcon: {
      defaultProps: { variant: 'subtle', color: 'gray' },
      vars: () => ({ root: { '--ai-size': CONTROL_HEIGHT } }),
    },
    Input: { vars: () => ({ wrapper: { '--input-height': CONTROL_HEIGHT, '--input-fz': rem(13) } }) },
    InputWrapper: { defaultProps: { inputWrapperOrder: ['label', 'description', 'input', 'error'] } },
    Modal: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' }, transitionProps: { duration: 120 } } },
    Drawer: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' }, transitionProps: { duration: 120 } } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Close this notice' } } },
    Menu: { defaultProps: { transitionProps: { duration: 100 }, shadow: 'sm' } },
    Popover: { defaultProps: { transitionProps: { duration: 100 }, shadow: 'sm' } },
    Tooltip: { defaultProps: { openDelay: 300, events: { hover: true, focus: true, touch: false } } },
  },
});

/** Hues whose filled shade is ours and carries white text as it is. */
const OWN_HUES: readonly string[] = ['indigo', 'gray', 'dark'];

/** Share of a hue's darkest shade, mixed with black, that carries white text and reads as text on its pale shade. */
export const STRONG_SHARE = 0.7;

/**
 * Adds the `--tl-*` tokens and repairs the library's contrast: its light variants, dimmed text and error text miss
 * 4.5:1 as they ship, so they are mixed darker in the light scheme and lighter in the dark one.
 */
export const cssVariablesResolver: CSSVariablesResolver = (mantine) => {
  const light: Record<string, string> = {
    ...tokenVariables(LIGHT),
    '--mantine-color-dimmed': LIGHT.muted,
    '--mantine-color-placeholder': LIGHT.muted,
    '--mantine-color-error': LIGHT.tones.broken.text,
    '--mantine-color-anchor': LIGHT.tones.accent.text,
    '--mantine-color-default-border': LIGHT.tones.unknown.border,
    '--mantine-color-disabled-color': LIGHT.muted,
  };
  const darkScheme: Record<string, string> = {
    ...tokenVariables(DARK),
    '--mantine-color-dimmed': DARK.muted,
    '--mantine-color-placeholder': DARK.muted,
    '--mantine-color-error': DARK.tones.broken.text,
    '--mantine-color-anchor': DARK.tones.accent.text,
    '--mantine-color-default': DARK.surface,
    '--mantine-color-default-hover': DARK.hover,
    '--mantine-color-default-border': DARK.tones.unknown.border,
    '--mantine-color-disabled-color': DARK.muted,
  };
  for (const name of Object.keys(mantine.colors)) {
    const strong = `color-mix(in srgb, var(--mantine-color-${name}-9) ${STRONG_SHARE * 100}%, black)`;
    light[`--mantine-color-${name}-light-color`] = strong;
    light[`--mantine-color-${name}-outline`] = strong;
    darkScheme[`--mantine-color-${name}-light-color`] = `var(--mantine-color-${name}-2)`;
    if (OWN_HUES.includes(name)) continue;
    light[`--mantine-color-${name}-filled`] = darkScheme[`--mantine-color-${name}-filled`] = strong;
    light[`--mantine-color-${name}-filled-hover`] = darkScheme[`--mantine-color-${name}-filled-hover`] =
      `color-mix(in srgb, var(--mantine-color-${name}-9) ${STRONG_SHARE * 90}%, black)`;
  }
  return { variables: {}, light, dark: darkScheme };
};
