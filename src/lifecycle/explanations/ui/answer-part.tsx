import { Waterfall } from '../../../web/charts/index.ts';
import { DataTable, Notice, Section } from '../../../web/kit/index.ts';
import type { Answer, Reason } from '../explanation.ts';
import {
  answerHeading,
  cellWords,
  NO_CAUSE,
  ofHundred,
  pushWords,
  shortly,
  trustWords,
  usualWords,
} from '../explanation-words.ts';
import type { ExplainedColumn, Explanation, RowOnPage } from './explanation-queries.ts';

export interface AnswerPartProps {
  readonly explanation: Explanation;
  readonly answer: Answer;
  readonly row: RowOnPage | null;
  readonly isChanged: boolean;
}

/** Reasons that are drawn one by one; the others are drawn together and stand in the table. */
const DRAWN = 9;

/** What the model says about one row, how far that can be taken at its word, and the reasons. */
export function AnswerPart({ explanation, answer, row, isChanged }: AnswerPartProps) {
  const { target, quality, entity } = explanation;
  const many = entity?.many ?? 'rows';
  const trust = trustWords(target, answer, quality, many);
  const columns = new Map(explanation.columns.map((column) => [column.name, column]));
  const isProtected = answer.reasons.some(
    ({ column, contribution }) => columns.get(column)?.sensitivity === 'protected' && contribution !== 0,
  );
  return (
    <Section title={answerHeading(target, answer, many)} lead={whose(row, isChanged)}>
      <div className="tl-prose">
        <p>{trust}</p>
        {row !== null && !isChanged && (
          <p>
            What came true: {target.name} {cellWords({ kind: 'category' }, truthOf(row))}. The model learned from this
            row, so it knows it better than it would know a new one.
          </p>
        )}
      </div>
      {isProtected && (
        <Notice tone="look" title="One of the reasons is something for which nobody may be treated differently">
          Have the model made again without it, unless somebody who is responsible for that has said why it may be used.
        </Notice>
      )}
      <ReasonChart explanation={explanation} answer={answer} columns={columns} />
      <ReasonTable answer={answer} columns={columns} />
      <p className="tl-muted">{NO_CAUSE}</p>
    </Section>
  );
}

type Columns = ReadonlyMap<string, ExplainedColumn>;

/** A true outcome is a word; a number is told shortly. */
function truthOf({ truth }: RowOnPage): string | null {
  return typeof truth === 'number' ? shortly(truth) : truth;
}

function whose(row: RowOnPage | null, isChanged: boolean): string {
  if (row === null) return 'For the values that you typed.';
  const [name] = row.names;
  const own = `row ${row.row}${name === undefined ? '' : `, ${name.column} ${name.name}`}`;
  return isChanged ? `As ${own} would be with your changes.` : `For ${own}.`;
}

function ReasonChart({
  explanation: { target },
  answer,
  columns,
}: Pick<AnswerPartProps, 'explanation' | 'answer'> & { readonly columns: Columns }) {
  const { start, reasons } = answer;
  const isChance = target.kind === 'binary';
  const drawn = reasons.slice(0, DRAWN);
  const rest = reasons.slice(DRAWN);
  const steps = drawn.map((reason) => ({ label: labelOf(reason, columns), change: reason.to - reason.from }));
  const others = rest.reduce((sum, { from, to }) => sum + to - from, 0);
  const up = drawn.filter(({ contribution }) => contribution > 0)[0];
  const down = drawn.filter(({ contribution }) => contribution < 0)[0];
  const format = (value: number): string => (isChance ? points(value) : shortly(value));
  return (
    <Waterfall
      finding={[
        up ? `Mostly up by ${up.column}` : null,
        down ? `${up ? 'mostly' : 'Mostly'} down by ${down.column}` : null,
      ]
        .filter((part) => part !== null)
        .join(', ')}
      description="How the prediction comes about: from what the model says with everything as on average, each reason in the order of its strength, to what it says here."
      start={{ label: 'With everything as on average', value: start }}
      steps={rest.length > 0 ? [...steps, { label: `${rest.length} others together`, change: others }] : steps}
      endLabel="Here"
      format={format}
      rowHead="Reason"
      note={
        isChance
          ? 'In chances of 100. A reason moves the chance less where it is nearly 0 or 100 already.'
          : target.kind === 'number'
            ? 'In the unit of what is foreseen.'
            : 'In the points of the model, which are no chances.'
      }
    />
  );
}

function points(chance: number): string {
  const size = Math.abs(chance);
  return `${chance < 0 ? '−' : ''}${size > 0 && size < 0.005 ? '<1' : ofHundred(size)}`;
}

function labelOf({ column, value }: Reason, columns: Columns): string {
  const known = columns.get(column);
  return `${column}: ${known ? cellWords(known.facts, value, known.unit) : String(value)}`;
}

function ReasonTable({ answer, columns }: { readonly answer: Answer; readonly columns: Columns }) {
  const strongest = Math.abs(answer.reasons[0]?.contribution ?? 0);
  const lines = answer.reasons.flatMap((reason) => {
    const column = columns.get(reason.column);
    return column ? [{ reason, column }] : [];
  });
  return (
    <DataTable
      label="The reasons, the strongest first"
      rowKey={({ column }) => column.name}
      rows={lines}
      maxHeight={480}
      empty={<p className="tl-muted">The model has no reasons: it says the same of everybody.</p>}
      columns={[
        {
          key: 'column',
          head: 'What',
          isRowHead: true,
          cell: ({ column }) => (
            <>
              {column.name}
              {column.meaning !== null && <span className="tl-muted tl-small tl-why-meaning">{column.meaning}</span>}
            </>
          ),
        },
        {
          key: 'value',
          head: 'Here',
          cell: ({ reason, column }) => cellWords(column.facts, reason.value, column.unit),
        },
        { key: 'push', head: 'What it does', cell: ({ reason }) => pushWords(reason, strongest) },
        { key: 'usual', head: 'Usual', cell: ({ column }) => usualWords(column.facts, column.unit) },
      ]}
    />
  );
}
