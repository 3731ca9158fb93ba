import { Checkbox } from '@mantine/core';
import { CheckField } from '../../../web/kit/index.ts';
import { type ImportColumn, valueKey } from '../import-column.ts';
import { valueWords } from './value-map.tsx';

export interface YesValuesProps {
  readonly column: ImportColumn;
  readonly label: string;
  /** The values that mean yes; without them the usual words (yes, true, 1 ...) do. */
  readonly yes: readonly string[] | undefined;
  readonly onChange: (yes: readonly string[] | undefined) => void;
}

/** Which values of a column mean yes; says so itself where the column speaks the usual words. */
export function YesValues({ column, label, yes, onChange }: YesValuesProps) {
  if (column.format.type === 'boolean' && yes === undefined) {
    return (
      <p className="tl-muted">
        Yes and no in “{column.name}” are understood as they stand: {column.samples.slice(0, 4).join(', ')}.
      </p>
    );
  }
  if (column.values.length === 0) {
    return <p className="tl-muted">“{column.name}” has many different values; only the usual words for yes count.</p>;
  }
  const chosen = new Set((yes ?? []).map(valueKey));
  const change = (values: string[]) => onChange(values.length === 0 ? undefined : values);
  return (
    <Checkbox.Group label={label} value={[...chosen]} onChange={change}>
      <div className="tl-ledger-checks">
        {column.values.map(({ value }) => (
          <CheckField key={value} value={valueKey(value)} label={valueWords(value)} />
        ))}
      </div>
    </Checkbox.Group>
  );
}
