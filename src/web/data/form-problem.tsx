import { FieldError } from '../kit/field-error.tsx';
import { problemOf } from './problem.ts';
import { ProblemNotice } from './problem-notice.tsx';

export interface FormProblemProps {
  /** What was thrown. Nothing is shown for `null` and `undefined`. */
  readonly error: unknown;
  /** The names of the form's fields, which say beside themselves what was refused: `Object.keys(form.values)`. */
  readonly fields: readonly string[];
}

/** What a form says above its button: the whole problem, or only where to look when the fields say it already. */
export function FormProblem({ error, fields }: FormProblemProps) {
  if (error === null || error === undefined) return null;
  const refused = problemOf(error).fields;
  const isSaidBeside =
    refused.length > 0 && refused.every(({ path }) => fields.includes(path.split(/[.[]/)[0] ?? path));
  if (!isSaidBeside) return <ProblemNotice error={error} />;
  return (
    <div role="alert">
      <FieldError>Nothing was stored yet: look at the fields marked above.</FieldError>
    </div>
  );
}
