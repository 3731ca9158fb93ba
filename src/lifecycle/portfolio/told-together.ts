import { formatCount, formatPlural, joinWords } from '../../words/index.ts';
import { PORTFOLIO_LIMITS } from './portfolio-limits.ts';

/** Events that are alike, told by the newest of them. */
export interface ToldEvents {
  /** What the newest says, without the name of who did it. */
  readonly sentence: string;
  /** How many there are of each kind, up to `PORTFOLIO_LIMITS.eventsOfEntry` in all. */
  readonly counts: Readonly<Record<string, number>>;
  /** Whether all of them say the same. */
  readonly isRepetition: boolean;
}

/** What many events of a kind are called, in the order in which they are told. */
const OF_MANY: Readonly<Record<string, (of: (one: string, many: string) => string) => string>> = {
  'run.started': (of) => `started ${of('run', 'runs')}`,
  'run.finished': (of) => `finished ${of('run', 'runs')}`,
  'model.logged': (of) => `logged ${of('model', 'models')}`,
  'run.failed': (of) => `saw ${of('run', 'runs')} fail`,
  'run.stopped': (of) => `stopped ${of('run', 'runs')}`,
  'run.deleted': (of) => `deleted ${of('run', 'runs')}`,
  'run.restored': (of) => `brought back ${of('run', 'runs')}`,
  'model.registered': (of) => `registered ${of('version of a model', 'versions of models')}`,
};

/**
 * Events that are alike as one sentence: "started 1,240 runs and logged 1,238 models", or the newest of them and how many
 * more there were. That runs which were started ended well too is not told.
 */
export function toldTogether({ sentence, counts, isRepetition }: ToldEvents): string {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  // What happened to one thing only, a run that was started and ended, is told by how it stands now.
  if (all === 1 || (counts['run.started'] === 1 && Object.values(counts).every((count) => count === 1)))
    return sentence;
  const atLeast = all < PORTFOLIO_LIMITS.eventsOfEntry ? '' : 'at least ';
  if (isRepetition) return `${sentence}, ${atLeast}${formatCount(all)} times`;
  const said = Object.entries(OF_MANY).flatMap(([kind, tell]) => {
    const count = counts[kind];
    if (count === undefined || (kind === 'run.finished' && counts['run.started'] !== undefined)) return [];
    return [tell((one, many) => `${atLeast}${formatPlural(count, one, many)}`)];
  });
  return said.length > 0 ? joinWords(said) : `${sentence}, and ${atLeast}${formatCount(all - 1)} more like it that day`;
}
