import { DataTable } from '../../../web/kit/index.ts';
import { LongText } from './long-text.tsx';
import type { ShownText } from './shown-text.ts';
import './runs.css';

export interface LoggedPairsProps {
  /** What the table lists: "Params", "Tags". */
  readonly label: string;
  /** Head of the names; "Name" by default. */
  readonly head?: string;
  /** A value that is known to be whole may stand as a text by itself. */
  readonly pairs: readonly { readonly key: string; readonly value: ShownText | string }[];
  readonly empty: string;
}

/** Names and values as a client logged them: texts of any length, whatever they contain. */
export function LoggedPairs({ label, head = 'Name', pairs, empty }: LoggedPairsProps) {
  return (
    <DataTable
      label={label}
      rows={pairs}
      rowKey={({ key }) => key}
      columns={[
        {
          key: 'key',
          head,
          cell: ({ key }) => <span className="tl-runs-value">{key}</span>,
          sortBy: ({ key }) => key,
          width: '40%',
        },
        {
          key: 'value',
          head: 'Value',
          cell: ({ value }) => (
            <LongText shown={typeof value === 'string' ? { text: value, length: value.length } : value} />
          ),
        },
      ]}
      empty={<p className="tl-muted">{empty}</p>}
    />
  );
}
