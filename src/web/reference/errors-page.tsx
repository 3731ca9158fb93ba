import { useEffect } from 'react';
import type { ErrorTable } from '../../platform/contract/index.ts';
import { type Column, DataTable, Page, Section } from '../kit/index.ts';

export interface ErrorsPageProps {
  /** Every refusal of the product, by part. */
  readonly parts: readonly { readonly part: string; readonly rows: ErrorTable }[];
}

interface Row {
  readonly code: string;
  readonly status: number;
  readonly sentence: string;
  readonly remedy: string;
}

const COLUMNS: readonly Column<Row>[] = [
  { key: 'code', head: 'Code', cell: ({ code }) => <code id={code}>{code}</code>, width: '22%' },
  { key: 'status', head: 'Status', cell: ({ status }) => status, align: 'end' },
  { key: 'sentence', head: 'What it says', cell: ({ sentence }) => sentence, width: '36%' },
  { key: 'remedy', head: 'What to do', cell: ({ remedy }) => remedy },
];

/** Every refusal by its code, so that a code in a log or in a program leads to what to do: `/errors#STEP_NOT_READY`. */
export function ErrorsPage({ parts }: ErrorsPageProps) {
  useEffect(() => {
    // The page loads after the address was read, so the browser's own jump to the anchor came too early.
    document.getElementById(window.location.hash.slice(1))?.scrollIntoView({ block: 'center' });
  }, []);
  return (
    <Page
      title="Every refusal, and what to do about it"
      documentTitle="Errors"
      lead="A refusal carries its code in the field “code”. Words in braces are filled in with what was meant."
    >
      {parts.map(({ part, rows }) => (
        <Section key={part} title={part}>
          <DataTable
            label={`Refusals: ${part}`}
            columns={COLUMNS}
            rows={Object.entries(rows)
              .map(([code, { status, sentence, remedy }]) => ({ code, status, sentence, remedy }))
              .sort((left, right) => left.code.localeCompare(right.code))}
            rowKey={({ code }) => code}
            empty={<p className="tl-muted">Nothing is refused here.</p>}
          />
        </Section>
      ))}
    </Page>
  );
}
