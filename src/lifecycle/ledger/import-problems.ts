import type { FieldProblem } from '../../platform/contract/errors.ts';
import type { CellFormat, ImportColumn } from './import-column.ts';
import {
  type ImportMapping,
  type ImportPhase,
  mappedColumns,
  type NarrowMapping,
  type WideMapping,
} from './import-mapping.ts';
import { NARROW_FIELDS } from './narrow-fields.ts';

/** What keeps a mapping from being used, by its field; empty when it can be. */
export function mappingProblems(
  mapping: ImportMapping,
  columns: readonly ImportColumn[],
  phase: ImportPhase | null,
): readonly FieldProblem[] {
  const names = new Set(columns.map(({ name }) => name));
  const unknown = unknownColumns('', mapping, names);
  if (unknown.length > 0) return unknown;
  return mapping.shape === 'wide' ? wideProblems(mapping, phase) : narrowProblems(mapping, phase);
}

function unknownColumns(path: string, part: unknown, names: ReadonlySet<string>): readonly FieldProblem[] {
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([name, value]) => {
    const inner = Array.isArray(part) ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`;
    if (name === 'column' && typeof value === 'string' && !names.has(value)) {
      return [{ path: inner, message: `The file has no column "${value}".` }];
    }
    return unknownColumns(inner, value, names);
  });
}

function wideProblems(mapping: WideMapping, phase: ImportPhase | null): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  const add = (path: string, message: string): void => void problems.push({ path, message });
  const { arm, propensity, prediction, reached, outcomes, complete } = mapping;
  if (arm.from !== 'earlier' && !phase) {
    add(
      'arm',
      'No phase is open, so units cannot be put into groups. Have the framing signed first, or bring no groups.',
    );
  }
  if (propensity.from === 'plan' && !phase) add('propensity', 'No phase is open, so there is no plan to take it from.');
  if (arm.from === 'column') {
    if (arm.values.every((value) => value.arm === 'leave-out')) add('arm.values', 'Every group would be left out.');
    for (const index of repeated(arm.values.map(({ value }) => value))) {
      add(`arm.values[${index}].value`, 'This value already has a meaning.');
    }
  }
  if (arm.from === 'earlier' && reached.from === 'action-arm') {
    add('reached', 'The file brings no groups, so say in which column it stands who was reached.');
  }
  if (arm.from === 'earlier' && prediction?.flagged.from === 'arm') {
    add('prediction.flagged', 'The file brings no groups, so say otherwise who was flagged.');
  }
  for (const index of repeated(outcomes.map(({ metric }) => metric))) {
    add(`outcomes[${index}].metric`, 'Another column is mapped to this metric already.');
  }
  for (const index of repeated((prediction?.covariates ?? []).map(({ name }) => name))) {
    add(`prediction.covariates[${index}].name`, 'Another number has this name already.');
  }
  if (complete.from === 'window' && outcomes.length > 0 && !phase) {
    add('complete', 'No phase is open, so there is no window. Give the day up to which the outcomes are complete.');
  }
  if (arm.from === 'earlier' && !prediction && reached.from === 'nobody-recorded' && outcomes.length === 0) {
    add('outcomes', 'Nothing of this file would be stored. Give at least one column a meaning.');
  }
  return problems;
}

function narrowProblems(mapping: NarrowMapping, phase: ImportPhase | null): readonly FieldProblem[] {
  const fields = NARROW_FIELDS[mapping.kind];
  const known = new Set(fields.map(({ name }) => name));
  const problems = Object.keys(mapping.fields)
    .filter((name) => !known.has(name))
    .map((name) => ({ path: `fields.${name}`, message: `Records of this kind have no field "${name}".` }));
  const missing = fields
    .filter(({ name, isRequired }) => isRequired && !mapping.fields[name])
    .map(({ name }) => ({ path: `fields.${name}`, message: 'Choose a column, or a value that holds for all rows.' }));
  const noPhase =
    mapping.kind === 'assignments' && !phase
      ? [
          {
            path: 'kind',
            message: 'No phase is open, so units cannot be put into groups. Have the framing signed first.',
          },
        ]
      : [];
  return [...problems, ...missing, ...noPhase];
}

/** Places of texts that came before, apart from case and blanks. */
function repeated(texts: readonly string[]): readonly number[] {
  const seen = new Set<string>();
  return texts.flatMap((text, index) => {
    const key = text.trim().toLowerCase();
    if (seen.has(key)) return [index];
    seen.add(key);
    return [];
  });
}

/** What a person should know before a mapping is used: what is assumed, and what could count twice or be misread. */
export function mappingWarnings(
  mapping: ImportMapping,
  columns: readonly ImportColumn[],
  phase: ImportPhase | null,
): readonly string[] {
  const own = mapping.shape === 'wide' ? wideWarnings(mapping, columns, phase) : narrowWarnings(mapping);
  return [...own, ...dateWarnings(mapping, columns)];
}

function wideWarnings(
  mapping: WideMapping,
  columns: readonly ImportColumn[],
  phase: ImportPhase | null,
): readonly string[] {
  const { unit, arm, propensity, prediction, outcomes, complete } = mapping;
  const warnings: string[] = [];
  if (unit.from === 'line') {
    warnings.push(
      `The file has no column with ids, so the number of the line names the unit ("${unit.prefix}2"). The same file in another order would count twice.`,
    );
  } else if (columns.find(({ name }) => name === unit.column)?.isUnique === false) {
    warnings.push(`"${unit.column}" has the same id on several rows: a unit keeps the first group it was put into.`);
  }
  if (propensity.from === 'observed' && arm.from !== 'earlier') {
    warnings.push(
      'The file does not say with which probability each unit came into its group: the share of the group in the file is taken. That is right if chance alone decided.',
    );
  }
  if (prediction?.score.from === 'constant') {
    warnings.push(
      'Every unit gets the same score, which ranks nobody: the quality of the predictions cannot be judged.',
    );
  }
  if (outcomes.some(({ kind, blank }) => kind !== 'date' && blank === 'nothing')) {
    warnings.push(
      'A 0, a no and a blank cell store no record: once the window of a unit is complete, no record counts as 0.',
    );
  }
  if (complete.from === 'not-known' && outcomes.length > 0) {
    warnings.push('Nothing says up to when the outcomes are complete, so units without one are not counted yet.');
  }
  if (complete.from !== 'not-known' && outcomes.length > 0) {
    warnings.push(
      'Up to the day until which the outcomes are complete, every unit of the phase without one counts as 0, also units that are not in this file.',
    );
  }
  if (mapping.corrects)
    warnings.push('The outcomes replace those of earlier files, zeros included. What was there stays in the history.');
  const foreign = outcomes.filter(({ metric }) => phase && !phase.metrics.some(({ id }) => id === metric));
  for (const { metric } of foreign) {
    warnings.push(`"${metric}" is not a metric of the signed framing: it is kept, and no verdict uses it.`);
  }
  return warnings;
}

function narrowWarnings(mapping: NarrowMapping): readonly string[] {
  const warnings: string[] = [];
  const id = { predictions: 'predictionId', actions: 'actionId', outcomes: 'outcomeId', costs: 'costId' } as const;
  const name: string | undefined = Object.entries(id).find(([kind]) => kind === mapping.kind)?.[1];
  if (name !== undefined && !mapping.fields[name]) {
    warnings.push(
      'The records have no ids of their own: two rows that say the same about the same unit and moment count once.',
    );
  }
  if (mapping.kind === 'outcomes') {
    warnings.push(
      'Units without an outcome are counted only up to the day until which a watermark says the data are complete.',
    );
  }
  return warnings;
}

function dateWarnings(mapping: ImportMapping, columns: readonly ImportColumn[]): readonly string[] {
  const used = new Set(mappedColumns(mapping));
  return columns
    .filter(({ name, format, isCertain }) => used.has(name) && !isCertain && isDate(format))
    .map(({ name }) => `The dates in "${name}" can be read day first or month first: check them in the preview.`);
}

function isDate(format: CellFormat): boolean {
  return format.type === 'date' || format.type === 'epoch';
}

/** The columns that a mapping leaves aside. */
export function unmappedColumns(mapping: ImportMapping, columns: readonly ImportColumn[]): readonly string[] {
  const used = new Set(mappedColumns(mapping));
  return columns.map(({ name }) => name).filter((name) => !used.has(name));
}
