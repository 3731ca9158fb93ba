/** Fewest characters of a new password; a test keeps it equal to the server's limit, which pages may not import. */
export const NEW_PASSWORD_MIN = 10;

/** The rule of a new password, said before anybody breaks it. */
export const NEW_PASSWORD_HELP = `At least ${NEW_PASSWORD_MIN} characters; a few words in a row are easy to remember.`;
