import { Button } from '@mantine/core';
import { Notice } from '../kit/state-word.tsx';
import { type ApiProblem, isUnsent, problemOf } from './problem.ts';
import { UnsentWords } from './unsent-words.tsx';

export interface ProblemNoticeProps {
  /** What was thrown: an API problem or any error. Nothing is shown for `null` and `undefined`. */
  readonly error: unknown;
  /** Offers to try again. */
  readonly onRetry?: () => void;
}

/** A problem as people should meet it: what happened, what to do, which fields were meant, and the code to pass on. */
export function ProblemNotice({ error, onRetry }: ProblemNoticeProps) {
  if (error === null || error === undefined) return null;
  const problem = problemOf(error);
  return (
    <Notice
      tone="broken"
      title={problem.detail}
      isUrgent
      {...(onRetry
        ? {
            action: (
              <Button variant="default" onClick={onRetry}>
                Try again
              </Button>
            ),
          }
        : {})}
    >
      {isUnsent(problem) && <UnsentWords />}
      {problem.remedy && <p>{problem.remedy}</p>}
      {problem.fields.length > 0 && <RefusedFields problem={problem} />}
      <p className="tl-muted tl-small">Code {problem.code}</p>
    </Notice>
  );
}

function RefusedFields({ problem }: { readonly problem: ApiProblem }) {
  return (
    <ul>
      {problem.fields.map((field) => (
        <li key={field.path}>
          <code>{field.path}</code>: {field.message}
        </li>
      ))}
    </ul>
  );
}
