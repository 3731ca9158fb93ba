import { RUN_GRAMMAR } from '../filter-grammar.ts';
import { FilterField } from './filter-field.tsx';
import { meantBy, subjectOf } from './run-columns.ts';

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

/** A field that finds runs. */
export function RunsFilter({ metric, param, keys, ...field }: RunsFilterProps) {
  return (
    <FilterField
      {...field}
      label="Find runs"
      grammar={RUN_GRAMMAR}
      help="Conditions joined by AND. Numbers stand bare, texts in quotation marks; keys with spaces stand in backticks."
      examples={examplesOf(metric, param)}
      meant={(rest) => (keys ? meantBy(rest, keys) : null)}
    />
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
