import { Curves, IntervalBars } from '../../../web/charts/index.ts';
import { formatFigure, formatPercent } from '../../../web/kit/index.ts';
import type { TrainingResult } from '../training-result.schema.ts';
import { courseWords } from '../training-words.ts';

/** How predictions run along the columns that count most. */
export function CourseCharts({ result }: { readonly result: TrainingResult }) {
  return result.courses.map(({ column, points }) => (
    <CourseChart
      key={column}
      finding={courseWords(column, points)}
      column={column}
      isChance={result.target.kind === 'binary'}
      points={points}
    />
  ));
}

export interface CourseChartProps {
  /** What it shows, as the title of the picture. */
  readonly finding: string;
  readonly column: string;
  /** Unit of the column, where somebody said it. */
  readonly unit?: string | null;
  /** Whether predictions are chances. */
  readonly isChance: boolean;
  readonly points: TrainingResult['courses'][number]['points'];
  /** How a value of the column is written. */
  readonly write?: (value: number | string) => string;
}

/** How predictions run along one column: a curve over numbers, bars over words. */
export function CourseChart({ finding, column, unit = null, isChance, points, write = String }: CourseChartProps) {
  const format = (value: number): string => (isChance ? formatPercent(value, 0) : formatFigure(value));
  const words = {
    finding,
    description: `Mean prediction when ${column} is changed and everything else stays as it is. It describes the model; it does not say that changing ${column} would help.`,
  };
  const numbers = points.flatMap(({ value, mean }) => (typeof value === 'number' ? [{ x: value, value: mean }] : []));
  // Yes and no are two numbers, and no curve runs between them.
  return numbers.length === points.length && numbers.length > 2 ? (
    <Curves
      {...words}
      xHead={unit === null ? column : `${column}, ${unit}`}
      format={format}
      height={180}
      curves={[{ label: 'Mean prediction', points: numbers }]}
    />
  ) : (
    <IntervalBars
      {...words}
      rowHead={column}
      zeroLabel={format(0)}
      format={format}
      note="The bar is where eight of ten predictions lie."
      rows={points.map(({ value, mean, low, high }) => ({
        label: write(value),
        interval: { low, high, point: mean },
      }))}
    />
  );
}
