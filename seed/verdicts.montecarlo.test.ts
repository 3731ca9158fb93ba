import { describe, it } from 'vitest';
import { CHURN_VARIANTS, PLANNED_EFFECT_TOO_SMALL } from './churn.ts';
import { checkTableRow, TABLE_RUNS, type TableRow } from './verdict-table.fixture.ts';

const ROWS: readonly TableRow[] = [
  { truth: 'works (6 points)', params: CHURN_VARIANTS.works, reference: [[['WORKS'], 0.99]] },
  {
    truth: 'accurate, action ineffective',
    params: CHURN_VARIANTS.brief_case,
    reference: [
      [['ACCURATE_ACTION_INEFFECTIVE'], 0.67],
      [['INCONCLUSIVE'], 0.29],
      [['HARMFUL'], 0.03],
    ],
  },
  { truth: 'harmful (-5 points)', params: CHURN_VARIANTS.sleeping_dogs, reference: [[['HARMFUL'], 1]] },
  {
    truth: '300 customers a month',
    params: CHURN_VARIANTS.low_volume,
    // Which of the two it is hangs on whether 100 or 99 customers were left alone, so they are counted together.
    reference: [
      [['INCONCLUSIVE', 'UNDERPOWERED'], 0.86],
      [['WORKS'], 0.07],
    ],
  },
  {
    truth: 'pays, far below goal',
    params: CHURN_VARIANTS.too_small,
    reference: [[['WORKS_TOO_SMALL'], 0.77]],
    goalEffect: PLANNED_EFFECT_TOO_SMALL * 0.8,
  },
];

describe(`the verdict over ${TABLE_RUNS} simulated phases agrees with the reference table`, () => {
  it.each(ROWS)('when the truth is: $truth', checkTableRow);
});
