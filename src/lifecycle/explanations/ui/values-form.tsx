import { Button } from '@mantine/core';
import { useState } from 'react';
import { ChoiceField, Disclosure, formatCount, NumberField } from '../../../web/kit/index.ts';
import type { Cell, Cells } from '../explanation.ts';
import { shortly, usualWords } from '../explanation-words.ts';
import type { ExplainedColumn, Explanation, RowOnPage } from './explanation-queries.ts';

export interface ValuesFormProps {
  readonly explanation: Explanation;
  readonly cells: Cells;
  readonly row: RowOnPage | null;
  /** Whether the values are other than those of the row. */
  readonly isChanged: boolean;
  readonly onAsk: (cells: Cells) => void;
  readonly onBack: () => void;
}

/** Columns that are shown at once; the others are a click away. */
const FIRST = 6;

/** The values that the model is asked about, to be changed. */
export function ValuesForm({ explanation, cells, row, isChanged, onAsk, onBack }: ValuesFormProps) {
  const [draft, setDraft] = useState(cells);
  const columns = explanation.columns.filter(({ isWithheld }) => !isWithheld);
  const outside = columns.filter((column) => rangeError(column, draft[column.name] ?? null) !== undefined);
  const fields = (some: readonly ExplainedColumn[]) =>
    some.map((column) => (
      <CellField
        key={column.name}
        column={column}
        cell={draft[column.name] ?? null}
        onChange={(cell) => setDraft({ ...draft, [column.name]: cell })}
      />
    ));
  return (
    <Disclosure
      label={row === null ? 'Type values' : `See and change the values of row ${formatCount(row.row)}`}
      startsOpen={row === null}
      isPrinted={false}
    >
      <form
        className="tl-stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (outside.length === 0) onAsk(draft);
        }}
      >
        <div className="tl-why-fields">{fields(columns.slice(0, FIRST))}</div>
        {columns.length > FIRST && (
          <Disclosure label={`${columns.length - FIRST} columns that matter less`} isPrinted={false}>
            <div className="tl-why-fields">{fields(columns.slice(FIRST))}</div>
          </Disclosure>
        )}
        <div className="tl-row">
          <Button type="submit" disabled={outside.length > 0}>
            What does the model say?
          </Button>
          {isChanged && (
            <Button
              variant="default"
              onClick={() => {
                setDraft(row?.cells ?? cells);
                onBack();
              }}
            >
              Back to how it was
            </Button>
          )}
        </div>
      </form>
    </Disclosure>
  );
}

interface CellFieldProps {
  readonly column: ExplainedColumn;
  readonly cell: Cell;
  readonly onChange: (cell: Cell) => void;
}

const NOT_KNOWN = '';

function CellField({ column, cell, onChange }: CellFieldProps) {
  const { name, facts, unit, meaning, levels } = column;
  const usual = usualWords(facts, unit);
  const help = meaning === null ? `Usual: ${usual}` : `${meaning}. Usual: ${usual}`;
  if (facts.kind === 'number') {
    const error = rangeError(column, cell);
    return (
      <NumberField
        label={name}
        help={help}
        value={typeof cell === 'number' ? Number(cell.toPrecision(6)) : null}
        onChange={onChange}
        {...(unit === null ? {} : { unit })}
        {...(error === undefined ? {} : { error })}
      />
    );
  }
  const options = facts.kind === 'yes-no' ? ['1', '0'] : levels;
  return (
    <ChoiceField
      label={name}
      help={help}
      value={cell === null ? NOT_KNOWN : JSON.stringify(cell)}
      onChange={({ currentTarget }) => onChange(read(currentTarget.value))}
      data={[
        { value: NOT_KNOWN, label: 'Not known' },
        ...options.map((option) =>
          facts.kind === 'yes-no'
            ? { value: option, label: option === '1' ? 'yes' : 'no' }
            : { value: JSON.stringify(option), label: option === '' ? 'empty' : option },
        ),
      ]}
    />
  );
}

/** The choices hold values as JSON, because a word may read like a number. */
function read(value: string): Cell {
  if (value === NOT_KNOWN) return null;
  const parsed: unknown = JSON.parse(value);
  return typeof parsed === 'number' || typeof parsed === 'string' ? parsed : null;
}

function rangeError({ facts, min, max }: ExplainedColumn, cell: Cell): string | undefined {
  if (facts.kind !== 'number' || typeof cell !== 'number') return undefined;
  if (min !== null && cell < min) return `By the dictionary it is at least ${shortly(min)}.`;
  return max !== null && cell > max ? `By the dictionary it is at most ${shortly(max)}.` : undefined;
}
