/** The address of a model's page. */
export function addressOfModel(name: string): string {
  return `/models/${encodeURIComponent(name)}`;
}

/** The address of a prompt's page, and there of one of its versions. */
export function addressOfPrompt(name: string, version?: number | string): string {
  return `/prompts/${encodeURIComponent(name)}${version === undefined ? '' : `?version=${version}`}`;
}
