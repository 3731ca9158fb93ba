/** Rows of one group of a column: with the mean of a numeric target, or of one level of a target of words. */
export interface GroupCount {
  readonly label: string;
  /** The place of the group in the order of the column. */
  readonly sort: number;
  readonly rows: number;
  readonly mean: number | null;
  /** Mean of the target's square. */
  readonly square: number | null;
  readonly level: string | null;
}

/** How much a column tells of the target. */
export interface Strength {
  /** 0 to 1. */
  readonly strength: number;
  readonly direction: -1 | 0 | 1;
}

/**
 * How much the groups of a column tell of the target, 0 to 1. For a numeric target the correlation ratio, corrected for
 * what groups gain by chance (epsilon squared, Kelley 1935, https://doi.org/10.1073/pnas.21.9.554); for a target of
 * words Cramér's V with the correction of Bergsma 2013, https://doi.org/10.1016/j.jkss.2012.10.002.
 */
export function relationStrength(groups: readonly GroupCount[], isOrdered: boolean): Strength {
  const isNumeric = groups.every(({ mean }) => mean !== null);
  return isNumeric ? correlationRatio(groups, isOrdered) : { strength: cramersV(groups), direction: 0 };
}

function correlationRatio(groups: readonly GroupCount[], isOrdered: boolean): Strength {
  const rows = groups.reduce((sum, group) => sum + group.rows, 0);
  if (rows < 3 || groups.length < 2) return { strength: 0, direction: 0 };
  const mean = groups.reduce((sum, group) => sum + group.rows * (group.mean ?? 0), 0) / rows;
  const total = groups.reduce((sum, group) => sum + group.rows * (group.square ?? 0), 0) - rows * mean ** 2;
  if (total <= 1e-12 * rows * mean ** 2) return { strength: 0, direction: 0 };
  const between = groups.reduce((sum, group) => sum + group.rows * ((group.mean ?? 0) - mean) ** 2, 0);
  const share = 1 - ((total - between) / total) * ((rows - 1) / Math.max(1, rows - groups.length));
  const strength = Math.sqrt(Math.min(1, Math.max(0, share)));
  return { strength, direction: isOrdered && strength > 0 ? trend(groups) : 0 };
}

/** Whether the means rise or fall along the order: the sign of the covariance of place and mean, weighted by rows. */
function trend(groups: readonly GroupCount[]): -1 | 0 | 1 {
  const placed = groups.filter(({ label }) => label !== 'missing');
  const rows = placed.reduce((sum, group) => sum + group.rows, 0);
  const place = placed.reduce((sum, group) => sum + group.rows * group.sort, 0) / rows;
  const covariance = placed.reduce((sum, group) => sum + group.rows * (group.sort - place) * (group.mean ?? 0), 0);
  return covariance > 0 ? 1 : covariance < 0 ? -1 : 0;
}

function cramersV(cells: readonly GroupCount[]): number {
  const rowsOfLabel = new Map<string, number>();
  const rowsOfLevel = new Map<string, number>();
  let rows = 0;
  for (const { label, level, rows: cell } of cells) {
    rowsOfLabel.set(label, (rowsOfLabel.get(label) ?? 0) + cell);
    rowsOfLevel.set(level ?? '', (rowsOfLevel.get(level ?? '') ?? 0) + cell);
    rows += cell;
  }
  const [r, k] = [rowsOfLabel.size, rowsOfLevel.size];
  if (rows < 2 || r < 2 || k < 2) return 0;
  let sum = 0;
  for (const { label, level, rows: cell } of cells) {
    sum += cell ** 2 / ((rowsOfLabel.get(label) ?? 1) * (rowsOfLevel.get(level ?? '') ?? 1));
  }
  const phi = Math.max(0, sum - 1 - ((r - 1) * (k - 1)) / (rows - 1));
  const [rest, levels] = [r - (r - 1) ** 2 / (rows - 1), k - (k - 1) ** 2 / (rows - 1)];
  return Math.sqrt(Math.min(1, phi / Math.max(1e-12, Math.min(rest - 1, levels - 1))));
}
