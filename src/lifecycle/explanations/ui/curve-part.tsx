import { Section } from '../../../web/kit/index.ts';
import { TalkHere } from '../../conversation/ui/index.ts';
import type { BesideThing, Right, SeenThing } from '../../initiatives/ui/index.ts';
import { CourseChart } from '../../training/ui/index.ts';
import { type CurveDoubt, curveDoubt } from '../curve-doubt.ts';
import { cellWords } from '../explanation-words.ts';
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
  readonly besideDoubt: BesideThing;
}

/** One column: how predictions run along it, what the expert says at each point, and the form to say it. */
export function CurvePart({ slug, explanation, column, said, right, besideDoubt }: CurvePartProps) {
  const { training } = explanation;
  const places = column.points.filter(({ value }) => column.signed.includes(value));
  const { facts, unit } = column;
  const doubt = curveDoubt({ facts, unit, target: explanation.target, places }, said);
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
      <CourseChart
        finding={courseFinding(column)}
        column={column.name}
        unit={column.unit}
        isChance={explanation.target.kind === 'binary'}
        points={column.points}
        write={(value) => cellWords(column.facts, value, column.unit)}
      />
      {right.allowed ? (
        <SignForm slug={slug} explanation={explanation} column={column} places={places} said={said} />
      ) : (
        <SaidTable slug={slug} explanation={explanation} column={column} places={places} said={said} />
      )}
      {doubt && (
        <div className="tl-stack tl-no-print">
          <p>
            {doubt.title}. The builders owe an answer; as a finding it has an owner and a day, and can go back to a
            step.
          </p>
          {besideDoubt(doubtedCurve(slug, explanation, column.name, doubt))}
        </div>
      )}
    </Section>
  );
}

/** A curve as a thing on which somebody saw that something is wrong: people see it at Build. */
function doubtedCurve(slug: string, { training }: Explanation, column: string, said: CurveDoubt): SeenThing {
  const label = `${column} in ${training.name}`.slice(0, 120);
  return { slug, step: 'build', object: { type: 'curve', id: `${training.id} ${column}`.slice(0, 300), label }, said };
}
