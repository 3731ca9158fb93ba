import type { Random } from './random.ts';

/** A world in which machines wear out and stand still, and inspections may prevent it. Money in units of the currency. */
export interface MaintenanceParams {
  readonly machines: number;
  readonly sites: number;
  readonly weeks: number;
  /** Standard deviations of the log hazard between sites and between machines. */
  readonly siteSd: number;
  readonly machineSd: number;
  /** Rise of the log hazard with each week since the last repair. */
  readonly wearPerWeek: number;
  readonly baseLogHazard: number;
  /** Share of each arm's machines on the week's list. */
  readonly flagTopShare: number;
  readonly holdout: number;
  /** Chance that a listed machine is inspected in its week. */
  readonly reach: number;
  /** By which share an inspection lowers the hazard, and for how many weeks. */
  readonly hazardCut: number;
  readonly cutWeeks: number;
  readonly downtimeLogMean: number;
  readonly downtimeLogSd: number;
  readonly valuePerHour: number;
  readonly costInspection: number;
}

/** The maintenance world of the vector file `scenarios.json`. */
export const MAINTENANCE: MaintenanceParams = {
  machines: 600,
  sites: 40,
  weeks: 26,
  siteSd: 0.25,
  machineSd: 0.45,
  wearPerWeek: 0.035,
  baseLogHazard: -4.6,
  flagTopShare: 0.1,
  holdout: 0.4,
  reach: 0.7,
  hazardCut: 0.45,
  cutWeeks: 4,
  downtimeLogMean: 2,
  downtimeLogSd: 0.7,
  valuePerHour: 1_100,
  costInspection: 650,
};

/**
 * Two figures that the vector file leaves out; chosen so that its true values come out (0.222 hours per machine and week
 * without inspections, 0.071 fewer with them): weeks of wear at the start, and the share of the wear that an inspection leaves.
 */
const WEAR_AT_START_WEEKS = 26;
const WEAR_LEFT = 0.27;

/** Who may be inspected: the action arm by its own list, everybody by one list, or nobody. */
export type InspectionPolicy = 'per-arm' | 'everybody' | 'nobody';

/** A machine on the list of its arm in a week. */
export interface Listing {
  readonly machine: number;
  readonly week: number;
  readonly rank: number;
  readonly listSize: number;
  readonly score: number;
  /** Whether it was to be inspected, and whether it was. */
  readonly isActed: boolean;
  readonly isInspected: boolean;
}

/** A machine standing still. */
export interface Standstill {
  readonly machine: number;
  readonly week: number;
  readonly hours: number;
}

/** What happened to the machines. */
export interface MaintenanceHistory {
  readonly machines: number;
  readonly weeks: number;
  /** 1 for machines of the holdout. */
  readonly heldOut: Uint8Array;
  readonly site: Uint16Array;
  /** Score of each machine before the first list. */
  readonly firstScore: Float64Array;
  readonly listings: readonly Listing[];
  readonly standstills: readonly Standstill[];
  /** Hours of downtime of each machine over all weeks, and how often it was inspected. */
  readonly hours: Float64Array;
  readonly inspections: Uint16Array;
}

/**
 * Plays the weeks of all machines. The luck of each machine and week is drawn beforehand, so that the same seed under
 * another policy gives the other potential outcome.
 */
export function simulateMaintenance(
  params: MaintenanceParams,
  random: Random,
  policy: InspectionPolicy,
): MaintenanceHistory {
  const fleet = drawFleet(params, random);
  const luck = random.split('luck');
  const history = emptyHistory(params, fleet);
  const listings: Listing[] = [];
  const standstills: Standstill[] = [];
  const groups = groupsOf(policy, fleet.heldOut);
  const wear = Float64Array.from(fleet.wear);
  const protectedUntil = new Int16Array(params.machines);
  const score = new Float64Array(params.machines);
  for (let week = 0; week < params.weeks; week++) {
    for (let m = 0; m < params.machines; m++) score[m] = logHazard(params, fleet, wear, m);
    if (week === 0) history.firstScore.set(score);
    const reachLuck = drawLuck(params.machines, luck);
    for (const { members, isActed } of groups) {
      const listSize = Math.round(members.length * params.flagTopShare);
      const listed = topOf(members, score, listSize);
      for (const [index, machine] of listed.entries()) {
        const isInspected = isActed && (reachLuck[machine] as number) < params.reach;
        const rank = index + 1;
        listings.push({ machine, week, rank, listSize, score: score[machine] as number, isActed, isInspected });
        if (!isInspected) continue;
        protectedUntil[machine] = week + params.cutWeeks;
        wear[machine] = (wear[machine] as number) * WEAR_LEFT;
        history.inspections[machine] = (history.inspections[machine] as number) + 1;
      }
    }
    playWeek(params, fleet, week, wear, protectedUntil, luck, (machine, hours) => {
      standstills.push({ machine, week, hours });
      history.hours[machine] = (history.hours[machine] as number) + hours;
    });
  }
  return { ...history, listings, standstills };
}

/** What is true per machine and week, from playing the same machines twice: inspected by one list, and never. */
export interface MaintenanceTruth {
  /** Hours without inspections. */
  readonly untouchedPerWeek: number;
  /** Hours fewer with inspections. */
  readonly effectPerWeek: number;
}

/** Plays the same machines under both policies. */
export function maintenanceTruth(params: MaintenanceParams, seed: () => Random): MaintenanceTruth {
  const perWeek = (policy: InspectionPolicy): number => {
    const { hours } = simulateMaintenance(params, seed(), policy);
    return hours.reduce((sum, value) => sum + value, 0) / (params.machines * params.weeks);
  };
  const untouchedPerWeek = perWeek('nobody');
  return { untouchedPerWeek, effectPerWeek: untouchedPerWeek - perWeek('everybody') };
}

interface Fleet {
  readonly heldOut: Uint8Array;
  readonly site: Uint16Array;
  /** Log hazard of a machine without wear. */
  readonly base: Float64Array;
  /** Weeks of wear at the start. */
  readonly wear: Float64Array;
}

function drawFleet(params: MaintenanceParams, random: Random): Fleet {
  const fleet = random.split('fleet');
  const arms = random.split('arms');
  const sites = Float64Array.from({ length: params.sites }, () => params.siteSd * fleet.normal());
  const { machines } = params;
  const site = Uint16Array.from({ length: machines }, (_, m) => m % params.sites);
  return {
    site,
    heldOut: Uint8Array.from({ length: machines }, () => (arms.chance(params.holdout) ? 1 : 0)),
    base: Float64Array.from(
      site,
      (s) => params.baseLogHazard + (sites[s] as number) + params.machineSd * fleet.normal(),
    ),
    wear: Float64Array.from({ length: machines }, () => WEAR_AT_START_WEEKS * fleet.uniform()),
  };
}

function emptyHistory({ machines, weeks }: MaintenanceParams, { heldOut, site }: Fleet) {
  return {
    machines,
    weeks,
    heldOut,
    site,
    firstScore: new Float64Array(machines),
    hours: new Float64Array(machines),
    inspections: new Uint16Array(machines),
  };
}

/** The machines that share a list, and whether those on it are inspected. */
function groupsOf(policy: InspectionPolicy, heldOut: Uint8Array) {
  const all = Array.from(heldOut, (_, machine) => machine);
  if (policy !== 'per-arm') return [{ members: all, isActed: policy === 'everybody' }];
  return [
    { members: all.filter((machine) => heldOut[machine] === 0), isActed: true },
    { members: all.filter((machine) => heldOut[machine] === 1), isActed: false },
  ];
}

function topOf(members: readonly number[], score: Float64Array, size: number): readonly number[] {
  return [...members].sort((left, right) => (score[right] as number) - (score[left] as number)).slice(0, size);
}

function logHazard(params: MaintenanceParams, fleet: Fleet, wear: Float64Array, machine: number): number {
  return (fleet.base[machine] as number) + params.wearPerWeek * (wear[machine] as number);
}

function drawLuck(count: number, luck: Random): Float64Array {
  return Float64Array.from({ length: count }, () => luck.uniform());
}

/** Who fails this week is repaired and starts without wear; everybody else is a week older. */
function playWeek(
  params: MaintenanceParams,
  fleet: Fleet,
  week: number,
  wear: Float64Array,
  protectedUntil: Int16Array,
  luck: Random,
  onStandstill: (machine: number, hours: number) => void,
): void {
  for (let m = 0; m < params.machines; m++) {
    const cut = (protectedUntil[m] as number) > week ? 1 - params.hazardCut : 1;
    const chance = 1 - Math.exp(-cut * Math.exp(logHazard(params, fleet, wear, m)));
    const draw = luck.uniform();
    const hours = luck.lognormal(params.downtimeLogMean, params.downtimeLogSd);
    if (draw < chance) {
      onStandstill(m, hours);
      wear[m] = 0;
    }
    wear[m] = (wear[m] as number) + 1;
  }
}
