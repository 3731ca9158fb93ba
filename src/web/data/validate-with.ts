import type { z } from 'zod';

/**
 * The `validate` of a form from the schema that the server checks with, so that a person learns of a mistake at once and
 * in the same words.
 * @param schema the body of an endpoint.
 * @param toBody makes the body out of the form's values; the values themselves by default.
 * @returns the refusals by field name, as the form takes them.
 */
export function validateWith<Values>(
  schema: z.ZodType,
  toBody: (values: Values) => unknown = (values) => values,
): (values: Values) => Record<string, string> {
  return (values) => {
    const parsed = schema.safeParse(toBody(values));
    const errors: Record<string, string> = {};
    for (const { path, message } of parsed.error?.issues ?? []) errors[path.join('.')] ??= message;
    return errors;
  };
}
