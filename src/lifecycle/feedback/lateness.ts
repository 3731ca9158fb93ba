import { joinWords } from '../../words/index.ts';
import { STEP_NAME, STEPS, type Step } from '../line-order.ts';
import { type FormerSitter, isRequired, type PlaybookStep, ROLES, type Role, roleInText } from '../people/index.ts';

/** How a role was missed at the step where a finding has its cause. */
export const MISSED_HOWS = ['empty', 'silent', 'late', 'not-asked'] as const;

/** How a role was missed: nobody held the seat, who held it said nothing, they came after the closing, or the step did not ask the role. */
export type MissedHow = (typeof MISSED_HOWS)[number];

/** A role that was not heard where it would have mattered. */
export interface MissedRole {
  readonly role: Role;
  readonly how: MissedHow;
}

/** A finding that came back: raised at one step, with its cause at an earlier one. */
export interface Return {
  /** The initiative, only to keep the days of different ones apart. */
  readonly initiative: string;
  readonly raisedStep: Step;
  readonly causeStep: Step;
  readonly raisedAt: string;
  /** When the causing step had been closed; `null` when it was not, so that no days can be counted. */
  readonly causeClosedAt: string | null;
  /** Runs made between the closing and the finding; `null` while nothing counts runs. */
  readonly runsRedone: number | null;
  readonly missed: readonly MissedRole[];
}

/** Missed roles from the words in which they are stored; those that are not known any more are left out. */
export function readMissedRoles(
  stored: readonly { readonly role: string; readonly how: string }[],
): readonly MissedRole[] {
  return stored.flatMap((entry) => {
    const role = ROLES.find((known) => known === entry.role);
    const how = MISSED_HOWS.find((known) => known === entry.how);
    return role && how ? [{ role, how }] : [];
  });
}

const DAY_MS = 86_400_000;

/** How many steps a finding went back along the line. */
export function stepsBack({ raisedStep, causeStep }: Pick<Return, 'raisedStep' | 'causeStep'>): number {
  return STEPS.indexOf(raisedStep) - STEPS.indexOf(causeStep);
}

/**
 * The roles that were missed where the cause lies when that was closed: each role that does, signs or is asked there and
 * that nobody had spoken for by then, and the roles of whoever raised the finding, where they were not asked at all.
 * @param steps the steps of the playbook that make up that part of the line.
 * @param until the moment that decides: the closing of the step, or of the finding where the step was not closed.
 */
export function missedRoles(
  steps: readonly Pick<PlaybookStep, 'seats'>[],
  sitters: readonly FormerSitter[],
  until: string,
  raiserRoles: readonly Role[],
): readonly MissedRole[] {
  return ROLES.flatMap((role): readonly MissedRole[] => {
    const ofRole = sitters.filter((sitter) => sitter.role === role);
    if (ofRole.some(({ firstContributionAt }) => isBy(firstContributionAt, until))) return [];
    const isNeeded = steps.some(({ seats }) => isRequired(seats[role] ?? 'told'));
    if (!isNeeded) return raiserRoles.includes(role) ? [{ role, how: 'not-asked' }] : [];
    if (ofRole.some(({ seatedAt, leftAt }) => isBy(seatedAt, until) && !isBy(leftAt, until))) {
      return [{ role, how: 'silent' }];
    }
    return [{ role, how: ofRole.some(({ seatedAt }) => !isBy(seatedAt, until)) ? 'late' : 'empty' }];
  });
}

function isBy(moment: string | null, until: string): boolean {
  return moment !== null && Date.parse(moment) <= Date.parse(until);
}

/**
 * Whole days between the closing of the causing steps and the findings. A day of one initiative counts once, however many
 * findings it lies before: the union of the intervals, not their sum. `null` when no return has a closing to count from.
 */
export function daysLost(returns: readonly Return[]): number | null {
  const counted = returns.filter(({ causeClosedAt }) => causeClosedAt !== null);
  if (counted.length === 0) return null;
  const byInitiative = grouped(counted, ({ initiative }) => initiative);
  let lostMs = 0;
  for (const ofOne of byInitiative.values()) {
    const spans = ofOne
      .map(({ causeClosedAt, raisedAt }) => ({ from: Date.parse(causeClosedAt ?? raisedAt), to: Date.parse(raisedAt) }))
      .toSorted((left, right) => left.from - right.from);
    let reachedMs = Number.NEGATIVE_INFINITY;
    for (const { from, to } of spans) {
      lostMs += Math.max(0, to - Math.max(from, reachedMs));
      reachedMs = Math.max(reachedMs, to);
    }
  }
  return Math.floor(lostMs / DAY_MS);
}

/** Runs made again over several returns: `null` while none of them is counted, for a nought would claim that there were none. */
export function runsRedone(returns: readonly Return[]): number | null {
  const counted = returns.flatMap(({ runsRedone: runs }) => (runs === null ? [] : [runs]));
  return counted.length === 0 ? null : counted.reduce((sum, runs) => sum + runs, 0);
}

/** What several returns cost together. */
export interface Lateness {
  readonly findings: number;
  readonly initiatives: number;
  /** Steps that the findings went back, added up. */
  readonly stepsBack: number;
  /** Whole days; `null` when they are not counted yet. */
  readonly daysLost: number | null;
  /** `null` when they are not counted yet. */
  readonly runsRedone: number | null;
  /** The one sentence that says it. */
  readonly sentence: string;
}

/** The returns of an initiative by where they came from and where they went, the costliest first, each in a sentence. */
export function latenessByRoute(
  returns: readonly Return[],
): readonly (Lateness & { readonly raisedStep: Step; readonly causeStep: Step })[] {
  const routes = grouped(returns, ({ raisedStep, causeStep }) => `${raisedStep} ${causeStep}`);
  return costliestFirst(
    [...routes.values()].flatMap((route) => {
      const [first] = route;
      if (first === undefined) return [];
      const { raisedStep, causeStep } = first;
      const came = `${inWords(route.length)} came back from ${STEP_NAME[raisedStep]} to ${STEP_NAME[causeStep]}`;
      return [{ ...costOf(route, [came, whoWasMissed(route)]), raisedStep, causeStep }];
    }),
  );
}

/** The returns of many initiatives by the role that was missed, the costliest first, each in a sentence. */
export function latenessByMissedRole(returns: readonly Return[]): readonly (Lateness & { readonly role: Role })[] {
  return costliestFirst(
    ROLES.flatMap((role) => {
      const without = returns.filter(({ missed }) => missed.some((entry) => entry.role === role));
      if (without.length === 0) return [];
      const causes = STEPS.filter((step) => without.some(({ causeStep }) => causeStep === step));
      const where = joinWords(causes.map((step) => STEP_NAME[step]));
      const came = `${inWords(without.length)} came back to ${where}, where the ${roleInText(role)} ${missedInWords(without, role)}`;
      return [{ ...costOf(without, [came]), role }];
    }),
  );
}

function grouped(returns: readonly Return[], keyOf: (each: Return) => string): ReadonlyMap<string, readonly Return[]> {
  const groups = new Map<string, Return[]>();
  for (const each of returns) groups.set(keyOf(each), [...(groups.get(keyOf(each)) ?? []), each]);
  return groups;
}

function costliestFirst<Cost extends Lateness>(costs: readonly Cost[]): readonly Cost[] {
  return costs.toSorted(
    (left, right) => (right.daysLost ?? -1) - (left.daysLost ?? -1) || right.findings - left.findings,
  );
}

function costOf(returns: readonly Return[], said: readonly (string | null)[]): Lateness {
  const days = daysLost(returns);
  const runs = runsRedone(returns);
  const cost = [
    days === null ? 'the days are not counted yet' : `${days} ${days === 1 ? 'day' : 'days'} lost`,
    ...(runs === null || runs === 0 ? [] : [`${runs} ${runs === 1 ? 'run' : 'runs'} made again`]),
  ];
  return {
    findings: returns.length,
    initiatives: new Set(returns.map(({ initiative }) => initiative)).size,
    stepsBack: returns.reduce((sum, each) => sum + stepsBack(each), 0),
    daysLost: days,
    runsRedone: runs,
    sentence: `${said.filter((part) => part !== null).join('; ')}: ${cost.join(', ')}.`,
  };
}

const HOW_IN_WORDS: Readonly<Record<MissedHow, string>> = {
  empty: 'had nobody on the seat',
  silent: 'had not been heard',
  late: 'came only after the step had been closed',
  'not-asked': 'was not asked',
};

function missedInWords(returns: readonly Return[], role: Role): string {
  const hows = new Set(
    returns.flatMap(({ missed }) => missed.filter((each) => each.role === role)).map(({ how }) => how),
  );
  const [how] = hows;
  return hows.size === 1 && how !== undefined ? HOW_IN_WORDS[how] : HOW_IN_WORDS.silent;
}

/** "each time the data engineer had not been heard", for the role that was missed most often; `null` when none was. */
function whoWasMissed(returns: readonly Return[]): string | null {
  const counted = ROLES.map((role) => ({
    role,
    times: returns.filter(({ missed }) => missed.some((entry) => entry.role === role)).length,
  }));
  const most = Math.max(...counted.map(({ times }) => times));
  if (most === 0) return null;
  const roles = counted.filter(({ times }) => times === most).map(({ role }) => role);
  const [only] = roles;
  const names = joinWords(roles.map((role) => `the ${roleInText(role)}`));
  if (roles.length > 1 && most < returns.length) return `${names} were each missed ${most} of ${returns.length} times`;
  const often =
    returns.length === 1 ? '' : most === returns.length ? 'each time ' : `${most} of ${returns.length} times `;
  return `${often}${names} ${roles.length === 1 && only !== undefined ? missedInWords(returns, only) : HOW_IN_WORDS.silent}`;
}

const NUMBERS = [
  'No',
  'One',
  'Two',
  'Three',
  'Four',
  'Five',
  'Six',
  'Seven',
  'Eight',
  'Nine',
  'Ten',
  'Eleven',
  'Twelve',
];

function inWords(count: number): string {
  return `${NUMBERS[count] ?? count} ${count === 1 ? 'finding' : 'findings'}`;
}
