import type { ImportColumn } from '../import-column.ts';
import { ActionPart } from './action-part.tsx';
import { ColumnsTable } from './columns-table.tsx';
import { CompletePart } from './complete-part.tsx';
import { GroupsPart } from './groups-part.tsx';
import type { Remark } from './mapping-part.tsx';
import { OutcomesPart } from './outcomes-part.tsx';
import { PredictionPart } from './prediction-part.tsx';
import { type RoleContext, roleOf, type WideDraft, withRole } from './wide-roles.ts';

export interface WideFormProps {
  readonly columns: readonly ImportColumn[];
  readonly draft: WideDraft;
  readonly context: RoleContext & { readonly currency: string; readonly hasPhase: boolean };
  readonly remarks: readonly Remark[];
  readonly onChange: (draft: WideDraft) => void;
}

/** What the columns of a file with one row per unit are, and what the file does not say itself. */
export function WideForm(props: WideFormProps) {
  const { columns, draft, context, onChange } = props;
  return (
    <div className="tl-stack">
      <ColumnsTable
        columns={columns}
        roleOf={(column) => roleOf(draft, column)}
        onRole={(column, role) => onChange(withRole(draft, column, role, context))}
      />
      {draft.unit.from === 'line' && (
        <p className="tl-muted">
          No column says who it is, so every row counts as somebody new, named by its line. Choose the column with the
          ids if there is one.
        </p>
      )}
      <GroupsPart {...props} />
      {draft.prediction && <PredictionPart {...props} prediction={draft.prediction} />}
      {draft.arm.from !== 'constant' || draft.arm.arm !== 'none' ? <ActionPart {...props} /> : null}
      <OutcomesPart {...props} />
      <CompletePart {...props} />
    </div>
  );
}
