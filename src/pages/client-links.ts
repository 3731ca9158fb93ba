/**
 * The page that a link means which MLflow's clients print, like `/#/experiments/1/runs/0af3`, by what stands behind its mark.
 * Pages have the same addresses without it, but that of an evaluation is the page of its run. `null` where none is meant.
 */
export function pageOfClientLink(hash: string): string | null {
  const [path = '', query = ''] = hash.split('?', 2);
  const evaluation = /^\/experiments\/(\d+)\/evaluation-runs\/?$/.exec(path);
  if (evaluation) {
    const run = new URLSearchParams(query).get('selectedRunUuid') ?? '';
    return `/experiments/${evaluation[1]}${/^[0-9a-f]+$/.test(run) ? `/runs/${run}` : ''}`;
  }
  return /^\/experiments\/\d+(\/runs\/[0-9a-f]+|\/traces)?\/?$/.test(path) ? path : null;
}
