/** The eight roles of an AI initiative. The ids are stable: they stand in the database and in the API. */
export const ROLES = [
  'sme',
  'sponsor',
  'data-scientist',
  'data-engineer',
  'software-engineer',
  'devops',
  'risk-manager',
  'architect',
] as const;

/** A role: what somebody brings to the table. A person may hold seats of several roles. */
export type Role = (typeof ROLES)[number];

/** The word on screen for each role. */
export const ROLE_NAME: Readonly<Record<Role, string>> = {
  sme: 'Subject-matter expert',
  sponsor: 'Business sponsor',
  'data-scientist': 'Data scientist',
  'data-engineer': 'Data engineer',
  'software-engineer': 'Software engineer',
  devops: 'DevOps / IT',
  'risk-manager': 'Model risk manager',
  architect: 'ML architect',
};

/** A role inside a sentence: lower case, unless the word carries capitals of its own as in "DevOps" or "ML". */
export function roleInText(role: Role): string {
  return ROLE_NAME[role].replace(/^[A-Z](?=[a-z-]+( |$))/, (first) => first.toLowerCase());
}

/** What each role brings, in one line, shown beside an empty chair so that one knows whom to look for. */
export const ROLE_BRINGS: Readonly<Record<Role, string>> = {
  sme: 'the business question, its goal and the judgement of results',
  sponsor: 'the money, and the decision to go on or to stop',
  'data-scientist': 'the models that answer the question',
  'data-engineer': 'the data and the pipelines',
  'software-engineer': 'the applications that use the model',
  devops: 'the running systems',
  'risk-manager': 'the control of risk',
  architect: 'the environment that all models share',
};
