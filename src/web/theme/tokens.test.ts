import { DEFAULT_THEME, darken } from '@mantine/core';
import { describe, expect, it } from 'vitest';
import { contrastRatio } from './contrast.ts';
import { STRONG_SHARE, theme } from './theme.ts';
import { DARK, LIGHT, TONES, tokenVariables } from './tokens.ts';

it('computes the published contrast of #777777 on white, 4.48:1 (WCAG technique G18 calls it just too low)', () => {
  expect(contrastRatio('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  expect(contrastRatio('#000000', '#ffffff')).toBe(21);
});

describe.each([
  ['light', LIGHT],
  ['dark', DARK],
] as const)('in the %s scheme', (_, palette) => {
  it.each(TONES)('the tone "%s" can be read on its own background, on the page and on the surface', (tone) => {
    const { text, background } = palette.tones[tone];
    for (const behind of [background, palette.page, palette.surface, palette.hover]) {
      expect(contrastRatio(text, behind)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('text and muted text can be read everywhere', () => {
    const behinds = [
      palette.page,
      palette.surface,
      palette.hover,
      ...TONES.map((tone) => palette.tones[tone].background),
    ];
    for (const behind of behinds) {
      expect(contrastRatio(palette.text, behind)).toBeGreaterThanOrEqual(7);
      expect(contrastRatio(palette.muted, behind)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('every chart colour can label itself in text', () => {
    for (const colour of [...palette.chart, palette.compare]) {
      expect(contrastRatio(colour, palette.page)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('the border of a control stands out from the page', () => {
    expect(contrastRatio(palette.outline, palette.page)).toBeGreaterThanOrEqual(3);
  });
});

it('both schemes define the same variables', () => {
  expect(Object.keys(tokenVariables(DARK))).toEqual(Object.keys(tokenVariables(LIGHT)));
});

const hues = Object.entries({ ...DEFAULT_THEME.colors, ...theme.colors }).filter(([name]) => name !== 'dark');

it.each(hues)('the library colour "%s" can be read filled, light and outlined, in both schemes', (_, shades) => {
  const shade = (index: number) => shades?.[index] ?? '';
  const strong = toHex(darken(shade(9), 1 - STRONG_SHARE));
  expect(contrastRatio(strong, LIGHT.page)).toBeGreaterThanOrEqual(4.5);
  expect(contrastRatio(strong, shade(1))).toBeGreaterThanOrEqual(4.5);
  expect(contrastRatio(shade(2), toHex(darken(shade(9), 0.5)))).toBeGreaterThanOrEqual(4.5);
});

it('the accent carries white text', () => {
  expect(contrastRatio(theme.colors?.indigo?.[7] ?? '', '#ffffff')).toBeGreaterThanOrEqual(4.5);
});

/** `rgba(1, 2, 3, 1)` as `#010203`. */
function toHex(rgba: string): string {
  const parts = [...rgba.matchAll(/[\d.]+/g)].slice(0, 3).map(([part]) => Math.round(Number(part)));
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
