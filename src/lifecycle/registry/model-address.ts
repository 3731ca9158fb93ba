/** The address of a model's page. */
export function addressOfModel(name: string): string {
  return `/models/${encodeURIComponent(name)}`;
}
