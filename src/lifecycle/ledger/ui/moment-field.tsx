import { ChoiceField, DateField } from '../../../web/kit/index.ts';
import { isDated } from '../guess-columns.ts';
import type { ImportColumn } from '../import-column.ts';
import type { MomentSource } from '../import-mapping.ts';

const SAME_DAY = 'same-day';
const ORDERS = [
  { value: 'dmy', label: 'The day comes first' },
  { value: 'mdy', label: 'The month comes first' },
] as const;

export interface MomentFieldProps {
  readonly label: string;
  readonly help?: string;
  readonly columns: readonly ImportColumn[];
  readonly source: MomentSource | null | undefined;
  /** What holds when nothing is chosen; without it, something has to be. */
  readonly otherwise?: string;
  readonly onChange: (source: MomentSource | undefined) => void;
}

/** Where a day comes from: a column with dates, or one day for all rows. */
export function MomentField({ label, help, columns, source, otherwise, onChange }: MomentFieldProps) {
  const column = source?.from === 'column' ? columns.find(({ name }) => name === source.column) : undefined;
  const offered = columns.filter((one) => isDated(one) || one.name === column?.name);
  const chosen = source?.from === 'constant' ? SAME_DAY : source ? columnKey(source.column) : '';
  const choose = (value: string) => {
    if (value === '') onChange(undefined);
    else if (value === SAME_DAY)
      onChange({ from: 'constant', at: `${new Date().toISOString().slice(0, 10)}T00:00:00Z` });
    else onChange({ from: 'column', column: value.slice(columnKey('').length) });
  };
  return (
    <div className="tl-ledger-grid">
      <ChoiceField
        label={label}
        help={help}
        value={chosen}
        data={[
          { value: '', label: otherwise ?? 'Choose' },
          ...offered.map(({ name }) => ({ value: columnKey(name), label: `The column “${name}”` })),
          { value: SAME_DAY, label: 'The same day for all rows' },
        ]}
        onChange={(event) => choose(event.currentTarget.value)}
      />
      {source?.from === 'constant' && (
        <DateField
          label="That day"
          value={source.at.slice(0, 10)}
          onChange={(event) => {
            const day = event.currentTarget.value;
            if (day !== '') onChange({ from: 'constant', at: `${day}T00:00:00Z` });
          }}
        />
      )}
      {column && source?.from === 'column' && !column.isCertain && (
        <ChoiceField
          label={`How “${column.name}” writes its dates`}
          help={`For example ${column.samples[0] ?? ''}`}
          value={source.format?.type === 'date' ? source.format.order : (orderOf(column) ?? 'dmy')}
          data={[...ORDERS]}
          onChange={(event) => {
            const order = ORDERS.find(({ value }) => value === event.currentTarget.value)?.value ?? 'dmy';
            onChange({ ...source, format: { type: 'date', order } });
          }}
        />
      )}
    </div>
  );
}

function orderOf({ format }: ImportColumn): string | undefined {
  return format.type === 'date' ? format.order : undefined;
}

/** Tells columns from the other choices, whatever a column is called. */
function columnKey(name: string): string {
  return `column:${name}`;
}
