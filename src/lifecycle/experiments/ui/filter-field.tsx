import { Button } from '@mantine/core';
import { IconHelp, IconSearch } from '@tabler/icons-react';
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { PanelButton, TextField } from '../../../web/kit/index.ts';
import type { FilterGrammar } from '../filter-grammar.ts';
import { readFilter } from '../filter-language.ts';
import './runs.css';

export interface FilterFieldProps {
  readonly label: string;
  /** What can be asked about. */
  readonly grammar: FilterGrammar;
  /** What is looked for now. */
  readonly filter: string;
  readonly onFilter: (filter: string) => void;
  readonly isBusy: boolean;
  /** How conditions are written, in a sentence or two. */
  readonly help: ReactNode;
  /** Filters to try, with what each finds. */
  readonly examples: readonly { readonly filter: string; readonly means: string }[];
  /** What somebody may have meant instead of what cannot be read, from its place on; `null` when nothing comes to mind. */
  readonly meant?: (rest: string) => string | null;
}

/** A field that finds things in the grammar of MLflow's searches, with help, and an error at its place. */
export function FilterField({ label, grammar, filter, onFilter, isBusy, help, examples, meant }: FilterFieldProps) {
  const placeholder = examples[0] ? `${label}: ${examples[0].filter}` : label;
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(filter);
  const [seen, setSeen] = useState(filter);
  const [wrong, setWrong] = useState<Wrong>();
  if (filter !== seen) {
    // A view or a link chose another filter.
    setSeen(filter);
    setText(filter);
    setWrong(undefined);
  }
  const find = (wanted: string) => {
    // The grammar is the server's own, so that what it would refuse is said without asking it.
    const reading = readFilter(wanted, grammar);
    const guess = reading.kind === 'refused' ? (meant?.(wanted.slice(reading.at)) ?? null) : null;
    setWrong(
      reading.kind === 'refused'
        ? { message: reading.message, better: guess === null ? null : wanted.slice(0, reading.at) + guess }
        : undefined,
    );
    if (reading.kind === 'read') {
      onFilter(wanted.trim());
      return;
    }
    input.current?.focus();
    input.current?.setSelectionRange(reading.at, wanted.length);
  };
  const attempt = (other: string) => {
    setText(other);
    find(other);
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    find(text);
  };
  return (
    <form onSubmit={send} className="tl-runs-find" noValidate>
      <TextField
        ref={input}
        label={label}
        labelProps={{ className: 'tl-hidden' }}
        placeholder={placeholder}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={wrong && <Refusal wrong={wrong} onTry={attempt} />}
        spellCheck={false}
        autoCapitalize="none"
        autoComplete="off"
      />
      <Button type="submit" variant="default" loading={isBusy}>
        Find
      </Button>
      {filter !== '' && (
        <Button variant="subtle" onClick={() => onFilter('')}>
          Show all
        </Button>
      )}
      <PanelButton
        look="icon"
        label="How to write what you look for"
        panel={(close) => (
          <Examples
            help={help}
            examples={examples}
            onTry={(example) => {
              close();
              attempt(example);
            }}
          />
        )}
      >
        <IconHelp size={18} aria-hidden />
      </PanelButton>
    </form>
  );
}

/** Why a filter cannot be read. */
interface Wrong {
  readonly message: string;
  /** The filter that was meant, as far as one comes to mind. */
  readonly better: string | null;
}

function Refusal({ wrong, onTry }: { readonly wrong: Wrong; readonly onTry: (filter: string) => void }) {
  const { message, better } = wrong;
  return (
    <>
      It cannot be read: {message}
      {better !== null && (
        <>
          {' '}
          Did you mean{' '}
          <button type="button" className="tl-runs-link tl-mono" onClick={() => onTry(better)}>
            {better}
          </button>
          ?
        </>
      )}
    </>
  );
}

interface ExamplesProps extends Pick<FilterFieldProps, 'help' | 'examples'> {
  readonly onTry: (filter: string) => void;
}

function Examples({ help, examples, onTry }: ExamplesProps) {
  return (
    <>
      <p>{help} Leave it empty to see all. Choose one to try it:</p>
      <ul className="tl-runs-examples">
        {examples.map(({ filter, means }) => (
          <li key={filter}>
            <button type="button" className="tl-runs-link tl-mono" onClick={() => onTry(filter)}>
              {filter}
            </button>
            <span className="tl-muted tl-small"> {means}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
