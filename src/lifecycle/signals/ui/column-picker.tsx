import { Button } from '@mantine/core';
import { ChoiceField } from '../../../web/kit/index.ts';
import type { ColumnProfile } from './form-choice.ts';

export interface ColumnPickerProps {
  readonly label: string;
  readonly help: string;
  readonly columns: readonly ColumnProfile[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: string[]) => void;
}

/** Chooses some columns of many: one at a time, each taken back by its own button. */
export function ColumnPicker({ label, help, columns, chosen, onChange }: ColumnPickerProps) {
  const left = columns.filter(({ name }) => !chosen.includes(name));
  return (
    <div className="tl-signal-picker">
      <ChoiceField
        label={label}
        help={help}
        value=""
        data={[
          { value: '', label: chosen.length === 0 ? 'None; choose a column' : 'Choose another column' },
          ...left.map(({ name }) => ({ value: name, label: name })),
        ]}
        onChange={({ currentTarget }) => {
          if (currentTarget.value !== '') onChange([...chosen, currentTarget.value]);
        }}
      />
      {chosen.length > 0 && (
        <ul className="tl-signal-chosen" aria-label={label}>
          {chosen.map((name) => (
            <li key={name}>
              {name}{' '}
              <Button
                size="compact-xs"
                variant="subtle"
                aria-label={`Take back ${name}`}
                onClick={() => onChange(chosen.filter((own) => own !== name))}
              >
                Take back
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
