import { minorUnits } from '../../../words/index.ts';
import type { KpiAnswers } from '../kpi-answers.ts';

/** The plain questions as their form holds them; money in whole units of its currency, an empty field is no answer. */
export interface KpiForm {
  readonly name: string;
  readonly unit: string;
  readonly direction: '' | 'up' | 'down';
  readonly baseline: number | null;
  readonly baselineFrom: string;
  readonly baselineTo: string;
  readonly target: number | null;
  readonly due: string;
  readonly value: number | null;
  readonly currency: string;
  readonly valueSource: string;
  readonly owner: string;
}

const USUAL_CURRENCY = 'EUR';

/** The form with the answers given so far. */
export function formOf(answers: KpiAnswers): KpiForm {
  const currency = answers.currency ?? USUAL_CURRENCY;
  return {
    name: answers.name ?? '',
    unit: answers.unit ?? '',
    direction: answers.direction ?? '',
    baseline: answers.baseline ?? null,
    baselineFrom: answers.baselineFrom ?? '',
    baselineTo: answers.baselineTo ?? '',
    target: answers.target ?? null,
    due: answers.due ?? '',
    value: answers.valueCents === undefined ? null : answers.valueCents / minorUnits(currency),
    currency,
    valueSource: answers.valueSource ?? '',
    owner: answers.owner ?? '',
  };
}

/** The answers of a form. A currency counts only beside an amount. */
export function answersOfForm(form: KpiForm): KpiAnswers {
  const { direction, baseline, target, value, currency } = form;
  return {
    ...said('name', form.name),
    ...said('unit', form.unit),
    ...(direction === '' ? {} : { direction }),
    ...(baseline === null ? {} : { baseline }),
    ...said('baselineFrom', form.baselineFrom),
    ...said('baselineTo', form.baselineTo),
    ...(target === null ? {} : { target }),
    ...said('due', form.due),
    ...(value === null ? {} : { valueCents: Math.round(value * minorUnits(currency)), currency }),
    ...said('valueSource', form.valueSource),
    ...said('owner', form.owner),
  };
}

function said<K extends string>(name: K, text: string): { readonly [P in K]?: string } {
  const trimmed = text.trim();
  // The key is the parameter itself, which an object literal with a computed name does not tell the compiler.
  return trimmed === '' ? {} : ({ [name]: trimmed } as { readonly [P in K]?: string });
}
