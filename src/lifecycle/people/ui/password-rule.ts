/** Fewest characters of a new password; a test keeps it equal to the server's limit, which pages may not import. */
export const NEW_PASSWORD_MIN = 10;

/** The rule of a new password, said before anybody breaks it. */
export const NEW_PASSWORD_HELP = `At least ${NEW_PASSWORD_MIN} characters; a few words in a row are easy to remember.`;

/** Says under the name of its field that a new password is too short, as a form's `validate` does. */
export function shortPassword<Field extends string>(field: Field, password: string): Partial<Record<Field, string>> {
  const errors: Partial<Record<Field, string>> = {};
  if (password.length < NEW_PASSWORD_MIN) errors[field] = `Use at least ${NEW_PASSWORD_MIN} characters.`;
  return errors;
}
