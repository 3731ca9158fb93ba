import { formatNumber, formatPlural, rangeWords } from '../../words/index.ts';
import { EXPECTATION_LIMITS } from './expectation-limits.ts';
import type { GroupMeasure, GroupQuality, ModelGroups } from './groups.schema.ts';

type Found = Extract<ModelGroups, { kind: 'found' }>;
type Measured = Extract<GroupQuality, { kind: 'measured' }>;

/** What is compared between groups. */
export type GroupMeasureName = 'selected' | 'found' | 'falseAlarms';

/** The measures in words. */
export const MEASURE_NAME: Readonly<Record<GroupMeasureName, string>> = {
  selected: 'Acted upon',
  found: 'Found among those with the outcome',
  falseAlarms: 'Acted upon among those without',
};

/** A share of 100 as its range. */
export function shareRange({ interval }: Pick<GroupMeasure, 'interval'>): string {
  return `${rangeWords(100 * interval.lower, 100 * interval.upper, whole)} of 100`;
}

/** What is measured of one group, as a sentence. */
export function groupWords(group: GroupQuality, { outcome, column }: Pick<Found, 'outcome' | 'column'>): string {
  const where = `Where ${column} is ${group.name}`;
  if (group.kind === 'too-few')
    return `${where} there ${group.rows === 1 ? 'is' : 'are'} only ${formatPlural(group.rows, 'row', 'rows')}; fewer than ${EXPECTATION_LIMITS.leastRows} tell nothing, so nothing is shown.`;
  if (group.found === null)
    return `${where} only ${formatPlural(group.cases, 'row has', 'rows have')} the outcome "${outcome}", too few to say how many of them are found.`;
  return `${where} the model finds ${shareRange(group.found)} with "${outcome}"; ${againstWords(group.found)}.`;
}

/** How a share differs from that of all others, in words. */
export function againstWords({ againstRest }: GroupMeasure): string {
  if (againstRest === null) return 'there are too few others to compare with';
  const { interval, difference, isTold } = againstRest;
  if (!isTold) return 'no difference to all others can be told';
  const [low, high] = [Math.abs(interval.lower), Math.abs(interval.upper)];
  // A difference that is told may still, by its own range, just touch none: then its most likely size is said.
  const size =
    Math.sign(interval.lower) === Math.sign(interval.upper)
      ? rangeWords(100 * low, 100 * high, whole)
      : `about ${whole(100 * Math.abs(difference))}`;
  return `${size} ${difference > 0 ? 'more' : 'fewer'} of 100 than among all others`;
}

/** The title of what was found: which differences can be told. */
export function groupsTitle({ found, column }: Pick<Found, 'found' | 'column'>): string {
  const measured = found.groups.filter((group): group is Measured => group.kind === 'measured');
  if (measured.length < 2) return `Too few rows to compare groups by ${column}`;
  const told = (measure: GroupMeasureName): readonly string[] =>
    measured.flatMap((group) => (group[measure]?.againstRest?.isTold ? [group.name] : []));
  const names = [...new Set([...told('found'), ...told('falseAlarms'), ...told('selected')])];
  if (names.length === 0) return `No difference by ${column} can be told`;
  if (told('found').length > 0) return `Cases are not found equally often by ${column}`;
  if (told('falseAlarms').length > 0) return `Those without the outcome are not treated alike by ${column}`;
  return `Groups by ${column} are not acted upon equally often`;
}

/** The four-fifths figure, as a convention and no verdict. */
export function ratioWords({ found }: Pick<Found, 'found'>): string | null {
  const { lowestToHighest } = found;
  if (lowestToHighest === null) return null;
  return `The group acted upon least is acted upon ${formatNumber(lowestToHighest, 2)} times as often as the one acted upon most. A convention of United States employment law looks closer below 0.80; it is no verdict, takes no account of chance, and says nothing about whether the groups differ in what is foreseen.`;
}

function whole(value: number): string {
  return formatNumber(value, 0);
}
