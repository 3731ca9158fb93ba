import type { Caller } from '../experiments/index.ts';
import { openAssessments } from './assess-trace.use-case.ts';
import type { Assessment } from './assessment.ts';
import { assessmentsOf } from './assessments.store.ts';
import { requireTrace, type TracePorts } from './require-trace.use-case.ts';

/** The name of the feedback that a person gives on the page; a filter finds it as `feedback.good = 'false'`. */
export const GOOD = 'good';

/** What a person says on the page of a trace. */
export interface AnswerJudged {
  readonly isGood: boolean;
  readonly why: string;
  /** The span that it is about; empty for the whole. */
  readonly spanId: string;
  /** By what name the feedback says who gave it. */
  readonly by: string;
}

/**
 * Keeps whether an answer was good, as the feedback of a person. Who said it before about the same corrects that, so that
 * both stay to be read and the newer one counts; the very same said again is an answer that was lost on its way, and adds
 * nothing.
 * @throws Problem as `Assessments.add`
 */
export async function judgeAnswer(
  ports: TracePorts,
  caller: Caller,
  traceId: string,
  { isGood, why, spanId, by }: AnswerJudged,
): Promise<Assessment> {
  await requireTrace(ports, caller, traceId, 'judge');
  const given = (await assessmentsOf(ports.database, [traceId])).get(traceId) ?? [];
  const before = given.findLast(
    (one) =>
      one.name === GOOD &&
      one.kind === 'feedback' &&
      one.spanId === spanId &&
      one.createdBy === caller.accountId &&
      one.sourceType === 'HUMAN' &&
      one.isValid,
  );
  if (before?.value === isGood && before.rationale === why) return before;
  return openAssessments(ports).add(caller, traceId, {
    kind: 'feedback',
    name: GOOD,
    value: isGood,
    error: null,
    rationale: why,
    metadata: {},
    sourceType: 'HUMAN',
    sourceId: by,
    spanId,
    overrides: before?.id ?? '',
  });
}
