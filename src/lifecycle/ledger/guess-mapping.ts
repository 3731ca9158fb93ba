import {
  armMeanings,
  FreeColumns,
  hasFewValues,
  isDated,
  isNumeric,
  isYesNo,
  metricIdOf,
  statusMeanings,
  takeArmColumn,
  takeReachedColumn,
  takeUnitColumn,
  wordsOf,
} from './guess-columns.ts';
import { guessEventMapping, guessNarrowMapping } from './guess-narrow.ts';
import type { ImportColumn } from './import-column.ts';
import type { GuessedMapping, ImportPhase, OutcomeMapping, PredictionMapping } from './import-mapping.ts';
import { plainName } from './narrow-fields.ts';

/** Something that the file does not say and a person has to. */
export interface ImportQuestion {
  /** The field of the mapping that the answer belongs to. */
  readonly path: string;
  readonly sentence: string;
}

/** What the columns of a file seem to mean, and what has to be asked. */
export interface MappingGuess {
  readonly mapping: GuessedMapping;
  readonly questions: readonly ImportQuestion[];
}

/** What a guess is made from. */
export interface GuessContext {
  readonly columns: readonly ImportColumn[];
  readonly phase: ImportPhase | null;
  /** Whether units have arms in the open phase already, so that a file without groups makes sense. */
  readonly hasArms: boolean;
  /** Tells this file from others, for units that are named by the line. */
  readonly filePrefix: string;
}

type WideGuess = Extract<GuessedMapping, { shape: 'wide' }>;
type Outcomes = readonly OutcomeMapping[];

/** Guesses what the columns of a file mean, from their names, their values and the metrics of the open phase. */
export function guessMapping(context: GuessContext): MappingGuess {
  const narrow = guessNarrowMapping(context.columns);
  if (narrow) return { mapping: narrow, questions: [] };
  const wide = guessWide(context);
  const isBare = wide.mapping.arm.from !== 'column' && !wide.mapping.prediction && wide.mapping.outcomes.length === 0;
  const events = isBare ? guessEventMapping(context.columns, context.phase) : null;
  if (!events) return wide;
  const sentence = 'The same units come on several rows, so every row is read as one event. Which metric is it?';
  return { mapping: events, questions: [{ path: 'fields.metric', sentence }] };
}

function guessWide(context: GuessContext): {
  readonly mapping: WideGuess;
  readonly questions: readonly ImportQuestion[];
} {
  const { columns, phase } = context;
  const free = new FreeColumns(columns);
  const unit = takeUnitColumn(free);
  // Columns that are called like a metric of the framing are that metric, whatever else their name may suggest.
  const named = phaseOutcomes(free, phase);
  const arm = takeArmColumn(free);
  const propensity = arm && free.take([/^(?:propensity|assignment probability|treatment probability)$/], isNumeric);
  const prediction = guessPrediction(free);
  const reached = takeReachedColumn(free);
  const cost = free.take([/\b(?:cost|costs|kosten)\b/], isNumeric);
  const outcomes = [...named, ...otherOutcomes(free, phase, named)].map((outcome) => datedOutcome(outcome, free));
  const assignedAt = free.take(
    [
      /assign|anchor|treat|campaign/,
      /sent|send|contact|scor|start/,
      /\b(?:date|datum|day|timestamp|at|on|time)\b/,
      /./,
    ],
    isDated,
  );
  const stratum = free.take([/^(?:stratum|strata)$/]);
  const cluster = free.take([/^cluster(?: id)?$/]);
  const hasGroups = arm !== undefined;
  const mapping: WideGuess = {
    shape: 'wide',
    unit: unit ? { from: 'column', column: unit.name } : { from: 'line', prefix: context.filePrefix },
    assignedAt: assignedAt ? { from: 'column', column: assignedAt.name } : null,
    arm: arm
      ? { from: 'column', column: arm.name, values: armMeanings(arm) }
      : context.hasArms || !phase
        ? { from: 'earlier' }
        : { from: 'constant', arm: 'action' },
    propensity: propensity ? { from: 'column', column: propensity.name } : { from: 'observed' },
    ...(stratum ? { stratum: { from: 'column', column: stratum.name } } : {}),
    ...(cluster ? { cluster: { from: 'column', column: cluster.name } } : {}),
    prediction: prediction && {
      ...prediction,
      flagged: prediction.flagged ?? { from: hasGroups ? 'arm' : 'everybody' },
    },
    reached: reached
      ? { from: 'column', column: reached.name, statuses: statusMeanings(reached) }
      : { from: hasGroups ? 'action-arm' : 'nobody-recorded' },
    action: {
      actionType: phase?.action ?? 'action',
      ...(cost
        ? {
            cost: {
              from: 'column',
              column: cost.name,
              amountsAre: /\bcents?\b/.test(wordsOf(cost.name)) ? 'cents' : 'units',
            },
          }
        : {}),
    },
    outcomes,
    complete: { from: phase ? 'window' : 'not-known' },
    corrects: false,
    source: 'file',
  };
  return { mapping, questions: questionsAbout(mapping, context) };
}

function questionsAbout(mapping: WideGuess, { columns, phase }: GuessContext): readonly ImportQuestion[] {
  const questions: ImportQuestion[] = [];
  const ask = (path: string, sentence: string): void => void questions.push({ path, sentence });
  const { arm, assignedAt, reached, outcomes } = mapping;
  if (arm.from === 'column') {
    const acted = arm.values.filter((value) => value.arm === 'action').map(({ value }) => `"${value}"`);
    const alone = arm.values.filter((value) => value.arm === 'holdout');
    if (acted.length > 1) {
      ask(
        'arm.values',
        `${acted.join(' and ')} both got something. Which is the action of this initiative? Leave the others out.`,
      );
    }
    if (alone.length === 0) ask('arm.values', `Which value of "${arm.column}" means that the unit was left alone?`);
  } else if (arm.from === 'constant') {
    ask('arm', 'No column says who was left alone. Is there one? Without a comparison no effect can be shown.');
  }
  if (!assignedAt) {
    ask(
      'assignedAt',
      'When were these units put into their groups, or when did counting start? The file has no column with dates.',
    );
  }
  const dated = columns.find(({ name }) => assignedAt?.from === 'column' && assignedAt.column === name);
  if (dated && !dated.isCertain)
    ask('assignedAt', `Do the dates in "${dated.name}" have the day first or the month first?`);
  if (reached.from === 'action-arm') {
    ask('reached', 'No column says who was reached. Was everybody in the action group?');
  }
  const primary = phase?.metrics[0]?.id;
  if (primary !== undefined && !outcomes.some(({ metric }) => metric === primary)) {
    ask('outcomes', `Which column says "${primary}", the metric that decides?`);
  }
  return questions;
}

const SCORE_NAMES = [
  /^(?:score|model score|prediction score)$/,
  /\b(?:score|probability|prob|prediction|predicted|risk|uplift)\b|^p (?!re)/,
];
const FLAG_NAMES = [/\b(?:flag|flagged|targeted|target|selected|on list)\b/];
const PRE_NAMES = [/^pre(?: |$)|\b(?:before|prior|previous|baseline|history)\b/];

function guessPrediction(
  free: FreeColumns,
): (Omit<PredictionMapping, 'flagged'> & { readonly flagged: PredictionMapping['flagged'] | null }) | null {
  const score = free.take(SCORE_NAMES, isNumeric);
  if (!score) return null;
  const flagged = free.take(FLAG_NAMES, (column) => isYesNo(column) || hasFewValues(column));
  const version = free.take([/^(?:model|model version|version)$/]);
  const threshold = free.take([/^(?:threshold|cutoff|cut off)$/], isNumeric);
  const at = free.take([/^(?:scored|predicted|prediction|score)(?: (?:at|on|date|time|day))?$/], isDated);
  const pre = free.take(PRE_NAMES, isNumeric);
  return {
    score: { from: 'column', column: score.name },
    flagged: flagged ? { from: 'column', column: flagged.name } : null,
    covariates: [],
    ...(version ? { modelVersion: { from: 'column', column: version.name } } : {}),
    ...(threshold ? { threshold: { from: 'column', column: threshold.name } } : {}),
    ...(at ? { at: { from: 'column', column: at.name } } : {}),
    ...(pre ? { preValue: { from: 'column', column: pre.name } } : {}),
  };
}

const SHORTEST_STEM = 4;

/** Columns that are called like metrics of the framing; "churn" is "churned", too. */
function phaseOutcomes(free: FreeColumns, phase: ImportPhase | null): Outcomes {
  return (phase?.metrics ?? []).flatMap(({ id, kind }) => {
    const wanted = plainName(id);
    const isSame = (column: ImportColumn): boolean => plainName(column.name) === wanted;
    const isStem = (column: ImportColumn): boolean => {
      const name = plainName(column.name);
      const isLong = Math.min(name.length, wanted.length) >= SHORTEST_STEM;
      return isLong && !isDated(column) && (name.startsWith(wanted) || wanted.startsWith(name));
    };
    const found = free.take([/./], isSame) ?? free.take([/./], isStem);
    if (!found) return [];
    return [outcomeOf(id, found, kind === 'binary' ? 'binary' : 'number', phase)];
  });
}

const OUTCOME_NAMES =
  /^(?:visit|visited|visits|conversion|converted|convert|purchase|purchased|bought|buy|order|ordered|orders|churn|churned|left|cancelled|canceled|retained|renewed|renewal|spend|spent|revenue|sales|turnover|amount|profit|margin|click|clicked|clicks|response|responded|response y|y|outcome|target|label|failure|failed|machine failure|breakdown|downtime|downtime hours|defaulted|default|returned|complaint|complaints|umsatz|gekuendigt)$/;

/** Other columns whose names are usual for outcomes. */
function otherOutcomes(free: FreeColumns, phase: ImportPhase | null, known: Outcomes): Outcomes {
  const taken = new Set(known.map(({ metric }) => metric));
  const found: OutcomeMapping[] = [];
  for (;;) {
    const column = free.take([OUTCOME_NAMES], (one) => isNumeric(one) || isYesNo(one) || one.values.length === 2);
    if (!column) return found;
    const metric = metricIdOf(column.name);
    if (taken.has(metric)) continue;
    taken.add(metric);
    found.push(outcomeOf(metric, column, isNumeric(column) ? 'number' : 'binary', phase));
  }
}

function outcomeOf(
  metric: string,
  column: ImportColumn,
  kind: 'binary' | 'number',
  phase: ImportPhase | null,
): OutcomeMapping {
  const read = kind === 'binary' && isDated(column) ? 'date' : kind;
  // One day after the assignment lies inside any window that is longer than a day.
  const days = phase && phase.outcomeWindowDays <= 1 ? 0 : 1;
  const spoken = read === 'binary' && !isYesNo(column) ? yesValues(column) : [];
  return {
    metric,
    column: column.name,
    kind: read,
    ...(spoken.length > 0 ? { yes: spoken } : {}),
    negate: false,
    blank: 'nothing',
    when: { from: 'offset', days },
  };
}

/** Of two words the one that does not say no. */
function yesValues({ values }: ImportColumn): string[] {
  if (values.length !== 2) return [];
  return values
    .map(({ value }) => value)
    .filter((value) => !/^(?:no|not|non|0|false|stay|good|ok)\b/.test(wordsOf(value)));
}

/** Takes the date of an outcome from a column that is called after it: "churn date" for "churn". */
function datedOutcome(outcome: OutcomeMapping, free: FreeColumns): OutcomeMapping {
  if (outcome.kind === 'date') return outcome;
  const stem = wordsOf(outcome.column).slice(0, SHORTEST_STEM);
  const column = free.take([/./], (one) => isDated(one) && wordsOf(one.name).startsWith(stem));
  return column ? { ...outcome, when: { from: 'column', column: column.name } } : outcome;
}
