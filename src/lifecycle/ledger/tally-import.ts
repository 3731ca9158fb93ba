import { formatCount } from '../../words/index.ts';
import { ARMS, type Arm } from '../actions/index.ts';
import { UnitCounter } from './count-units.ts';
import type { CheckedFacts, ImportCheck } from './import.ts';
import { type CellValue, type ImportColumn, storableWords, valueKey } from './import-column.ts';
import type { ImportMapping, ImportPhase } from './import-mapping.ts';
import type { MadeRow, SourceItem } from './import-row.ts';
import { RECORD_KINDS, type RecordKind } from './ledger.ts';

/** What the check of a file needs to know beside its rows. */
export interface TallyContext {
  readonly mapping: ImportMapping;
  readonly columns: readonly ImportColumn[];
  readonly phase: ImportPhase | null;
  readonly now: Date;
  readonly revision: number;
}

const DAY_MS = 86_400_000;
/** Different values of a column that the check counts; further ones are refused rows anyway. */
const MOST_VALUES = 200;
const SIGNIFICANT_DIGITS = 3;

/** A column with a meaning for each of its values, and what was found in it. */
interface MeaningfulColumn {
  readonly name: string;
  readonly index: number;
  readonly means: ReadonlyMap<string, string>;
  readonly found: Map<string, { readonly value: string; rows: number }>;
}

/** Counts the rows of a file while it is checked, in bounded memory. */
export class ImportTally {
  readonly #context: TallyContext;
  readonly #meaningful: readonly MeaningfulColumn[];
  readonly #units = new UnitCounter();
  readonly #records = new Map<RecordKind, number>();
  readonly #arms = new Map<string, number>();
  readonly #refusals = new Map<string | null, { rows: number; readonly example: string }>();
  #good = 0;
  #bad = 0;
  #leftOut = 0;
  #unitRows = 0;
  #lastAnchor = '';

  constructor(context: TallyContext) {
    this.#context = context;
    this.#meaningful = meaningfulColumns(context);
  }

  /** Counts a row and what became of it. */
  add(item: SourceItem, made: MadeRow): void {
    if (item.kind === 'row') this.#countValues(item.values);
    if (made.kind === 'left-out') {
      this.#leftOut += 1;
    } else if (made.kind === 'refused') {
      this.#bad += 1;
      const known = this.#refusals.get(made.column);
      if (known) known.rows += 1;
      else this.#refusals.set(made.column, { rows: 1, example: storableWords(`Line ${item.line}: ${made.reason}.`) });
    } else {
      this.#countGood(made);
    }
  }

  #countGood(made: Extract<MadeRow, { kind: 'records' }>): void {
    this.#good += 1;
    if (made.unitId !== null) {
      this.#unitRows += 1;
      this.#units.add(made.unitId);
    }
    if (made.anchor !== null && made.anchor > this.#lastAnchor) this.#lastAnchor = made.anchor;
    for (const { kind, row } of made.records) {
      this.#records.set(kind, (this.#records.get(kind) ?? 0) + 1);
      if (kind !== 'assignments') continue;
      const arm = String(row.arm);
      this.#arms.set(arm, (this.#arms.get(arm) ?? 0) + 1);
    }
  }

  #countValues(values: readonly CellValue[]): void {
    for (const { index, found } of this.#meaningful) {
      const cell = values[index] ?? null;
      const key = valueKey(cell);
      const known = found.get(key);
      if (known) known.rows += 1;
      else if (found.size < MOST_VALUES) {
        const value = storableWords(cell instanceof Date ? cell.toISOString() : String(cell ?? '').trim());
        // JSON gives the text memory of its own: what the reader gives shares that of its block.
        found.set(JSON.parse(JSON.stringify(key)), { value: JSON.parse(JSON.stringify(value)), rows: 1 });
      }
    }
  }

  /** What the whole file comes to. */
  check(facts: CheckedFacts, blockers: readonly string[]): ImportCheck {
    const { mapping } = this.#context;
    const isObserved = mapping.shape === 'wide' && mapping.propensity.from === 'observed';
    return {
      rows: this.#good + this.#bad + this.#leftOut,
      good: this.#good,
      bad: this.#bad,
      leftOut: this.#leftOut,
      units: this.#units.counted,
      records: RECORD_KINDS.flatMap((kind) => {
        const count = this.#records.get(kind);
        return count === undefined ? [] : [{ kind, count }];
      }),
      arms: ARMS.flatMap((arm) => {
        const rows = this.#arms.get(arm);
        return rows === undefined ? [] : [{ arm, rows, propensity: isObserved ? (facts.shares?.[arm] ?? null) : null }];
      }),
      values: this.#meaningful.flatMap(({ name, means, found }) =>
        [...found]
          .sort(([, left], [, right]) => right.rows - left.rows)
          .map(([key, { value, rows }]) => ({ column: name, value, rows, means: means.get(key) ?? null })),
      ),
      refusals: [...this.#refusals]
        .map(([column, { rows, example }]) => ({ column, rows, example }))
        .sort((left, right) => right.rows - left.rows),
      notes: this.#notes(facts),
      blockers: [...this.#blockers(facts), ...blockers],
    };
  }

  /** What the load has to know of the whole file before it starts. */
  facts(): CheckedFacts {
    const { mapping, phase, revision } = this.#context;
    return {
      phaseNumber: phase?.number ?? 0,
      shares: mapping.shape === 'wide' && mapping.propensity.from === 'observed' ? this.#shares() : null,
      revision,
      completeThrough: this.#completeThrough(),
    };
  }

  /**
   * Shares of the arms among the units to which the arm could fall: action and holdout among the flagged, explore and
   * none among the others. Rounded to three digits, so that a file that grows from week to week gives units the same
   * probability again.
   */
  #shares(): Readonly<Record<Arm, number>> {
    const rows = (arm: Arm): number => this.#arms.get(arm) ?? 0;
    const flagged = rows('action') + rows('holdout');
    const others = rows('explore') + rows('none');
    const share = (arm: Arm, of: number): number =>
      rows(arm) === 0 ? 1 : Number((rows(arm) / of).toPrecision(SIGNIFICANT_DIGITS));
    return {
      action: share('action', flagged),
      holdout: share('holdout', flagged),
      explore: share('explore', others),
      none: share('none', others),
    };
  }

  #completeThrough(): string | null {
    const { mapping, phase } = this.#context;
    if (mapping.shape !== 'wide' || mapping.outcomes.length === 0) return null;
    const { complete } = mapping;
    if (complete.from === 'moment') return new Date(complete.through).toISOString();
    if (complete.from === 'not-known' || !phase || this.#lastAnchor === '') return null;
    const windowMs = (phase.outcomeWindowDays + phase.lateGraceDays) * DAY_MS;
    return new Date(Date.parse(this.#lastAnchor) + windowMs).toISOString();
  }

  #notes(facts: CheckedFacts): readonly string[] {
    const notes: string[] = [];
    const { count, isExact } = this.#units.counted;
    if (isExact && this.#unitRows > count && this.#context.mapping.shape === 'wide') {
      const again = formatCount(this.#unitRows - count);
      notes.push(`${again} rows are about units that the file has already: a unit keeps its first group.`);
    }
    if (facts.shares) {
      const told = ARMS.filter((arm) => this.#arms.has(arm)).map((arm) => `${arm} ${facts.shares?.[arm]}`);
      notes.push(`The probability of each group is its share in this file: ${told.join(', ')}.`);
    }
    if (facts.completeThrough !== null) {
      notes.push(`Outcomes count as complete through ${facts.completeThrough.slice(0, 10)}.`);
    }
    if (facts.revision > 1) notes.push(`The outcomes become revision ${facts.revision} and replace earlier ones.`);
    return notes;
  }

  #blockers(facts: CheckedFacts): readonly string[] {
    const blockers: string[] = [];
    if (this.#good === 0) blockers.push('Not one row of the file can be stored as it is mapped.');
    if (facts.completeThrough !== null && Date.parse(facts.completeThrough) > this.#context.now.getTime()) {
      blockers.push(
        `The windows of the last units end on ${facts.completeThrough.slice(0, 10)}, which has not come yet: say up to which day the outcomes are complete.`,
      );
    }
    return blockers;
  }
}

function meaningfulColumns({ mapping, columns }: TallyContext): readonly MeaningfulColumn[] {
  const meanings: (readonly [string, readonly (readonly [string, string])[]])[] = [];
  if (mapping.shape === 'wide') {
    const { arm, reached } = mapping;
    if (arm.from === 'column') meanings.push([arm.column, arm.values.map((one) => [one.value, one.arm] as const)]);
    if (reached.from === 'column') {
      meanings.push([reached.column, reached.statuses.map((one) => [one.value, one.status] as const)]);
    }
  } else {
    for (const source of Object.values(mapping.fields)) {
      if (source.from !== 'column' || !source.values) continue;
      meanings.push([source.column, source.values.map((one) => [one.value, one.means] as const)]);
    }
  }
  return meanings.map(([name, pairs]) => ({
    name,
    index: columns.findIndex((column) => column.name === name),
    means: new Map(pairs.map(([value, means]) => [valueKey(value), means])),
    found: new Map(),
  }));
}
