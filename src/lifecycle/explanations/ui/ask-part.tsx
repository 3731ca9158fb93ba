import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { Section } from '../../../web/kit/index.ts';
import { type Rights, rightTo } from '../../initiatives/ui/index.ts';
import type { Cells } from '../explanation.ts';
import { AnswerPart } from './answer-part.tsx';
import { ChooseRow } from './choose-row.tsx';
import { type Asked, answerQuery, type Explanation, type RowOnPage } from './explanation-queries.ts';
import { OtherwisePart } from './otherwise-part.tsx';
import { usualCells } from './usual-cells.ts';
import { ValuesForm } from './values-form.tsx';

export interface AskPartProps {
  readonly slug: string;
  readonly explanation: Explanation;
  readonly rights: Rights;
}

/** Chooses a row, or types one, and shows why the model says what it says about it. */
export function AskPart({ slug, explanation, rights }: AskPartProps) {
  const { training, examples, columns, threshold } = explanation;
  const first = examples?.high[0];
  const usual = { kind: 'cells', cells: usualCells(columns), threshold: null, efforts: {} } as const;
  const [asked, setAsked] = useState<Asked>(first ? { kind: 'row', lookup: { row: first.row } } : usual);
  const [from, setFrom] = useState<RowOnPage | null>(null);
  const told = useQuery(answerQuery(slug, training.id, asked));
  const row = asked.kind === 'row' ? (told.data?.row ?? null) : from;
  // Until the model answers, its last answer stands there, and is told as the answer to what was asked then.
  const answeredRow = told.data?.asked.kind === 'row' ? told.data.row : from;
  const cells = asked.kind === 'cells' ? asked.cells : told.data?.row?.cells;
  const terms = asked.kind === 'cells' ? asked : { threshold: null, efforts: {} };
  const many = explanation.entity?.many ?? 'rows';

  const ask = (change: { readonly cells?: Cells; readonly threshold?: number | null; readonly efforts?: Terms }) => {
    if (asked.kind === 'row') setFrom(told.data?.row ?? null);
    setAsked({ kind: 'cells', cells: cells ?? {}, threshold: terms.threshold, efforts: terms.efforts, ...change });
  };
  return (
    <>
      <Section title="Whose prediction do you want to understand?" lead={lead(many, examples !== null)}>
        <ChooseRow
          explanation={explanation}
          right={rightTo(rights, 'explanation.row')}
          chosen={row?.row ?? null}
          onChoose={(lookup) => setAsked({ kind: 'row', lookup })}
          onUsual={() => {
            setFrom(null);
            setAsked(usual);
          }}
        />
        <ProblemNotice error={told.error} />
        <p role="status" className="tl-muted tl-why-asked tl-no-print">
          {told.isPlaceholderData && 'The model is asked. Until it answers, what it said before stands below.'}
        </p>
        {cells && (
          <ValuesForm
            key={`${training.id} ${row?.row ?? 'typed'}`}
            explanation={explanation}
            cells={cells}
            row={row}
            isChanged={asked.kind === 'cells' && row !== null}
            onAsk={(next) => ask({ cells: next })}
            onBack={() => row && setAsked({ kind: 'row', lookup: { row: row.row } })}
          />
        )}
      </Section>
      {told.data && !told.error && (
        <div className="tl-why-answer" aria-busy={told.isPlaceholderData}>
          <AnswerPart
            explanation={explanation}
            answer={told.data.answer}
            row={answeredRow}
            isChanged={told.data.asked.kind === 'cells' && answeredRow !== null}
          />
          <OtherwisePart
            slug={slug}
            explanation={explanation}
            answer={told.data.answer}
            threshold={terms.threshold ?? threshold}
            efforts={terms.efforts}
            onTerms={ask}
          />
        </div>
      )}
    </>
  );
}

type Terms = Readonly<Record<string, number>>;

function lead(many: string, hasExamples: boolean): string {
  return hasExamples
    ? `Take one of the ${many} that the model learned from, or type values of your own.`
    : `Type values of your own; the ${many} themselves are shown at the table alone.`;
}
