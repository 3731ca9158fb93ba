import { type Fact, formatDay, formatMoney, formatNumber } from '../../../web/kit/index.ts';
import type { KpiAnswers } from '../kpi-answers.ts';

/** The answers to the plain questions, as those read them who do not answer. */
export function factsOf(answers: KpiAnswers): readonly (Fact & { readonly detail: string })[] {
  const { name, unit, direction, baseline, baselineFrom, baselineTo, target, due, owner } = answers;
  const { valueCents, currency, valueSource } = answers;
  const figure = (value: number) => formatNumber(value, Number.isInteger(value) ? 0 : 2);
  const window =
    baselineFrom !== undefined && baselineTo !== undefined
      ? `, measured from ${formatDay(baselineFrom)} to ${formatDay(baselineTo)}`
      : '';
  const worth = valueCents !== undefined && currency !== undefined ? formatMoney(valueCents, currency, 0) : null;
  return [
    ...(name ? [{ term: 'What is counted', detail: unit ? `${name}, in ${unit}` : name }] : []),
    ...(direction ? [{ term: 'Which way', detail: direction === 'up' ? 'It should go up' : 'It should go down' }] : []),
    ...(baseline === undefined ? [] : [{ term: 'Today', detail: `${figure(baseline)}${window}` }]),
    ...(target === undefined ? [] : [{ term: 'The goal', detail: figure(target) }]),
    ...(due ? [{ term: 'By when', detail: formatDay(due) }] : []),
    ...(owner ? [{ term: 'Who answers for it', detail: owner }] : []),
    ...(worth === null
      ? []
      : [{ term: 'Worth of one good case', detail: valueSource ? `${worth}, says ${valueSource}` : worth }]),
  ];
}
