import { Button } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { Disclosure, TextField } from '../../../web/kit/index.ts';
import { RUN_GRAMMAR } from '../filter-grammar.ts';
import { readFilter } from '../filter-language.ts';
import { meantBy, subjectOf } from './run-columns.ts';
import './runs.css';

export interface RunsFilterProps {
  /** What is looked for now. */
  readonly filter: string;
  readonly onFilter: (filter: string) => void;
  readonly isBusy: boolean;
  /** Keys that exist, for examples that find something. */
  readonly metric?: string | undefined;
  readonly param?: string | undefined;
  /** Every key that exists, so that one that is written without its kind is recognised. */
  readonly keys?: Readonly<Record<'metrics' | 'params' | 'tags', readonly string[]>> | undefined;
}

/** A field that finds runs in the grammar of MLflow's searches, with help, and an error at its place. */
export function RunsFilter({ filter, onFilter, isBusy, metric, param, keys }: RunsFilterProps) {
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(filter);
  const [seen, setSeen] = useState(filter);
  const [wrong, setWrong] = useState<string>();
  if (filter !== seen) {
    // A view or a link chose another filter.
    setSeen(filter);
    setText(filter);
    setWrong(undefined);
  }
  const find = (wanted: string) => {
    // The grammar is the server's own, so that what it would refuse is said without asking it.
    const reading = readFilter(wanted, RUN_GRAMMAR);
    const meant = reading.kind === 'refused' && keys ? meantBy(wanted.slice(reading.at), keys) : null;
    setWrong(
      reading.kind === 'refused'
        ? `It cannot be read: ${reading.message}${meant === null ? '' : ` Did you mean ${meant}?`}`
        : undefined,
    );
    if (reading.kind === 'read') {
      onFilter(wanted.trim());
      return;
    }
    input.current?.focus();
    input.current?.setSelectionRange(reading.at, wanted.length);
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    find(text);
  };
  return (
    <div>
      <form onSubmit={send} className="tl-runs-filter" noValidate>
        <TextField
          ref={input}
          label="Find runs"
          help="Leave it empty to see all."
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={wrong}
          spellCheck={false}
        />
        <Button type="submit" variant="default" loading={isBusy}>
          Find
        </Button>
        {filter !== '' && (
          <Button variant="subtle" onClick={() => onFilter('')}>
            Show all
          </Button>
        )}
      </form>
      <Disclosure label="How to write what you look for" isPrinted={false} isMadeOnOpening>
        <p>
          Conditions joined by AND. Numbers stand bare, texts in quotation marks; keys with spaces stand in backticks.
          Choose one to try it:
        </p>
        <ul className="tl-runs-examples">
          {examplesOf(metric, param).map(({ filter: example, means }) => (
            <li key={example}>
              <button
                type="button"
                className="tl-runs-link tl-mono"
                onClick={() => {
                  setText(example);
                  find(example);
                }}
              >
                {example}
              </button>
              <span className="tl-muted tl-small"> {means}</span>
            </li>
          ))}
        </ul>
      </Disclosure>
    </div>
  );
}

function examplesOf(metric = 'auc', param = 'depth') {
  return [
    { filter: `${subjectOf('metrics', metric)} > 0.7`, means: 'the last value of a metric' },
    { filter: `${subjectOf('params', param)} IS NOT NULL`, means: 'runs that have a param' },
    { filter: `${subjectOf('params', param)} LIKE '1%'`, means: 'a text that begins like this' },
    { filter: "status = 'FINISHED'", means: 'also RUNNING, FAILED, KILLED' },
    { filter: "run_name ILIKE '%forest%' AND status != 'FAILED'", means: 'both at once; ILIKE ignores capitals' },
    { filter: "tags.team = 'blue'", means: 'a tag' },
    { filter: "dataset.name = 'churn_q3'", means: 'runs that read a data set' },
  ];
}
