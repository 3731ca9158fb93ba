import type { Interval } from '../../statistics/interval.ts';
import type { Role } from '../people/index.ts';
import type { MoneyEstimate, MoneyLabel } from './money-words.ts';
import type { Verdict } from './verdict.ts';

/** A word that is counted: "customer", "customers"; or a verb in both persons: "stays", "stay". */
export interface Counted {
  readonly one: string;
  readonly many: string;
}

/** A range with its best estimate, in one unit. */
export interface Estimate {
  readonly interval: Interval;
  readonly point: number;
}

/** How the KPI is measured on one unit, which decides whether effects are told as people or as amounts. */
export type Measure =
  | {
      readonly kind: 'share';
      /** What a good outcome is called: "stays", "stay". */
      readonly good: Counted;
      /** What a bad outcome is called: "leaves", "leave". */
      readonly bad: Counted;
    }
  | {
      readonly kind: 'amount';
      /** What is measured: "downtime". */
      readonly noun: string;
      /** Its unit: "hours". */
      readonly unit: string;
      /** Which way is better. */
      readonly direction: 'up' | 'down';
    };

/** The nouns of one initiative, as the expert wrote them at framing. */
export interface AnswerWords {
  /** What is predicted about and acted upon: "customer", "customers". */
  readonly unit: Counted;
  /** What is done to it, without an article: "retention call". */
  readonly action: string;
  /** What the model predicts, after "would": "leave". */
  readonly predicted: string;
  /** One success of the action: "saved customer", "saved customers". */
  readonly gain: Counted;
}

/** How well the model finds the right units, on units that nobody acted upon. */
export interface PredictionNumbers {
  /** `precision`: share of flagged units for which it came true. `ranking`: share of pairs put in the right order. */
  readonly metric: 'precision' | 'ranking';
  /** Share, 0..1. */
  readonly estimate: Estimate;
  readonly floor: number;
  /** Share of all units for which it comes true, 0..1, for comparison with precision. */
  readonly baseRate: number | null;
}

/** Everything that the sentences are made of; the verdict has been taken before and is not questioned here. */
export interface AnswerInput {
  readonly verdict: Verdict;
  readonly words: AnswerWords;
  readonly measure: Measure;
  /** Smallest effect worth having per reached unit, in the unit of `effect`. */
  readonly smallestWorthwhile: number;
  readonly prediction: PredictionNumbers | null;
  /** Share of assigned units that the action reached in time, 0..1. */
  readonly reach: { readonly estimate: Estimate; readonly target: number } | null;
  /** Effect per reached unit in benefit direction: shares 0..1, or the unit of the measure. */
  readonly effect: Estimate | null;
  /** The same for units that the model did not flag. */
  readonly unflaggedEffect: Estimate | null;
  /** What the initiative added to the KPI and what the goal needs, in `unit`. */
  readonly contribution: { readonly estimate: Estimate; readonly needed: number; readonly unit: string } | null;
  /** Money after costs over the phase. */
  readonly net: MoneyEstimate | null;
  /** What one success costs, in minor units; no upper limit when none may have been achieved. */
  readonly costPerGain: CostPerGain | null;
  /** Effect per reached unit at which money in equals money out, in the unit of `effect`. */
  readonly breakEven: number | null;
  /** Length of the outcome window in days. */
  readonly windowDays: number;
  /** What is still missing before an answer; `null` when it cannot be foretold. */
  readonly progress: Progress | null;
  /** ISO day of the registered read-out. */
  readonly readOutOn: string;
  /** ISO day by which the addressed roles are to answer. */
  readonly answerBy: string | null;
  /** Names of the people who hold the addressed roles. */
  readonly people: Readonly<Partial<Record<Role, string>>>;
  readonly decided: Decided | null;
  readonly leftOut: LeftOut;
}

/** The range of what one success costs. */
export interface CostPerGain {
  readonly lowerMinor: number;
  readonly upperMinor: number | null;
  readonly currency: string;
  readonly label: MoneyLabel;
}

/** The forecast of the next answer. */
export interface Progress {
  readonly unitsNeeded: number;
  readonly days: number;
  /** ISO day. */
  readonly on: string;
}

/** Who fixed the success criterion, and when. */
export interface Decided {
  /** ISO day. */
  readonly on: string;
  readonly by: readonly { readonly name: string; readonly role: Role }[];
  readonly isBeforeData: boolean;
}

/** What the numbers do not contain. */
export interface LeftOut {
  /** Units that were seen in more than one group. */
  readonly mixedUnits: number;
  /** Units whose outcome window is still open. */
  readonly immatureUnits: number;
  readonly actionsWithoutCost: number;
}
