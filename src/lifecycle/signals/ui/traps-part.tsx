import type { ReactNode } from 'react';
import { NOTABLE_DRIFT, PROXY_SKILL } from '../../../learning/index.ts';
import {
  type Column,
  DataTable,
  formatNumber,
  formatPercent,
  Notice,
  Section,
  StateWord,
} from '../../../web/kit/index.ts';
import { inHundred, leakWords, targetOverTimeWords } from '../signal-words.ts';
import type { AnsweredCheck } from './signal-queries.ts';

type Found = AnsweredCheck['result']['found'];
type Drift = Found['drifts'][number];
type Guarded = Found['protectedColumns'][number];

export interface TrapsPartProps {
  readonly check: AnsweredCheck;
  readonly askAgain: (label: string, names?: readonly string[]) => ReactNode;
}

/** The traps: columns that may know the answer, what changes in time, and stand-ins for protected attributes. */
export function TrapsPart({ check, askAgain }: TrapsPartProps) {
  const { suspects, drifts, protectedColumns } = check.result.found;
  const drifting = drifts.filter(({ distance }) => distance >= NOTABLE_DRIFT).sort((a, b) => b.distance - a.distance);
  const overTime = targetOverTimeWords(check);
  const hasTraps = suspects.length + drifting.length > 0;
  return (
    <Section title={hasTraps ? 'Traps in these data' : 'No trap was found in these data'}>
      {suspects.length > 0 && <Suspects check={check} askAgain={askAgain} />}
      {suspects.length === 0 && (
        <p>
          <StateWord tone="reached">No column looks as if it knew the answer.</StateWord>
        </p>
      )}
      {overTime !== null && <p>{overTime}</p>}
      {drifting.length > 0 && (
        <DataTable
          label="Columns that look different today"
          columns={DRIFT_COLUMNS}
          rows={drifting}
          rowKey={({ name }) => name}
          empty={null}
        />
      )}
      {drifts.length > 0 && drifting.length === 0 && (
        <p>
          <StateWord tone="reached">The columns look alike in the earliest and the latest rows.</StateWord>
        </p>
      )}
      {protectedColumns.map((column) => (
        <StandIns key={column.name} column={column} />
      ))}
    </Section>
  );
}

function Suspects({ check, askAgain }: TrapsPartProps) {
  const { suspects, withSuspects, quality } = check.result.found;
  const names = suspects.map(({ name }) => name);
  const [one] = names;
  const title =
    names.length === 1
      ? `${one} looks as if it were only known afterwards`
      : `${names.length} columns look as if they were only known afterwards`;
  return (
    <Notice
      tone="look"
      title={title}
      action={askAgain(names.length === 1 ? 'Leave it out and check again' : 'Leave them out and check again', names)}
    >
      <ul className="tl-signal-reasons">
        {suspects.map(({ name, signs }) => (
          <li key={name}>
            <strong>{name}.</strong> {signs.map((sign) => leakWords(sign, check)).join(' ')}
          </li>
        ))}
      </ul>
      {withSuspects && (
        <p>
          With {names.length === 1 ? 'it' : 'them'}, rows drawn at random promise{' '}
          {inHundred(withSuspects.shuffled.interval)} of 100, without {inHundred(quality.shuffled.interval)}. All other
          figures on this page are without.
        </p>
      )}
      <p>Ask whoever fills {names.length === 1 ? 'it' : 'them'}: is the value there at the moment of prediction?</p>
    </Notice>
  );
}

const DRIFT_COLUMNS: readonly Column<Drift>[] = [
  { key: 'name', head: 'Looks different today', isRowHead: true, cell: ({ name }) => name },
  {
    key: 'distance',
    head: 'How much',
    cell: ({ distance }) => (
      <StateWord tone="look">{distance >= 2 * NOTABLE_DRIFT ? 'Very different' : 'Different'}</StateWord>
    ),
    sortBy: ({ distance }) => distance,
  },
  { key: 'before', head: 'Usual in the earliest third', align: 'end', cell: ({ usual }) => usualWords(usual[0]) },
  { key: 'after', head: 'Usual in the latest third', align: 'end', cell: ({ usual }) => usualWords(usual[1]) },
  {
    key: 'missing',
    head: 'Empty, before and now',
    align: 'end',
    isWideOnly: true,
    cell: ({ missingShares: [before, now] }) => `${formatPercent(before, 0)}, ${formatPercent(now, 0)}`,
  },
];

function usualWords(value: string | number | null): string {
  if (value === null) return 'always empty';
  return typeof value === 'number' ? formatNumber(value, Number.isInteger(value) ? 0 : 2) : value;
}

/** Which columns give a protected attribute away. */
function StandIns({ column }: { readonly column: Guarded }) {
  const telling = column.columns.filter(({ skill }) => skill >= PROXY_SKILL);
  if (telling.length === 0 && column.skill < PROXY_SKILL) {
    return (
      <p>
        <StateWord tone="reached">The other columns hardly give {column.name} away.</StateWord>
      </p>
    );
  }
  const names = telling.map(({ name }) => name).join(', ');
  return (
    <Notice tone="look" title={`Leaving out ${column.name} is not enough: other columns give it away`}>
      <p>
        {telling.length > 0
          ? `Alone tells much about it: ${names}.`
          : `No column alone, but together they tell much about it. The strongest is ${column.columns[0]?.name ?? 'none'}.`}{' '}
        Whoever judges fairness should look at how people of each group fare.
      </p>
    </Notice>
  );
}
