import { Curves, IntervalBars } from '../../../web/charts/index.ts';
import { formatPercent, Section } from '../../../web/kit/index.ts';
import { TalkHere } from '../../conversation/ui/index.ts';
import type { Right } from '../../initiatives/ui/index.ts';
import { cellWords, shortly } from '../explanation-words.ts';
import { whyPath } from '../why-path.ts';
import { courseFinding } from './course-finding.ts';
import type { ExplainedColumn, Explanation, SaidPoint } from './explanation-queries.ts';
import { SaidTable } from './said-points.tsx';
import { SignForm } from './sign-form.tsx';

export interface CurvePartProps {
  readonly slug: string;
  readonly explanation: Explanation;
  readonly column: ExplainedColumn;
  /** What experts said about this curve. */
  readonly said: readonly SaidPoint[];
  readonly right: Right;
}

/** One column: how predictions run along it, what the expert says at each point, and the form to say it. */
export function CurvePart({ slug, explanation, column, said, right }: CurvePartProps) {
  const { training } = explanation;
  const places = column.points.filter(({ value }) => column.signed.includes(value));
  return (
    <Section
      level={3}
      look="boxed"
      title={column.name}
      lead={column.meaning ?? undefined}
      aside={
        <TalkHere
          slug={slug}
          subject={{
            type: 'curve',
            id: training.id,
            part: column.name.slice(0, 80),
            step: 'build',
            path: whyPath(slug, training.id),
          }}
          label={`How predictions run along ${column.name}`}
        />
      }
    >
      <CurveChart explanation={explanation} column={column} />
      {right.allowed ? (
        <SignForm
          key={said.map(({ id }) => id).join()}
          slug={slug}
          explanation={explanation}
          column={column}
          places={places}
          said={said}
        />
      ) : (
        <SaidTable slug={slug} explanation={explanation} column={column} places={places} said={said} />
      )}
    </Section>
  );
}

function CurveChart({ explanation: { target, isSum }, column }: Pick<CurvePartProps, 'explanation' | 'column'>) {
  const isChance = target.kind === 'binary';
  const format = (value: number): string => (isChance ? formatPercent(value, 0) : shortly(value));
  const words = {
    finding: courseFinding(column),
    description: `Mean prediction when everybody had the same ${column.name} and all else stayed as it is.${isSum ? ' The model adds up one such curve for each column.' : ''}`,
  };
  const numbers = column.points.flatMap(({ value, mean }) =>
    typeof value === 'number' ? [{ x: value, value: mean }] : [],
  );
  if (column.facts.kind === 'number' && numbers.length > 1) {
    return (
      <Curves
        {...words}
        xHead={column.unit === null ? column.name : `${column.name}, ${column.unit}`}
        format={format}
        height={190}
        curves={[{ label: 'Mean prediction', points: numbers }]}
      />
    );
  }
  return (
    <IntervalBars
      {...words}
      rowHead={column.name}
      zeroLabel={format(0)}
      format={format}
      note="The bar is where eight of ten predictions lie."
      rows={column.points.map(({ value, mean, low, high }) => ({
        label: cellWords(column.facts, value),
        interval: { low, high, point: mean },
      }))}
    />
  );
}
