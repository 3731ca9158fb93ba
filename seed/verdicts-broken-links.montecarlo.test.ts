import { describe, it } from 'vitest';
import { CHURN_VARIANTS } from './churn.ts';
import { checkTableRow, TABLE_RUNS, type TableRow } from './verdict-table.fixture.ts';

/** The other half of the table, in a file of its own so that both halves run at once. */
const ROWS: readonly TableRow[] = [
  { truth: 'persuadables elsewhere', params: CHURN_VARIANTS.mis_targeted, reference: [[['MIS_TARGETED'], 0.96]] },
  {
    truth: 'effective, unprofitable',
    params: CHURN_VARIANTS.unprofitable,
    reference: [
      [['EFFECTIVE_UNPROFITABLE'], 0.9],
      [['EFFECTIVE_PAYBACK_OPEN'], 0.09],
    ],
  },
  { truth: 'reach 25%', params: CHURN_VARIANTS.not_reached, reference: [[['NOT_REACHED'], 1]] },
  {
    truth: 'model AUC about .53',
    params: CHURN_VARIANTS.inaccurate,
    reference: [
      [['MODEL_INACCURATE'], 0.53],
      [['MIS_TARGETED'], 0.03],
    ],
  },
  { truth: 'holdout log loses 12%', params: CHURN_VARIANTS.broken_log, reference: [[['EVIDENCE_BROKEN'], 1]] },
  { truth: 'holdout 25% contaminated', params: { contamination: 0.25 }, reference: [[['WORKS'], 0.91]] },
];

describe(`the verdict over ${TABLE_RUNS} simulated phases finds the broken link as often as the reference table`, () => {
  it.each(ROWS)('when the truth is: $truth', checkTableRow);
});
