import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import {
  CheckField,
  ConfirmButton,
  formatMoment,
  LongTextField,
  RadioField,
  Section,
  StateWord,
} from '../../../web/kit/index.ts';
import { LongText } from '../../experiments/ui/index.ts';
import { RightButton } from '../../initiatives/ui/index.ts';
import { settled } from '../../people/ui/index.ts';
import { type AssessmentEntry, LIVE_TRACES, type TraceDetail, tracesClient } from './trace-queries.ts';
import { judgeInWords } from './trace-words.ts';
import './traces.css';

/** Characters of a value that stands in the line of its name. */
const IN_LINE = 120;

export interface AssessmentsPartProps {
  readonly trace: TraceDetail;
  /** The span that is looked at. */
  readonly spanId: string | undefined;
  readonly onSpan: (spanId: string) => void;
}

/** What is said of traces is read again after an assessment: lists show it too. */
function useRefresh() {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: LIVE_TRACES });
}

/** What people, judges and programs say of a trace, and the question whether it was good. */
export function AssessmentsPart({ trace, spanId, onSpan }: AssessmentsPartProps) {
  const { assessments } = trace;
  return (
    <Section
      title={assessments.length === 0 ? 'Nobody has judged it yet' : 'What was said of it'}
      lead="Feedback says how good it was; an expectation says what should have come out."
    >
      {assessments.length > 0 && (
        <ol className="tl-assessments">
          {assessments.map((assessment) => (
            <OneAssessment key={assessment.id} traceId={trace.id} assessment={assessment} onSpan={onSpan} />
          ))}
        </ol>
      )}
      <JudgeForm trace={trace} spanId={spanId} />
    </Section>
  );
}

interface OneAssessmentProps {
  readonly traceId: string;
  readonly assessment: AssessmentEntry;
  readonly onSpan: (spanId: string) => void;
}

function OneAssessment({ traceId, assessment, onSpan }: OneAssessmentProps) {
  const { id, kind, value, error, rationale, spanId, givenAt, isValid, isCorrection, isOwn } = assessment;
  const refresh = useRefresh();
  const takeBack = useMutation({
    mutationFn: () => tracesClient.takeBack({ params: { traceId, assessmentId: id } }),
    onSuccess: refresh,
  });
  return (
    <li data-corrected={!isValid || undefined}>
      <div className="tl-assessment-said">
        <Value assessment={assessment} />
        {kind === 'expectation' && <span className="tl-muted tl-small">what should have come out</span>}
        {!isValid && <StateWord tone="unknown">corrected later</StateWord>}
        {isCorrection && <span className="tl-muted tl-small">corrects an earlier one</span>}
      </div>
      {!isShort(value) && <LongText shown={value} />}
      {rationale !== '' && <p className="tl-prose tl-trace-name">{rationale}</p>}
      {error && (
        <p className="tl-trace-name">
          No value: {error.code} {error.message}
        </p>
      )}
      <p className="tl-muted tl-small tl-trace-name">
        {judgeInWords(assessment)}, {formatMoment(givenAt)}
        {spanId !== '' && (
          <>
            {', about '}
            <button type="button" className="tl-runs-link" onClick={() => onSpan(spanId)}>
              one span
            </button>
          </>
        )}
      </p>
      <ProblemNotice error={takeBack.error} />
      {isOwn && isValid && (
        <ConfirmButton
          question="Take it back? What it corrected counts again."
          confirmLabel="Take it back"
          variant="subtle"
          size="xs"
          onConfirm={() => settled(takeBack.mutateAsync())}
        >
          Take it back
        </ConfirmButton>
      )}
    </li>
  );
}

/** Whether the value is said by a state word alone. */
function isSpoken({ kind, name, value }: AssessmentEntry): boolean {
  return kind === 'feedback' && name === 'good' && (value.text === 'true' || value.text === 'false');
}

/** Whether a value stands in the line of its name. */
function isShort({ text }: AssessmentEntry['value']): boolean {
  return text.length <= IN_LINE && !text.includes('\n');
}

function Value({ assessment }: { readonly assessment: AssessmentEntry }) {
  if (!isSpoken(assessment))
    return (
      <span className="tl-trace-name">
        <strong>{assessment.name}</strong>
        {isShort(assessment.value) && `: ${assessment.value.text}`}
      </span>
    );
  return assessment.value.text === 'true' ? (
    <StateWord tone="reached">Good</StateWord>
  ) : (
    <StateWord tone="broken">Not good</StateWord>
  );
}

function JudgeForm({ trace, spanId }: { readonly trace: TraceDetail; readonly spanId: string | undefined }) {
  const refresh = useRefresh();
  const [good, setGood] = useState<string | null>(null);
  const [why, setWhy] = useState('');
  const [isOfSpan, setOfSpan] = useState(false);
  const [isTried, setTried] = useState(false);
  const judge = useMutation({
    mutationFn: () =>
      tracesClient.judge({
        params: { traceId: trace.id },
        body: { isGood: good === 'yes', why: why.trim(), spanId: isOfSpan && spanId !== undefined ? spanId : '' },
      }),
    onSuccess: () => {
      setGood(null);
      setWhy('');
      setOfSpan(false);
      setTried(false);
      return refresh();
    },
  });
  const needsWhy = good === 'no' && why.trim() === '';
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (good !== null && !needsWhy) judge.mutate();
  };
  return (
    <form onSubmit={send} noValidate className="tl-stack tl-judge-form">
      <RadioField
        label="Was it good?"
        options={[
          { value: 'yes', label: 'Yes' },
          { value: 'no', label: 'No' },
        ]}
        value={good}
        onChange={setGood}
        required
        error={isTried && good === null ? 'Choose yes or no.' : undefined}
      />
      <LongTextField
        label="Why?"
        rows={2}
        value={why}
        onChange={(event) => setWhy(event.currentTarget.value)}
        error={isTried && needsWhy ? 'Say what was wrong with it: whoever mends it needs to know.' : undefined}
      />
      {spanId !== undefined && (
        <CheckField
          label="I mean the chosen span alone"
          checked={isOfSpan}
          onChange={(event) => setOfSpan(event.currentTarget.checked)}
        />
      )}
      <ProblemNotice error={judge.error} />
      <RightButton
        right={{ allowed: trace.whyNotJudge === null, rule: trace.whyNotJudge ?? '' }}
        type="submit"
        loading={judge.isPending}
      >
        Say so
      </RightButton>
    </form>
  );
}
