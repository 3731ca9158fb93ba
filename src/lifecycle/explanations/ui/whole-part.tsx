import { RankBars } from '../../../web/charts/index.ts';
import { Disclosure, formatPercent, Notice, Section } from '../../../web/kit/index.ts';
import { type BesideThing, type Rights, rightTo } from '../../initiatives/ui/index.ts';
import { NO_CAUSE } from '../explanation-words.ts';
import { CurvePart } from './curve-part.tsx';
import type { ExplainedColumn, Explanation } from './explanation-queries.ts';

export interface WholePartProps {
  readonly slug: string;
  readonly explanation: Explanation;
  readonly rights: Rights;
  readonly besideDoubt: BesideThing;
}

/** Columns whose curve is open at once. */
const OPEN = 3;
/** Bars of the picture; the table of the columns has all. */
const BARS = 10;

/** How the model behaves as a whole: what counts, and how predictions run along each column, to be signed by the expert. */
export function WholePart({ slug, explanation, rights, besideDoubt }: WholePartProps) {
  const { columns, isSum, judgements, target } = explanation;
  const drawn = columns.filter(({ points }) => points.length > 0);
  const part = (column: ExplainedColumn) => (
    <CurvePart
      key={column.name}
      slug={slug}
      explanation={explanation}
      column={column}
      said={judgements.filter((judgement) => judgement.column === column.name)}
      right={rightTo(rights, 'explanation.sign')}
      besideDoubt={besideDoubt}
    />
  );
  return (
    <>
      <Section title="What the model goes by, as a whole" lead={wholeWords(columns)}>
        <RankBars
          finding={`${columns[0]?.name ?? 'Nothing'} counts most`}
          description="How far each column moves the predictions, up or down, of all that moves them."
          bars={columns.slice(0, BARS).map(({ name, share }) => ({ label: name, value: share }))}
          valueHead="Share of what moves predictions"
          rowHead="Column"
          format={(share) => formatPercent(share, 0)}
          note={columns.length > BARS ? `${columns.length - BARS} columns that count less are not drawn.` : undefined}
        />
      </Section>
      <Section
        title="Is that as you know it?"
        lead={
          target.kind === 'multiclass'
            ? 'With several outcomes there is no single curve for a column, and so nothing to sign here. Look at rows instead, above: the sure ones and the doubtful ones.'
            : isSum
              ? 'The model adds up one curve for each column: these curves are all there is to it. Say at each point whether it is as you know it.'
              : 'Mean predictions when everybody had this value and all else stayed as it is. Columns work together in this model, so a curve is not all there is to it.'
        }
      >
        <SignedSoFar explanation={explanation} />
        {drawn.slice(0, OPEN).map(part)}
        {drawn.length > OPEN && (
          <Disclosure label={`${drawn.length - OPEN} more columns`} isMadeOnOpening>
            {drawn.slice(OPEN).map(part)}
          </Disclosure>
        )}
        <p className="tl-muted">{NO_CAUSE}</p>
      </Section>
    </>
  );
}

function wholeWords(columns: readonly ExplainedColumn[]): string {
  const [first, second] = columns;
  if (first === undefined) return 'The model goes by nothing.';
  const together = first.share + (second?.share ?? 0);
  return second === undefined
    ? `${first.name} is all that the model goes by.`
    : `${first.name} and ${second.name} make up ${formatPercent(together, 0)} of what moves the predictions.`;
}

function SignedSoFar({ explanation: { columns, judgements } }: { readonly explanation: Explanation }) {
  const points = columns.reduce((sum, { signed }) => sum + signed.length, 0);
  if (judgements.length === 0 || points === 0) return null;
  const wrong = judgements.filter(({ verdict }) => verdict === 'wrong').length;
  const place = (one: { readonly column: string; readonly value: number | string }) => `${one.column} ${one.value}`;
  const said = new Set(judgements.map(place)).size;
  return (
    <Notice
      tone={wrong > 0 ? 'look' : 'reached'}
      title={`${said} of ${points} points are signed${wrong > 0 ? `, ${wrong} as wrong` : ', all as known'}`}
    />
  );
}
