import { useState } from 'react';
import { AppLink, Disclosure, NumberField, Section } from '../../../web/kit/index.ts';
import { datasetAddress } from '../../datasets/ui/index.ts';
import type { Answer, Otherwise } from '../explanation.ts';
import {
  cellWords,
  NO_CAUSE,
  NO_LEVER_WORDS,
  otherwiseHeading,
  predictionWords,
  thenWords,
} from '../explanation-words.ts';
import type { ExplainedColumn, Explanation } from './explanation-queries.ts';

type Efforts = Readonly<Record<string, number>>;

export interface OtherwisePartProps {
  readonly slug: string;
  readonly explanation: Explanation;
  readonly answer: Answer;
  readonly threshold: number | null;
  readonly efforts: Efforts;
  readonly onTerms: (terms: { readonly threshold?: number | null; readonly efforts?: Efforts }) => void;
}

/** The cheapest change that would put the prediction on the other side, among what can be changed. */
export function OtherwisePart(props: OtherwisePartProps) {
  const { slug, explanation, answer, threshold, efforts, onTerms } = props;
  const { target, columns, training } = explanation;
  if (threshold === null || target.kind === 'multiclass') return null;
  const { otherwise, prediction } = answer;
  const levers = columns.filter(({ noLever }) => noLever === null);
  return (
    <Section
      title={otherwiseHeading(otherwise, prediction >= threshold, predictionWords(target, threshold))}
      lead={sideWords(target, prediction, threshold)}
    >
      <ThresholdField
        key={threshold}
        isChance={target.kind === 'binary'}
        threshold={threshold}
        onChange={(next) => onTerms({ threshold: next })}
      />
      <Changes explanation={explanation} otherwise={otherwise} threshold={threshold} />
      <Disclosure
        label={
          levers.length === 0 ? 'What could be changed' : `What was tried: ${levers.map(({ name }) => name).join(', ')}`
        }
        startsOpen={levers.length === 0}
        isPrinted={false}
      >
        <LeverList slug={slug} datasetId={training.datasetId} version={training.version} columns={columns} />
        {levers.length > 1 && (
          <EffortFields levers={levers} efforts={efforts} onChange={(next) => onTerms({ efforts: next })} />
        )}
      </Disclosure>
      <p className="tl-muted">{NO_CAUSE}</p>
    </Section>
  );
}

function sideWords(target: Explanation['target'], prediction: number, threshold: number): string {
  const side = prediction >= threshold ? 'at or above' : 'below';
  const from = predictionWords(target, threshold);
  return target.kind === 'number'
    ? `The prediction lies ${side} ${from}.`
    : `With ${from} as the line from which you act, this one lies ${side} it.`;
}

interface ThresholdFieldProps {
  readonly isChance: boolean;
  readonly threshold: number;
  readonly onChange: (threshold: number | null) => void;
}

function ThresholdField({ isChance, threshold, onChange }: ThresholdFieldProps) {
  const scale = isChance ? 100 : 1;
  const [value, setValue] = useState<number | null>(Number((threshold * scale).toPrecision(6)));
  const send = () => {
    if (value === null || value / scale === threshold) return;
    onChange(isChance ? Math.min(1, Math.max(0, value / scale)) : value);
  };
  return (
    <form
      className="tl-why-search tl-no-print"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <NumberField
        label={isChance ? 'How sure before you act' : 'The line that matters to you'}
        {...(isChance
          ? { unit: 'of 100', help: 'To begin with, so that as many are flagged as there are.' }
          : { help: 'To begin with, the middle prediction.' })}
        value={value}
        onChange={setValue}
        onBlur={send}
      />
    </form>
  );
}

interface ChangesProps {
  readonly explanation: Explanation;
  readonly otherwise: Otherwise;
  readonly threshold: number;
}

function Changes({ explanation, otherwise, threshold }: ChangesProps) {
  if (otherwise.kind === 'no-side') return null;
  if (otherwise.kind === 'no-levers') {
    return (
      <p>
        Say of at least one column in the data dictionary that somebody could change it by acting; a price can be
        changed, an age cannot. Then the cheapest change is looked for.
      </p>
    );
  }
  const then = thenWords(explanation.target, otherwise.prediction, threshold);
  const columns = new Map(explanation.columns.map((column) => [column.name, column]));
  return (
    <>
      {otherwise.kind === 'out-of-reach' && (
        <p>
          {otherwise.changes.length === 0
            ? 'Nothing that can be changed brings it nearer.'
            : `Up to two changes at once were tried. What comes nearest gives ${then}:`}
        </p>
      )}
      {otherwise.changes.length > 0 && (
        <ul className="tl-why-changes">
          {otherwise.changes.map(({ column, from, to }) => {
            const known = columns.get(column);
            const words = (cell: number | string | null): string =>
              known ? cellWords(known.facts, cell, known.unit) : String(cell);
            return (
              <li key={column}>
                <strong>{column}</strong>: {words(to)} instead of {words(from)}
              </li>
            );
          })}
        </ul>
      )}
      {otherwise.kind === 'flips' && <p>The model would then say {then}.</p>}
    </>
  );
}

interface LeverListProps {
  readonly slug: string;
  readonly datasetId: string;
  readonly version: number;
  readonly columns: readonly ExplainedColumn[];
}

/** Reasons against columns that are told one by one; the others are the same. */
const TOLD = 8;

function LeverList({ slug, datasetId, version, columns }: LeverListProps) {
  const fixed = columns.flatMap(({ name, noLever }) => (noLever === null ? [] : [{ name, noLever }]));
  const address = (column: string) => datasetAddress(slug, datasetId, { version, column });
  return (
    <>
      <p>Changed is only what the data dictionary says can be changed, within its range and that of the rows.</p>
      {fixed.length > 0 && (
        <ul className="tl-why-levers">
          {fixed.slice(0, TOLD).map(({ name, noLever }) => (
            <li key={name}>
              <AppLink to={address(name)}>{name}</AppLink>: {NO_LEVER_WORDS[noLever]}
            </li>
          ))}
          {fixed.length > TOLD && <li>{fixed.length - TOLD} more that matter less</li>}
        </ul>
      )}
    </>
  );
}

interface EffortFieldsProps {
  readonly levers: readonly ExplainedColumn[];
  readonly efforts: Efforts;
  readonly onChange: (efforts: Efforts) => void;
}

function EffortFields({ levers, efforts, onChange }: EffortFieldsProps) {
  const [draft, setDraft] = useState(efforts);
  return (
    <fieldset className="tl-why-group">
      <legend>How hard is each change, beside the others?</legend>
      <p className="tl-muted tl-small">
        1 for each to begin with: another word, or a number moved across the range in which four of five lie. Give 10 to
        what is ten times as hard, or what it costs.
      </p>
      <div className="tl-why-fields">
        {levers.map(({ name }) => (
          <NumberField
            key={name}
            label={name}
            value={draft[name] ?? 1}
            onChange={(effort) => {
              if (effort !== null && effort > 0) setDraft({ ...draft, [name]: effort });
            }}
            onBlur={() => {
              if (JSON.stringify(draft) !== JSON.stringify(efforts)) onChange(draft);
            }}
          />
        ))}
      </div>
    </fieldset>
  );
}
