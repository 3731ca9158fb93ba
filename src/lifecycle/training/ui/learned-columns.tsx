import { DataTable, formatPercent } from '../../../web/kit/index.ts';
import type { ColumnFacts } from '../column-facts.ts';
import type { TrainingResult } from '../training-result.schema.ts';
import { UNUSED_WORDS } from '../training-words.ts';

interface Line {
  readonly name: string;
  readonly usual: string;
  readonly missing: string;
  readonly share: number;
}

/** What a model learned from: each column with what is usual there; and what it did not use, with the reason. */
export function LearnedColumns({
  result,
  withheld,
}: {
  readonly result: TrainingResult;
  /** Columns whose words are not shown to whoever reads. */
  readonly withheld: readonly string[];
}) {
  const lines: readonly Line[] = result.columns.map((facts) => ({
    name: facts.name,
    usual:
      facts.kind === 'category' && withheld.includes(facts.name)
        ? 'about persons: shown at the table alone'
        : usualWords(facts),
    missing: facts.missing === 0 ? 'none' : formatPercent(facts.missing),
    share: result.importance.find(({ column }) => column === facts.name)?.share ?? 0,
  }));
  return (
    <>
      <DataTable
        label="Columns that the model learned from"
        rowKey={({ name }) => name}
        rows={lines}
        maxHeight={360}
        startSort={{ key: 'share', direction: 'descending' }}
        empty={null}
        columns={[
          { key: 'name', head: 'Column', cell: ({ name }) => name, sortBy: ({ name }) => name },
          {
            key: 'share',
            head: 'How much it counts',
            cell: ({ share }) => formatPercent(share, 0),
            sortBy: ({ share }) => share,
            align: 'end',
          },
          { key: 'usual', head: 'What is usual', cell: ({ usual }) => usual },
          { key: 'missing', head: 'Missing', cell: ({ missing }) => missing, align: 'end', isWideOnly: true },
        ]}
      />
      {result.unused.length > 0 && (
        <DataTable
          label="Columns that the model did not use"
          rowKey={({ column }) => column}
          rows={result.unused}
          empty={null}
          columns={[
            { key: 'column', head: 'Not used', cell: ({ column }) => column },
            { key: 'reason', head: 'Why', cell: ({ reason }) => UNUSED_WORDS[reason] },
          ]}
        />
      )}
    </>
  );
}

function usualWords(facts: ColumnFacts): string {
  if (facts.kind === 'yes-no') return `yes in ${formatPercent(facts.yes, 0)}`;
  if (facts.kind === 'category') {
    return facts.levels
      .slice(0, 3)
      .map(({ level, share }) => `${level} (${formatPercent(share, 0)})`)
      .join(', ');
  }
  const shortly = (value: number): string => Number(value.toPrecision(4)).toLocaleString('en-GB');
  return `between ${shortly(facts.low)} and ${shortly(facts.high)} in four of five rows`;
}
