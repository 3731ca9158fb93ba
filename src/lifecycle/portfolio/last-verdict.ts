import {
  CHAIN_LINKS,
  type Estimate,
  type MoneyEstimate,
  type NumberRow,
  type OutcomeReport,
  VERDICT_STATES,
  type Verdict,
} from '../outcomes/index.ts';

/** The last verdict of an initiative, as far as a list shows it. */
export interface LastVerdict extends Pick<Verdict, 'state' | 'brokenLink' | 'grade'> {
  /** The most important sentence of the answer in words. */
  readonly headline: string;
  readonly takenAt: string;
  /** What the whole phase adds to the KPI, in its unit and benefit direction; the figure that the goal is held against. */
  readonly contribution: Estimate | null;
  /** Money after costs; validated once finance has confirmed it. */
  readonly net: MoneyEstimate | null;
}

/** The columns of the last verdict in a row over all lines; null where none was taken. */
export interface StoredVerdictRow {
  readonly verdict_taken_at: Date | null;
  readonly verdict_state: string | null;
  readonly verdict_broken_link: string | null;
  readonly verdict_grade: Verdict['grade'] | null;
  readonly verdict_headline: string | null;
  readonly verdict_contribution: Pick<NumberRow, 'estimate' | 'lower' | 'upper'> | null;
  readonly verdict_money: Pick<NonNullable<OutcomeReport['money']>, 'label' | 'currency' | 'netTotal'> | null;
  readonly verdict_is_validated: boolean | null;
}

/** Reads the last verdict of a row; `null` when none was taken. */
export function readLastVerdict(row: StoredVerdictRow): LastVerdict | null {
  const state = VERDICT_STATES.find((known) => known === row.verdict_state);
  if (row.verdict_taken_at === null || row.verdict_grade === null || !state) return null;
  return {
    state,
    brokenLink: CHAIN_LINKS.find((link) => link === row.verdict_broken_link) ?? null,
    grade: row.verdict_grade,
    headline: row.verdict_headline ?? '',
    takenAt: row.verdict_taken_at.toISOString(),
    contribution: readContribution(row.verdict_contribution),
    net: readNet(row),
  };
}

/** A contribution without both ends of its range is not measured: a bare point is never shown. */
function readContribution(row: StoredVerdictRow['verdict_contribution']): Estimate | null {
  if (!row || row.estimate === null || row.lower === null || row.upper === null) return null;
  return { interval: { lower: row.lower, upper: row.upper }, point: row.estimate };
}

function readNet({ verdict_money: money, verdict_is_validated: isValidated }: StoredVerdictRow): MoneyEstimate | null {
  if (!money) return null;
  const { lower, upper, estimate } = money.netTotal;
  return {
    intervalMinor: { lower, upper },
    pointMinor: estimate,
    currency: money.currency,
    label: isValidated ? 'validated' : money.label,
  };
}
