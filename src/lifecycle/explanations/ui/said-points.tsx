import { useNow } from '../../../web/data/index.ts';
import { AppLink, DataTable, formatAgo, StateWord } from '../../../web/kit/index.ts';
import type { CoursePoint } from '../explanation.ts';
import { addsWords, cellWords, predictionWords } from '../explanation-words.ts';
import type { ExplainedColumn, Explanation, SaidPoint } from './explanation-queries.ts';

export interface SaidTableProps {
  readonly slug: string;
  readonly explanation: Explanation;
  readonly column: ExplainedColumn;
  readonly places: readonly CoursePoint[];
  readonly said: readonly SaidPoint[];
}

/** What the expert said at each point, for those who do not sign. */
export function SaidTable({ slug, explanation, column, places, said }: SaidTableProps) {
  return (
    <DataTable
      label={`Points of ${column.name}, and what the expert says`}
      rowKey={({ value }) => String(value)}
      rows={places}
      empty={null}
      columns={[
        {
          key: 'value',
          head: column.name,
          isRowHead: true,
          cell: ({ value }) => cellWords(column.facts, value, column.unit),
        },
        {
          key: 'mean',
          head: 'The model says',
          cell: (place) =>
            `${predictionWords(explanation.target, place.mean)}${place.adds === null ? '' : `: ${addsWords(place)}`}`,
        },
        {
          key: 'said',
          head: 'The expert says',
          cell: ({ value }) => <SaidHere slug={slug} said={said.filter((one) => one.value === value)} />,
        },
      ]}
    />
  );
}

/** What experts said at one point, with who and when, and the way to the conversation about a doubt. */
export function SaidHere({ slug, said }: { readonly slug: string; readonly said: readonly SaidPoint[] }) {
  const now = useNow();
  if (said.length === 0) return <span className="tl-muted">Nothing yet</span>;
  return said.map(({ id, verdict, remark, by, at, threadId }) => (
    <span key={id} className="tl-why-said">
      <StateWord tone={verdict === 'wrong' ? 'broken' : 'reached'}>
        {verdict === 'wrong' ? 'That is wrong' : 'As I know it'}
      </StateWord>
      <span className="tl-muted tl-small">
        {by}, {formatAgo(at, now)}
      </span>
      {remark !== null && remark !== '' && <span>{remark}</span>}
      {threadId !== null && <AppLink to={`/i/${slug}/talk?thread=${threadId}`}>What became of it</AppLink>}
    </span>
  ));
}
