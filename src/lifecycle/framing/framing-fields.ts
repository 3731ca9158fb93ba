import { dayInWords, formatExact, formatExactAmount, formatShare } from '../../words/index.ts';
import { listAssumptions } from './assumption.ts';
import { believedRange } from './believed-range.ts';
import type { DecisionPolicy, Design, FramingContent, Metric } from './framing.ts';

/** A field of the framing: where it stands, what it is called, and its value in words. */
export interface FramingField {
  /** Path in the content; the same as in the gaps of a draft. */
  readonly path: string;
  readonly label: string;
  /** The value in words, with all of its digits; `undefined` where none is stated. */
  readonly say: (content: FramingContent) => string | undefined;
}

/** The words on screen for each way to make the evidence. */
export const DESIGN_NAME: Readonly<Record<Design, string>> = {
  holdout: 'some are left alone, drawn by chance',
  rdd: 'those just above the threshold against those just below',
  did: 'groups with the action against groups without, over time',
  synthetic: 'one group against a mix of similar ones',
  its: 'the figure before the action against the figure after it',
  none: 'nothing is compared',
};

const METRIC_KIND_NAME: Readonly<Record<Metric['kind'], string>> = {
  binary: 'yes or no',
  mean: 'an amount',
  ratio: 'an amount for each of something else',
};

const DIRECTION_NAME = { up: 'more is better', down: 'less is better' } as const;

const KPI_FIELDS: readonly FramingField[] = [
  { path: 'kpi.name', label: 'KPI', say: ({ kpi }) => kpi.name },
  { path: 'kpi.unit', label: 'Unit of the KPI', say: ({ kpi }) => kpi.unit },
  { path: 'kpi.direction', label: 'Which way the KPI is good', say: ({ kpi }) => DIRECTION_NAME[kpi.direction] },
  { path: 'kpi.owner', label: 'Owner of the KPI', say: ({ kpi }) => kpi.owner },
  { path: 'kpi.formula', label: 'How the KPI is calculated', say: ({ kpi }) => kpi.formula },
  { path: 'kpi.source', label: 'Where the KPI comes from', say: ({ kpi }) => kpi.source },
  { path: 'kpi.baseline.value', label: 'Starting value', say: ({ kpi }) => formatExact(kpi.baseline.value) },
  { path: 'kpi.baseline.from', label: 'Starting value from', say: ({ kpi }) => dayInWords(kpi.baseline.from) },
  { path: 'kpi.baseline.to', label: 'Starting value to', say: ({ kpi }) => dayInWords(kpi.baseline.to) },
  { path: 'kpi.target', label: 'Goal', say: ({ kpi }) => formatExact(kpi.target) },
  { path: 'kpi.due', label: 'Goal is due', say: ({ kpi }) => dayInWords(kpi.due) },
  { path: 'kpi.population', label: 'Units behind the KPI', say: ({ kpi }) => maybe(kpi.population, formatExact) },
  { path: 'kpi.scale', label: 'KPI units of one outcome per unit', say: ({ kpi }) => formatExact(kpi.scale) },
];

const TASK_FIELDS: readonly FramingField[] = [
  {
    path: 'predictionTask.entity',
    label: 'What one prediction is about, and several',
    say: ({ predictionTask: task }) => inWords(task.entity),
  },
  { path: 'predictionTask.moment', label: 'When it is predicted', say: ({ predictionTask: task }) => task.moment },
  { path: 'predictionTask.outcome', label: 'What is predicted', say: ({ predictionTask: task }) => task.outcome },
  {
    path: 'predictionTask.waitDays',
    label: 'Wait until the truth is known',
    say: ({ predictionTask: task }) => inDays(task.waitDays),
  },
  {
    path: 'predictionTask.heuristic',
    label: 'Rule of thumb to beat',
    say: ({ predictionTask: task }) => task.heuristic,
  },
];

const POLICY_FIELDS: readonly FramingField[] = [
  { path: 'decisionPolicy.action', label: 'Action', say: ({ decisionPolicy: policy }) => policy.action },
  {
    path: 'decisionPolicy.gain',
    label: 'One success of the action, and several',
    say: ({ decisionPolicy: policy }) => inWords(policy.gain),
  },
  { path: 'decisionPolicy.actor', label: 'Who acts', say: ({ decisionPolicy: policy }) => policy.actor },
  {
    path: 'decisionPolicy.rule',
    label: 'Who is acted upon',
    say: ({ decisionPolicy: policy }) => ruleInWords(policy.rule),
  },
  {
    path: 'decisionPolicy.capacityPerCycle',
    label: 'Actions that are possible in a cycle',
    say: ({ decisionPolicy: policy }) => maybe(policy.capacityPerCycle, formatExact),
  },
  {
    path: 'decisionPolicy.cycleDays',
    label: 'Length of a cycle',
    say: ({ decisionPolicy: policy }) => inDays(policy.cycleDays),
  },
  {
    path: 'decisionPolicy.costPerActionCents',
    label: 'Cost of one action',
    say: (content) => inMoney(content, content.decisionPolicy.costPerActionCents),
  },
  {
    path: 'decisionPolicy.fixedCostCents',
    label: 'Fixed cost',
    say: (content) => inMoney(content, content.decisionPolicy.fixedCostCents),
  },
];

const CRITERION_FIELDS: readonly FramingField[] = [
  { path: 'successCriterion.metric.id', label: 'Name of the outcome in data', say: of((c) => c.metric.id) },
  { path: 'successCriterion.metric.name', label: 'Outcome', say: of((c) => c.metric.name) },
  {
    path: 'successCriterion.metric.kind',
    label: 'Kind of outcome',
    say: of((c) => METRIC_KIND_NAME[c.metric.kind]),
  },
  {
    path: 'successCriterion.metric.direction',
    label: 'Which way the outcome is good',
    say: of((c) => DIRECTION_NAME[c.metric.direction]),
  },
  { path: 'successCriterion.metric.unit', label: 'Unit of the outcome', say: of((c) => c.metric.unit) },
  {
    path: 'successCriterion.metric.good',
    label: 'What happens in the good case',
    say: of((c) => inWords(c.metric.good)),
  },
  { path: 'successCriterion.metric.bad', label: 'What happens in the bad case', say: of((c) => inWords(c.metric.bad)) },
  {
    path: 'successCriterion.guardrails',
    label: 'Figures that must not get worse',
    say: of((c) => (c.guardrails.length === 0 ? undefined : c.guardrails.map(guardrailInWords).join('; '))),
  },
  { path: 'successCriterion.dmin', label: 'Smallest effect worth having', say: of((c) => formatExact(c.dmin)) },
  { path: 'successCriterion.dminReason', label: 'Why that effect', say: of((c) => c.dminReason) },
  {
    path: 'successCriterion.valuePerOutcomeCents',
    label: 'Worth of one good outcome',
    say: (content) => inMoney(content, content.successCriterion.valuePerOutcomeCents),
  },
  { path: 'successCriterion.currency', label: 'Currency', say: of((c) => c.currency) },
  { path: 'successCriterion.valueSource', label: 'Where that worth comes from', say: of((c) => c.valueSource) },
  { path: 'successCriterion.design', label: 'How it is compared', say: of((c) => DESIGN_NAME[c.design]) },
  { path: 'successCriterion.holdoutShare', label: 'Share left alone', say: of((c) => formatShare(c.holdoutShare)) },
  {
    path: 'successCriterion.exploreShare',
    label: 'Share of the others that is acted upon to learn',
    say: of((c) => formatShare(c.exploreShare)),
  },
  {
    path: 'successCriterion.actionWindowDays',
    label: 'Time for the action',
    say: of((c) => inDays(c.actionWindowDays)),
  },
  {
    path: 'successCriterion.outcomeWindowDays',
    label: 'Time in which an outcome counts',
    say: of((c) => inDays(c.outcomeWindowDays)),
  },
  {
    path: 'successCriterion.lateGraceDays',
    label: 'Time for late records',
    say: of((c) => inDays(c.lateGraceDays)),
  },
  { path: 'successCriterion.readOutOn', label: 'Day of the read-out', say: of((c) => dayInWords(c.readOutOn)) },
  {
    path: 'successCriterion.plannedUnits',
    label: 'How many are expected until then',
    say: of((c) => formatExact(c.plannedUnits)),
  },
  {
    path: 'successCriterion.openAnswerReason',
    label: 'Why it goes ahead without a sure answer',
    say: of((c) => c.openAnswerReason),
  },
  {
    path: 'successCriterion.expectedRate',
    label: 'Expected outcome when nothing is done',
    say: of((c) => maybe(c.expectedRate, formatExact)),
  },
  {
    path: 'successCriterion.expectedSd',
    label: 'How much it differs between units (standard deviation)',
    say: of((c) => maybe(c.expectedSd, formatExact)),
  },
  {
    path: 'successCriterion.predictionFloor',
    label: 'Lowest acceptable quality of the predictions (0.5 is a coin, 1 is perfect)',
    say: of((c) => formatExact(c.predictionFloor)),
  },
  {
    path: 'successCriterion.reachTarget',
    label: 'Share that has to be reached',
    say: of((c) => formatShare(c.reachTarget)),
  },
  {
    path: 'successCriterion.minUnitsPerArm',
    label: 'Fewest units on each side before anything is said',
    say: of((c) => formatExact(c.minUnitsPerArm)),
  },
  {
    path: 'successCriterion.minEventsPerArm',
    label: 'Fewest outcomes on each side before anything is said',
    say: of((c) => formatExact(c.minEventsPerArm)),
  },
  {
    path: 'successCriterion.alphaLooks',
    label: 'Accepted chance of a wrong statement before the read-out',
    say: of((c) => formatShare(c.alphaLooks)),
  },
  {
    path: 'successCriterion.alphaReadOut',
    label: 'Accepted chance of a wrong statement at the read-out',
    say: of((c) => formatShare(c.alphaReadOut)),
  },
];

/** Every field of the framing, in the order of the form. */
export const FRAMING_FIELDS: readonly FramingField[] = [
  { path: 'translation', label: 'What the question means for the model', say: ({ translation }) => translation },
  ...KPI_FIELDS,
  ...TASK_FIELDS,
  ...POLICY_FIELDS,
  ...CRITERION_FIELDS,
  { path: 'riskTier', label: 'Risk', say: ({ riskTier }) => riskTier },
  { path: 'assumptions', label: 'What is believed', say: assumptionsInWords },
];

function of(
  say: (criterion: FramingContent['successCriterion']) => string | undefined,
): (content: FramingContent) => string | undefined {
  return ({ successCriterion }) => say(successCriterion);
}

function maybe(value: number | undefined, say: (value: number) => string): string | undefined {
  return value === undefined ? undefined : say(value);
}

function inDays(days: number): string {
  return `${formatExact(days)} ${days === 1 ? 'day' : 'days'}`;
}

function inMoney({ successCriterion }: FramingContent, cents: number | undefined): string | undefined {
  return maybe(cents, (amount) => formatExactAmount(amount, successCriterion.currency));
}

function ruleInWords(rule: DecisionPolicy['rule']): string {
  switch (rule.kind) {
    case 'threshold':
      return `everybody with a score of ${formatExact(rule.threshold)} or more`;
    case 'list':
      return `the ${formatExact(rule.size)} with the highest scores`;
    case 'everybody':
      return 'everybody';
  }
}

function assumptionsInWords({ assumptions, successCriterion }: FramingContent): string | undefined {
  const listed = listAssumptions(assumptions).map((assumption) => {
    const range = believedRange(assumption, successCriterion);
    const words = [range, assumption.believedBy, assumption.reason, `checked by: ${assumption.check}`];
    return `${assumption.statement} (${words.filter((word) => word !== undefined).join('; ')})`;
  });
  return listed.length === 0 ? undefined : listed.join('; ');
}

function inWords(counted: { readonly one: string; readonly many: string } | undefined): string | undefined {
  return counted && `${counted.one}, ${counted.many}`;
}

function guardrailInWords({ metric, tolerance }: FramingContent['successCriterion']['guardrails'][number]): string {
  const words = [metric.id, METRIC_KIND_NAME[metric.kind], DIRECTION_NAME[metric.direction], metric.unit];
  const cases = [metric.good, metric.bad].map(inWords);
  return `${metric.name} (${[...words, ...cases].filter((word) => word !== undefined).join(', ')}) by more than ${formatExact(tolerance)}`;
}
