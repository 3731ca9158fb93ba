import type { StoredInitiative } from '../initiatives/index.ts';
import { knowModel } from './explain-model.use-case.ts';
import type { Answer, Cells } from './explanation.ts';
import { ask, type ExplanationPorts, nameColumnsOf } from './explanation-ports.use-case.ts';
import { refuseExplanation } from './explanations.errors.ts';
import type { FoundRow, RowWish } from './find-row.ts';
import { type KnownColumn, leversOf } from './levers-of-columns.ts';
import { isWithheld, unfitReason } from './unfit-cell.ts';

/** What is asked beside the row: from where on one acts, and how hard the changes are. */
export interface AskedTerms {
  /** From where on somebody would act; null for the model's own. */
  readonly threshold: number | null;
  /** By column; those that are not named take an effort of 1. */
  readonly efforts: Readonly<Record<string, number>>;
}

/**
 * Why a model says what it says about values that somebody typed.
 * @throws Problem EXPLANATION_COLUMN_UNKNOWN, EXPLANATION_VALUE_UNFIT, and as `knowModel`
 */
export async function explainTyped(
  ports: ExplanationPorts,
  asker: { readonly accountId: string },
  initiative: StoredInitiative,
  trainingId: string,
  asked: AskedTerms & { readonly cells: Cells },
): Promise<Answer> {
  const { learned, overview, columns } = await knowModel(ports, initiative, trainingId, effortsOf(asked));
  const isAtTable = (await ports.rolesOf(ports.database, initiative.no, asker.accountId)).length > 0;
  refuseUnfit(columns, asked.cells, isAtTable);
  const told = await ask(ports, initiative, learned, {
    kind: 'cells',
    cells: asked.cells,
    levers: leversOf(columns.filter((column) => isAtTable || !isWithheld(column))),
    threshold: overview.threshold === null ? null : (asked.threshold ?? overview.threshold),
  });
  if (told.kind !== 'answer') throw new RangeError(`an answer was asked for, and ${told.kind} came`);
  return told.answer;
}

/**
 * A row that the model learned from, and why it says what it says about it.
 * @throws Problem EXPLANATION_ROW_UNKNOWN, and as `knowModel`
 */
export async function explainRow(
  ports: ExplanationPorts,
  initiative: StoredInitiative,
  trainingId: string,
  row: RowWish,
): Promise<{ readonly row: FoundRow; readonly answer: Answer }> {
  const { learned, overview, columns } = await knowModel(ports, initiative, trainingId);
  const told = await ask(ports, initiative, learned, {
    kind: 'row',
    row,
    nameColumns: nameColumnsOf(learned.result),
    levers: leversOf(columns),
    threshold: overview.threshold,
  });
  if (told.kind !== 'answer' || told.row === null) {
    throw refuseExplanation('EXPLANATION_ROW_UNKNOWN', { wanted: row.kind === 'number' ? row.row : row.name });
  }
  return { row: told.row, answer: told.answer };
}

function effortsOf({ efforts }: AskedTerms): (column: string) => number {
  const named = new Map(Object.entries(efforts));
  return (column) => named.get(column) ?? 1;
}

function refuseUnfit(columns: readonly KnownColumn[], cells: Cells, isAtTable: boolean): void {
  for (const [column, cell] of Object.entries(cells)) {
    const known = columns.find(({ facts }) => facts.name === column);
    if (known === undefined) throw refuseExplanation('EXPLANATION_COLUMN_UNKNOWN', { column: column.slice(0, 100) });
    const reason = unfitReason(known, cell, isAtTable);
    if (reason !== null) throw refuseExplanation('EXPLANATION_VALUE_UNFIT', { column, reason });
  }
}
