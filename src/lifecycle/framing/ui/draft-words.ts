import { FRAMING_FIELDS } from '../framing-fields.ts';

/** The parts of the framing in the order of the page; the id is the anchor and the beginning of the paths in it. */
export const FRAMING_PARTS = [
  { id: 'frame-question', title: 'The question', paths: ['translation'] },
  { id: 'frame-kpi', title: 'What should move', paths: ['kpi'] },
  { id: 'frame-prediction', title: 'What is predicted', paths: ['predictionTask'] },
  {
    id: 'frame-action',
    title: 'Who acts',
    paths: ['decisionPolicy', 'successCriterion.currency'],
  },
  { id: 'frame-criterion', title: 'How we will know', paths: ['successCriterion'] },
  { id: 'frame-risk', title: 'How much harm a wrong decision can do', paths: ['riskTier'] },
  { id: 'frame-assumptions', title: 'What we believe', paths: ['assumptions'] },
] as const;

/**
 * Words of the form where a field stands under the title of its part, and needs fewer than in a list of all fields. The
 * list of what is missing, which has the same titles, uses them too.
 */
const FORM_WORDS: Readonly<Record<string, string>> = {
  translation: 'In the data scientist’s words',
  'kpi.direction': 'Which way it should go',
  'kpi.baseline.from': 'Measured from',
  'kpi.baseline.to': 'Measured to',
  'kpi.due': 'By when',
  'kpi.population': 'How many it counts',
  'kpi.owner': 'Who answers for it',
  'kpi.source': 'Where it is read',
  'kpi.scale': 'One outcome for every unit would be',
  'decisionPolicy.gain': 'One success of the action',
  'decisionPolicy.capacityPerCycle': 'How many actions are possible in a cycle',
  'decisionPolicy.rule.kind': 'Who is acted upon',
  'decisionPolicy.rule.threshold': 'Score from which we act',
  'decisionPolicy.rule.size': 'How many are on the list',
  'successCriterion.design': 'What it is compared with',
  'successCriterion.metric.name': 'What is counted',
  'successCriterion.metric.kind': 'How it is counted',
  'successCriterion.metric.direction': 'Which way is good',
  'successCriterion.metric.id': 'Its name in data',
  'successCriterion.metric.good': 'In the good case, one of them …',
  'successCriterion.metric.bad': 'In the bad case, one of them …',
  'successCriterion.metric.unit': 'Its unit',
  'successCriterion.expectedSd': 'How much it differs between them',
  'successCriterion.dminReason': 'Why less would not be worth it',
  'successCriterion.valueSource': 'Who says what it is worth',
  'successCriterion.predictionFloor': 'Lowest quality of the predictions',
  'successCriterion.minUnitsPerArm': 'Fewest on each side',
  'successCriterion.minEventsPerArm': 'Fewest outcomes on each side',
  'successCriterion.alphaLooks': 'Chance of a wrong alarm before the read-out',
  'successCriterion.alphaReadOut': 'Chance of a wrong alarm at the read-out',
  'successCriterion.openAnswerReason': 'Why we go ahead although this plan may not answer',
  riskTier: 'To the people or things that are acted upon, or wrongly left alone',
  'predictionTask.entity': 'What one prediction is about',
  'successCriterion.valuePerOutcomeCents': 'What one good outcome is worth',
  'successCriterion.holdoutShare': 'Share left alone',
  'successCriterion.expectedRate': 'How much there is when nothing is done',
};

/** What a guardrail's own fields are called. */
const GUARDRAIL_FIELDS: Readonly<Record<string, string>> = {
  'metric.id': 'Name in data',
  'metric.name': 'Figure',
  'metric.kind': 'Kind of figure',
  'metric.direction': 'Which way it is good',
  tolerance: 'How much worse it may get',
};

/** What an assumption's own fields are called. */
export const ASSUMPTION_FIELDS: Readonly<Record<string, string>> = {
  statement: 'What is believed',
  kind: 'What it is about',
  believedBy: 'Who believes it',
  reason: 'Why',
  low: 'The number, or the lowest',
  high: 'The highest, if it is a range',
  unit: 'Its unit',
  check: 'How it would be checked',
};

const COUNTED_FORMS: Readonly<Record<string, string>> = { one: 'one', many: 'several' };

/** The words for the field at a path of a draft, for lists of what is missing or changed: the same as in the form. */
export function fieldWords(path: string): string {
  const guardrail = /^successCriterion\.guardrails\[(\d+)\]\.(.+)$/.exec(path);
  if (guardrail) {
    return `Figure ${Number(guardrail[1]) + 1} that must not get worse: ${GUARDRAIL_FIELDS[guardrail[2] ?? ''] ?? guardrail[2]}`;
  }
  const assumption = /^assumptions\.[^.]+(?:\.(.+))?$/.exec(path);
  if (assumption) return `One belief: ${ASSUMPTION_FIELDS[assumption[1] ?? ''] ?? 'all of it'}`;
  const exact = wordsAt(path);
  if (exact) return exact;
  const [, parent = '', last = ''] = /^(.*)\.([^.]+)$/.exec(path) ?? [];
  const around = wordsAt(parent);
  const form = COUNTED_FORMS[last];
  if (around && form) return `${around}: ${form}`;
  return around ?? FRAMING_PARTS.find((part) => part.paths.some((start) => path.startsWith(start)))?.title ?? path;
}

function wordsAt(path: string): string | undefined {
  return FORM_WORDS[path] ?? FRAMING_FIELDS.find((field) => field.path === path)?.label;
}

/** The id of the element around the field at a path. */
export function fieldId(path: string): string {
  return `framing-${path.replace(/[.[\]]+/g, '-')}`;
}
