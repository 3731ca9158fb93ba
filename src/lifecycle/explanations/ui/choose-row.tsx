import { Button } from '@mantine/core';
import { useState } from 'react';
import { formatCount, TextField } from '../../../web/kit/index.ts';
import type { Right } from '../../initiatives/ui/index.ts';
import type { Example } from '../explanation.ts';
import { predictionWords } from '../explanation-words.ts';
import type { Explanation, RowLookup } from './explanation-queries.ts';

export interface ChooseRowProps {
  readonly explanation: Explanation;
  readonly right: Right;
  /** The row that is shown; null where values were typed. */
  readonly chosen: number | null;
  readonly onChoose: (lookup: RowLookup) => void;
  readonly onUsual: () => void;
}

/** Rows at the ends of the order and in doubt, a search by number or name, and a usual row to begin from. */
export function ChooseRow({ explanation, right, chosen, onChoose, onUsual }: ChooseRowProps) {
  const { examples, target, entity } = explanation;
  return (
    <div className="tl-stack tl-no-print">
      {examples &&
        groupsOf(explanation).map(
          ({ label, rows }) =>
            rows.length > 0 && (
              <fieldset key={label} className="tl-why-group">
                <legend>{label}</legend>
                <div className="tl-row">
                  {rows.map(({ row, prediction, outcome }) => (
                    <Button
                      key={row}
                      size="xs"
                      variant={row === chosen ? 'filled' : 'default'}
                      aria-pressed={row === chosen}
                      onClick={() => onChoose({ row })}
                    >
                      Row {formatCount(row)}: {outcome !== null && `${outcome}, `}
                      {predictionWords(target, prediction)}
                    </Button>
                  ))}
                </div>
              </fieldset>
            ),
        )}
      {right.allowed ? (
        <SearchRow rows={explanation.rows} onChoose={onChoose} />
      ) : (
        <p className="tl-muted tl-small">{right.rule}</p>
      )}
      <div>
        <Button
          size="xs"
          variant={chosen === null ? 'filled' : 'default'}
          aria-pressed={chosen === null}
          onClick={onUsual}
        >
          A usual {entity?.one ?? 'row'}, to change as you like
        </Button>
      </div>
    </div>
  );
}

function SearchRow({ rows, onChoose }: { readonly rows: number; readonly onChoose: (lookup: RowLookup) => void }) {
  const [text, setText] = useState('');
  const wanted = text.trim();
  return (
    <form
      className="tl-why-search"
      onSubmit={(event) => {
        event.preventDefault();
        if (wanted !== '') onChoose(lookupOf(wanted, rows));
      }}
    >
      <TextField
        label="Find one by its number or name"
        help="The number of its row, or what names it in the table: a customer number, say."
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" variant="default">
        Find
      </Button>
    </form>
  );
}

/** A whole number within the table is the number of a row; everything else is a name. */
function lookupOf(wanted: string, rows: number): RowLookup {
  const row = /^[0-9]{1,9}$/.test(wanted) ? Number(wanted) : 0;
  return row >= 1 && row <= rows ? { row } : { name: wanted };
}

function groupsOf({ target, examples }: Explanation): readonly { label: string; rows: readonly Example[] }[] {
  if (examples === null) return [];
  const { high, doubtful, low } = examples;
  if (target.kind === 'number') {
    return [
      { label: 'The highest', rows: high },
      { label: 'In the middle', rows: doubtful },
      { label: 'The lowest', rows: low },
    ];
  }
  if (target.kind === 'multiclass') {
    return [
      { label: 'The model is sure', rows: high },
      { label: 'The model is in doubt', rows: doubtful },
    ];
  }
  const [, outcome] = target.classes;
  return [
    { label: `Surely "${outcome}"`, rows: high },
    { label: 'Doubtful', rows: doubtful },
    { label: `Surely not "${outcome}"`, rows: low },
  ];
}
