import type { Arm } from '../../actions/index.ts';
import { armMeanings, isDated, isNumeric, metricIdOf, statusMeanings } from '../guess-columns.ts';
import type { ImportColumn } from '../import-column.ts';
import type { GuessedMapping, OutcomeMapping, PredictionMapping } from '../import-mapping.ts';

/** A wide mapping while it is being made: the day on which counting starts may still be missing. */
export type WideDraft = Extract<GuessedMapping, { shape: 'wide' }>;

/** A wide mapping that says nothing of the file yet. `prefix` names units by their line until a column does. */
export function blankWide(prefix: string): WideDraft {
  return {
    shape: 'wide',
    unit: { from: 'line', prefix },
    assignedAt: null,
    arm: { from: 'earlier' },
    propensity: { from: 'observed' },
    prediction: null,
    reached: { from: 'nobody-recorded' },
    outcomes: [],
    complete: { from: 'not-known' },
    corrects: false,
    source: 'file',
  };
}

/** What a column of a wide file can be, with the words of the list, in the order of the chain. */
export const ROLE_WORDS = {
  ignore: 'Nothing: leave it aside',
  unit: 'Who it is (the id)',
  arm: 'Group: acted upon or left alone',
  assignedAt: 'Day from which it counts',
  propensity: 'Probability of its group',
  stratum: 'Layer in which the groups were drawn',
  cluster: 'Who was drawn together',
  score: 'Score of the model',
  flagged: 'Whether the model flagged it',
  probability: 'Probability by the model',
  threshold: 'Score from which one acts',
  predictedAt: 'Day of the prediction',
  modelVersion: 'Version of the model',
  deployment: 'Where the model runs',
  preValue: 'Value before (the same figure, earlier)',
  covariate: 'Number known before',
  reached: 'Whether the action reached it',
  actedAt: 'Day of the action',
  cost: 'Cost of the action',
  channel: 'Channel of the action',
  outcome: 'What became of it (outcome)',
  outcomeDate: 'Day of an outcome (see below)',
  denominator: 'What an outcome is divided by (see below)',
} as const;

/** What a column of a wide file is. */
export type ColumnRole = keyof typeof ROLE_WORDS;

/** Roles that are given below the list, with the outcome that they belong to. */
const GIVEN_BELOW: readonly ColumnRole[] = ['outcomeDate', 'denominator'];

/** The roles that the list offers for a column: all of them, but those given below only where the column has one. */
export function rolesToOffer(now: ColumnRole): readonly ColumnRole[] {
  const all = Object.keys(ROLE_WORDS) as readonly ColumnRole[];
  return all.filter((role) => role === now || !GIVEN_BELOW.includes(role));
}

/** What a mapping needs to know to give a column a role. */
export interface RoleContext {
  /** Metrics of the signed framing, the deciding one first. */
  readonly metrics: readonly { readonly id: string; readonly kind: 'binary' | 'mean' | 'ratio' }[];
  /** The action as a noun. */
  readonly action: string;
  /** Names units by their line where the file has no ids. */
  readonly linePrefix: string;
}

/** What a column is in a mapping. */
export function roleOf(draft: WideDraft, column: string): ColumnRole {
  const { prediction, action } = draft;
  const single: readonly (readonly [ColumnRole, unknown])[] = [
    ['unit', draft.unit],
    ['arm', draft.arm],
    ['assignedAt', draft.assignedAt],
    ['propensity', draft.propensity],
    ['stratum', draft.stratum],
    ['cluster', draft.cluster],
    ['score', prediction?.score],
    ['flagged', prediction?.flagged],
    ['probability', prediction?.probability],
    ['threshold', prediction?.threshold],
    ['predictedAt', prediction?.at],
    ['modelVersion', prediction?.modelVersion],
    ['deployment', prediction?.deployment],
    ['preValue', prediction?.preValue],
    ['reached', draft.reached],
    ['actedAt', action?.at],
    ['cost', action?.cost],
    ['channel', action?.channel],
  ];
  const found = single.find(([, source]) => isColumn(source, column));
  if (found) return found[0];
  if (prediction?.covariates.some((one) => one.column === column)) return 'covariate';
  if (draft.outcomes.some((outcome) => outcome.column === column)) return 'outcome';
  if (draft.outcomes.some(({ when }) => isColumn(when, column))) return 'outcomeDate';
  if (draft.outcomes.some(({ denominator }) => isColumn(denominator, column))) return 'denominator';
  return 'ignore';
}

/** The mapping with another role for a column. A role that only one column can have is taken from the one that had it. */
export function withRole(draft: WideDraft, column: ImportColumn, role: ColumnRole, context: RoleContext): WideDraft {
  const free = withoutColumn(draft, column.name, context);
  const from = { from: 'column', column: column.name } as const;
  switch (role) {
    case 'ignore':
    case 'outcomeDate':
    case 'denominator':
      return free;
    case 'unit':
      return { ...free, unit: from };
    case 'arm':
      return withArmColumn(free, column);
    case 'assignedAt':
      return { ...free, assignedAt: from };
    case 'propensity':
      return { ...free, propensity: from };
    case 'stratum':
      return { ...free, stratum: from };
    case 'cluster':
      return { ...free, cluster: from };
    case 'reached':
      return { ...free, reached: { ...from, statuses: statusMeanings(column) } };
    case 'outcome':
      return { ...free, outcomes: [...free.outcomes, newOutcome(free, column, context)] };
    case 'actedAt':
      return { ...free, action: { ...actionOf(free, context), at: from } };
    case 'cost':
      return { ...free, action: { ...actionOf(free, context), cost: { ...from, amountsAre: amountsOf(column) } } };
    case 'channel':
      return { ...free, action: { ...actionOf(free, context), channel: from } };
    case 'covariate': {
      const prediction = predictionOf(free);
      const covariates = [...prediction.covariates, { name: column.name.slice(0, 60), column: column.name }];
      return { ...free, prediction: { ...prediction, covariates } };
    }
    case 'predictedAt':
      return { ...free, prediction: { ...predictionOf(free), at: from } };
    default:
      return { ...free, prediction: { ...predictionOf(free), [role]: from } };
  }
}

/** The mapping without a column: whatever it said is then said otherwise, or not at all. */
function withoutColumn(draft: WideDraft, column: string, context: RoleContext): WideDraft {
  const { stratum, cluster, action, prediction, ...rest } = draft;
  const keep = <S>(source: S): source is NonNullable<S> =>
    source !== undefined && source !== null && !isColumn(source, column);
  const groups = groupsWithout(draft, column);
  const said = prediction && withoutPredictionColumn(prediction, column);
  const hasGroups = groups.arm.from !== 'earlier';
  return {
    ...rest,
    ...groups,
    unit: keep(draft.unit) ? draft.unit : { from: 'line', prefix: context.linePrefix },
    assignedAt: keep(draft.assignedAt) ? draft.assignedAt : null,
    propensity: keep(draft.propensity) ? draft.propensity : { from: 'observed' },
    ...(keep(stratum) ? { stratum } : {}),
    ...(keep(cluster) ? { cluster } : {}),
    ...(action ? { action: withoutActionColumn(action, column) } : {}),
    prediction: said && (hasGroups ? said : { ...said, flagged: flaggedWithoutArm(said.flagged) }),
    outcomes: draft.outcomes.filter((outcome) => outcome.column !== column).map((outcome) => undated(outcome, column)),
  };
}

/** Without groups in the file, nothing may be taken from them. */
function groupsWithout(draft: WideDraft, column: string): Pick<WideDraft, 'arm' | 'reached'> {
  const arm: WideDraft['arm'] = isColumn(draft.arm, column) ? { from: 'earlier' } : draft.arm;
  const isGone = isColumn(draft.reached, column);
  if (!isGone) return { arm, reached: arm.from === 'earlier' ? reachedWithoutArm(draft.reached) : draft.reached };
  return { arm, reached: { from: arm.from === 'earlier' ? 'nobody-recorded' : 'action-arm' } };
}

function reachedWithoutArm(reached: WideDraft['reached']): WideDraft['reached'] {
  return reached.from === 'action-arm' ? { from: 'nobody-recorded' } : reached;
}

/** The mapping with groups that come from somewhere else than a column. */
export function withArmSource(draft: WideDraft, source: 'earlier' | Arm): WideDraft {
  if (source !== 'earlier') return { ...draft, arm: { from: 'constant', arm: source } };
  const { prediction } = draft;
  return {
    ...draft,
    arm: { from: 'earlier' },
    reached: reachedWithoutArm(draft.reached),
    prediction: prediction && { ...prediction, flagged: flaggedWithoutArm(prediction.flagged) },
  };
}

function flaggedWithoutArm(flagged: PredictionMapping['flagged']): PredictionMapping['flagged'] {
  return flagged.from === 'arm' ? { from: 'everybody' } : flagged;
}

function withArmColumn(draft: WideDraft, column: ImportColumn): WideDraft {
  return { ...draft, arm: { from: 'column', column: column.name, values: armMeanings(column) } };
}

function withoutActionColumn(action: NonNullable<WideDraft['action']>, column: string) {
  const { at, cost, channel, ...rest } = action;
  return {
    ...rest,
    ...(at && !isColumn(at, column) ? { at } : {}),
    ...(cost && !isColumn(cost, column) ? { cost } : {}),
    ...(channel && !isColumn(channel, column) ? { channel } : {}),
  };
}

/** Without a score the model said nothing; everything else about the prediction goes with it. */
function withoutPredictionColumn(prediction: PredictionMapping, column: string): PredictionMapping | null {
  if (isColumn(prediction.score, column)) return null;
  const { score, flagged, covariates, ...others } = prediction;
  const kept = Object.entries(others).filter(([, source]) => !isColumn(source, column));
  return {
    ...Object.fromEntries(kept),
    score,
    flagged: isColumn(flagged, column) ? { from: 'everybody' } : flagged,
    covariates: covariates.filter((one) => one.column !== column),
  };
}

function undated(outcome: OutcomeMapping, column: string): OutcomeMapping {
  const { denominator, ...rest } = outcome;
  return {
    ...rest,
    when: isColumn(outcome.when, column) ? { from: 'offset', days: 1 } : outcome.when,
    ...(denominator && !isColumn(denominator, column) ? { denominator } : {}),
  };
}

/** A list of flagged units may have no score; all of them then have the same, which the warnings say. */
function predictionOf({ prediction, arm }: WideDraft): PredictionMapping {
  const flagged: PredictionMapping['flagged'] = { from: arm.from === 'earlier' ? 'everybody' : 'arm' };
  return prediction ?? { score: { from: 'constant', value: 1 }, flagged, covariates: [] };
}

function actionOf({ action }: WideDraft, { action: noun }: RoleContext): NonNullable<WideDraft['action']> {
  return action ?? { actionType: noun };
}

/** An outcome from a column: of the first metric of the framing that no column says yet, or of one of its own name. */
function newOutcome({ outcomes }: WideDraft, column: ImportColumn, { metrics }: RoleContext): OutcomeMapping {
  const taken = new Set(outcomes.map(({ metric }) => metric));
  const wanted = metrics.find(({ id }) => !taken.has(id));
  const isAmount = wanted ? wanted.kind !== 'binary' : isNumeric(column);
  return {
    metric: wanted?.id ?? metricIdOf(column.name),
    column: column.name,
    kind: isDated(column) ? 'date' : isAmount ? 'number' : 'binary',
    negate: false,
    blank: 'nothing',
    when: { from: 'offset', days: 1 },
  };
}

function amountsOf({ name }: ImportColumn): 'units' | 'cents' {
  return /cents?\b/i.test(name) ? 'cents' : 'units';
}

function isColumn(source: unknown, column: string): boolean {
  if (typeof source !== 'object' || source === null) return false;
  return 'column' in source && source.column === column;
}
