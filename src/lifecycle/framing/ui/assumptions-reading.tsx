import { type Column, DataTable, Section } from '../../../web/kit/index.ts';
import { listAssumptions, type NamedAssumption } from '../assumption.ts';
import { believedRange } from '../believed-range.ts';
import type { FramingContent } from '../framing.ts';

/** The register as it was signed: each belief, whose it is, why, and how it would be checked. */
export function AssumptionsReading({ content }: { readonly content: FramingContent }) {
  const assumptions = listAssumptions(content.assumptions);
  if (assumptions.length === 0) return null;
  const columns: readonly Column<NamedAssumption>[] = [
    { key: 'statement', head: 'What is believed', cell: ({ statement }) => statement, isRowHead: true, width: '32%' },
    {
      key: 'number',
      head: 'How much',
      cell: (assumption) => believedRange(assumption, content.successCriterion) ?? 'No number',
    },
    {
      key: 'who',
      head: 'Who, and why',
      cell: ({ believedBy, reason }) => (
        <>
          {believedBy}: {reason}
        </>
      ),
    },
    { key: 'check', head: 'How it would be checked', cell: ({ check }) => check, isWideOnly: true },
  ];
  return (
    <Section
      title="What we believe"
      id="frame-assumptions"
      lead="Nobody has measured this yet. At the end each belief is set beside what was measured."
    >
      <DataTable
        label="What is believed"
        columns={columns}
        rows={assumptions}
        rowKey={({ id }) => id}
        empty={<p>Nothing.</p>}
      />
    </Section>
  );
}
