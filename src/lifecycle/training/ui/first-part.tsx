import { useState } from 'react';
import { ChoiceField, DataTable, formatCount, formatPercent, Section } from '../../../web/kit/index.ts';
import { firstWords, traitShares, traitWords } from '../answer-words.ts';
import type { FirstOfList } from '../who-comes-first.ts';
import type { ActingPolicy } from './training-queries.ts';

export interface FirstPartProps {
  /** At several lengths of the list; at least one. */
  readonly lists: readonly FirstOfList[];
  readonly outcome: string;
  readonly policy: ActingPolicy | null;
}

/** Who stands at the head of the list: the nearest to what people can act upon, or another length. */
export function FirstPart({ lists, outcome, policy }: FirstPartProps) {
  const [at, setAt] = useState(() => startingLength(lists, policy?.capacityPerCycle ?? null));
  const first = lists[at];
  if (first === undefined) return null;
  const many = policy?.entity.many ?? 'cases';
  return (
    <Section title="Who comes first">
      <div className="tl-training-form">
        <ChoiceField
          label="How far down the list"
          value={String(at)}
          onChange={(event) => setAt(Number(event.currentTarget.value))}
          data={lists.map(({ share, rows }, index) => ({
            value: String(index),
            label: `The first ${formatPercent(share, 0)}: ${formatCount(rows)} ${many}`,
          }))}
        />
      </div>
      <p className="tl-prose">{firstWords(first, outcome, many)}</p>
      <DataTable
        label="What sets them apart"
        rowKey={({ column }) => column}
        rows={first.traits}
        empty={<p className="tl-muted">They have nothing in common that is not as frequent among all.</p>}
        columns={[
          { key: 'trait', head: 'What sets them apart', isRowHead: true, cell: traitWords },
          { key: 'shares', head: 'How frequent', cell: (trait) => traitShares(trait, many) },
        ]}
      />
      <p className="tl-muted">
        These are the {many} of the table, whose outcome is known. Whom to act upon next comes from the same model when
        it looks at today's {many}.
      </p>
    </Section>
  );
}

/** The length nearest to what people can act upon; a tenth where nobody said. */
function startingLength(lists: readonly FirstOfList[], capacity: number | null): number {
  const distance = ({ rows, allRows }: FirstOfList): number => Math.abs(rows - (capacity ?? allRows / 10));
  return lists.reduce((best, list, at) => {
    const leader = lists[best];
    return leader === undefined || distance(list) < distance(leader) ? at : best;
  }, 0);
}
