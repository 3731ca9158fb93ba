/** What a state means to a reader. Each tone is always shown with an icon and a word, never as a colour alone. */
export type Tone = 'accent' | 'reached' | 'look' | 'broken' | 'unknown';

/** The colours of one tone. `text` keeps 4.5:1 on `background`, on the page and on the surface. */
export interface ToneColours {
  readonly text: string;
  readonly background: string;
  readonly border: string;
}

/** Every colour of one scheme. Components read them as `--tl-*` variables and never name a colour themselves. */
export interface Palette {
  readonly page: string;
  /** The rail, table heads and quiet boxes. */
  readonly surface: string;
  readonly hover: string;
  readonly hairline: string;
  /** Borders of controls: 3:1 on the page. */
  readonly outline: string;
  readonly text: string;
  readonly muted: string;
  readonly tones: Readonly<Record<Tone, ToneColours>>;
  /** At most six hues; each also serves as a text colour on the page. */
  readonly chart: readonly [string, string, string, string, string, string];
  /** Series that are there to compare with. */
  readonly compare: string;
  readonly grid: string;
}

/** The tones in the order in which they are explained. */
export const TONES: readonly Tone[] = ['accent', 'reached', 'look', 'broken', 'unknown'];

export const LIGHT: Palette = {
  page: '#ffffff',
  surface: '#f9f9fb',
  hover: '#f1f2f6',
  hairline: '#e5e6ec',
  outline: '#8b8f9e',
  text: '#1b1c22',
  muted: '#595d6b',
  tones: {
    accent: { text: '#3f46b8', background: '#eef0fe', border: '#c3c8f8' },
    reached: { text: '#0b6a5f', background: '#e2f5f1', border: '#9ed6ca' },
    look: { text: '#7d4c00', background: '#fdf2da', border: '#e8c983' },
    broken: { text: '#ad2020', background: '#fdecec', border: '#f1b5b5' },
    unknown: { text: '#555966', background: '#f1f2f5', border: '#cbced7' },
  },
  chart: ['#4a52cf', '#0b7c70', '#975800', '#bd2f56', '#1a6ca8', '#8440b3'],
  compare: '#696d7b',
  grid: '#ebecf1',
};

export const DARK: Palette = {
  page: '#16171b',
  surface: '#1b1c21',
  hover: '#24262d',
  hairline: '#2d2f38',
  outline: '#737786',
  text: '#e6e7ec',
  muted: '#a3a7b5',
  tones: {
    accent: { text: '#aab2fb', background: '#23264a', border: '#444a8c' },
    reached: { text: '#63d1c0', background: '#12302c', border: '#265f56' },
    look: { text: '#efc069', background: '#352910', border: '#665022' },
    broken: { text: '#ff9f9f', background: '#3d1d1f', border: '#7b383b' },
    unknown: { text: '#aeb2be', background: '#26282f', border: '#474a56' },
  },
  chart: ['#9aa3ff', '#4fc7b4', '#e3a94a', '#f5859d', '#67b7ec', '#c898ee'],
  compare: '#9a9eac',
  grid: '#26282f',
};

/** The `--tl-*` variables of one scheme. */
export function tokenVariables(palette: Palette): Record<string, string> {
  const variables: Record<string, string> = {
    '--tl-page': palette.page,
    '--tl-surface': palette.surface,
    '--tl-hover': palette.hover,
    '--tl-hairline': palette.hairline,
    '--tl-outline': palette.outline,
    '--tl-text': palette.text,
    '--tl-muted': palette.muted,
    '--tl-chart-compare': palette.compare,
    '--tl-chart-grid': palette.grid,
  };
  for (const tone of TONES) {
    const colours = palette.tones[tone];
    variables[`--tl-${tone}-text`] = colours.text;
    variables[`--tl-${tone}-background`] = colours.background;
    variables[`--tl-${tone}-border`] = colours.border;
  }
  palette.chart.forEach((colour, index) => {
    variables[`--tl-chart-${index + 1}`] = colour;
  });
  return variables;
}
