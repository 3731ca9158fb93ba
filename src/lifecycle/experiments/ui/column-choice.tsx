import { useState } from 'react';
import { CheckField, Disclosure, PanelButton, TextField } from '../../../web/kit/index.ts';
import { ATTRIBUTE_HEADS, type ColumnKind, columnOf, withMoved } from './run-columns.ts';

export interface ColumnChoiceProps {
  readonly keys: {
    readonly metrics: readonly string[];
    readonly params: readonly string[];
    readonly tags: readonly string[];
  };
  readonly chosen: readonly string[];
  readonly onChoose: (columns: readonly string[]) => void;
  readonly hasCurves: boolean;
  readonly onCurves: (hasCurves: boolean) => void;
}

/** Columns of one kind that are offered at a time; the rest is found by typing. */
const OFFERED = 40;

const KINDS: readonly { readonly kind: ColumnKind; readonly legend: string }[] = [
  { kind: 'metrics', legend: 'What was measured' },
  { kind: 'params', legend: 'How it was set (params)' },
  { kind: 'tags', legend: 'Tags' },
  { kind: 'attributes', legend: 'Of every run' },
];

/** Which columns a table of runs has, and whether they draw curves. A column that is added comes last. */
export function ColumnChoice(props: ColumnChoiceProps) {
  const { length } = props.chosen;
  return (
    <PanelButton panel={() => <Columns {...props} />}>
      Columns{' '}
      <span className="tl-muted tl-runs-count">
        {length}
        <span className="tl-hidden"> shown</span>
      </span>
    </PanelButton>
  );
}

function Columns({ keys, chosen, onChoose, hasCurves, onCurves }: ColumnChoiceProps) {
  const [text, setText] = useState('');
  const all: Readonly<Record<ColumnKind, readonly string[]>> = { ...keys, attributes: Object.keys(ATTRIBUTE_HEADS) };
  const isLong = keys.metrics.length + keys.params.length + keys.tags.length > OFFERED;
  const toggle = (id: string, isOn: boolean) =>
    onChoose(isOn ? [...chosen, id] : chosen.filter((known) => known !== id));
  return (
    <div className="tl-runs-columns">
      <CheckField label="Draw the curves" checked={hasCurves} onChange={() => onCurves(!hasCurves)} />
      {chosen.length > 1 && (
        <Disclosure label="Change their order" isPrinted={false} isMadeOnOpening>
          <ColumnOrder chosen={chosen} onChoose={onChoose} />
        </Disclosure>
      )}
      {isLong && (
        <TextField label="Find a column" value={text} onChange={(event) => setText(event.currentTarget.value)} />
      )}
      {KINDS.map(({ kind, legend }) => {
        const found = all[kind].filter((key) => key.toLowerCase().includes(text.toLowerCase()));
        if (found.length === 0) return null;
        return (
          <fieldset key={kind} className="tl-runs-choice">
            <legend>{legend}</legend>
            {found.slice(0, OFFERED).map((key) => {
              const id = `${kind}.${key}`;
              return (
                <CheckField
                  key={id}
                  label={columnOf(id)?.head ?? key}
                  checked={chosen.includes(id)}
                  onChange={(event) => toggle(id, event.currentTarget.checked)}
                />
              );
            })}
            {found.length > OFFERED && (
              <span className="tl-muted tl-small">{found.length - OFFERED} more: type a part of the name.</span>
            )}
          </fieldset>
        );
      })}
    </div>
  );
}

const WAYS = [
  { by: -1, word: 'left', path: 'M8 2L4 6l4 4' },
  { by: 1, word: 'right', path: 'M4 2l4 4-4 4' },
] as const;

function ColumnOrder({ chosen, onChoose }: Pick<ColumnChoiceProps, 'chosen' | 'onChoose'>) {
  return (
    <ol className="tl-runs-order">
      {chosen.map((id, at) => {
        const head = columnOf(id)?.head ?? id;
        return (
          <li key={id}>
            {WAYS.map(({ by, word, path }) => (
              <button
                key={word}
                type="button"
                className="tl-runs-open"
                aria-label={`Move ${head} to the ${word}`}
                // A button that is gone at the end would leave the keyboard nowhere.
                aria-disabled={chosen[at + by] === undefined}
                onClick={() => onChoose(withMoved(chosen, id, by))}
              >
                <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
                  <path d={path} fill="none" stroke="currentColor" strokeWidth="1.6" />
                </svg>
              </button>
            ))}
            {head}
          </li>
        );
      })}
    </ol>
  );
}
