import { Curves, IntervalBars } from '../../../web/charts/index.ts';
import { formatNumber, formatPercent } from '../../../web/kit/index.ts';
import type { TrainingResult } from '../training-result.schema.ts';
import { courseWords } from '../training-words.ts';

/** How predictions run along the columns that count most. */
export function CourseCharts({ result }: { readonly result: TrainingResult }) {
  const isShare = result.target.kind === 'binary';
  const format = (value: number): string =>
    isShare ? formatPercent(value, 0) : formatNumber(Number(value.toPrecision(3)), 2);
  return result.courses.map(({ column, points }) => {
    const words = {
      finding: courseWords(column, points),
      description: `Mean prediction when ${column} is changed and everything else stays as it is. It describes the model; it does not say that changing ${column} would help.`,
    };
    const numbers = points.flatMap(({ value, mean }) => (typeof value === 'number' ? [{ x: value, value: mean }] : []));
    return numbers.length === points.length ? (
      <Curves
        key={column}
        {...words}
        xHead={column}
        format={format}
        height={180}
        curves={[{ label: 'Mean prediction', points: numbers }]}
      />
    ) : (
      <IntervalBars
        key={column}
        {...words}
        rowHead={column}
        zeroLabel={format(0)}
        format={format}
        note="The bar is where eight of ten predictions lie."
        rows={points.map(({ value, mean, low, high }) => ({
          label: String(value),
          interval: { low, high, point: mean },
        }))}
      />
    );
  });
}
